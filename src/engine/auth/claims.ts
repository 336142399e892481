import { GROUPS_CLAIM, type Caller } from '../../tenant/index.ts';

/**
 * Returns the groups that a rule sees.
 * For `cognito:groups` they come from the membership record, not from the token, so that a lost role takes effect in
 * seconds. Any other claim comes from the verified token.
 */
export function groupsOf(caller: Caller, groupClaim: string): readonly string[] {
  return groupClaim === GROUPS_CLAIM ? caller.groups : listClaim(caller.claims[groupClaim]);
}

/** Returns a claim as a list. Cognito writes lists as JSON text or as an array; any other text is one value. */
function listClaim(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.filter((entry) => typeof entry === 'string');
  if (typeof claim !== 'string' || claim === '') return [];
  if (!claim.startsWith('[')) return [claim];
  try {
    return listClaim(JSON.parse(claim));
  } catch {
    return [claim];
  }
}

/**
 * Returns the values that identify the caller in an owner field.
 * Amplify's default `sub::username` also accepts either part alone. A create writes the first value. Returns none if
 * the token lacks the claim.
 */
export function identitiesOf(caller: Caller, identityClaim: string): readonly string[] {
  const parts = identityClaim.split('::').map((name) => identity(caller, name));
  if (!parts.every((part) => part !== null)) return [];
  return parts.length === 1 ? parts : [parts.join('::'), ...parts];
}

function identity(caller: Caller, claim: string): string | null {
  if (claim === 'sub') return caller.userId;
  if (claim === 'username' || claim === 'cognito:username') return caller.username;
  const value = caller.claims[claim];
  return typeof value === 'string' && value !== '' ? value : null;
}
