import { GROUPS_CLAIM, type Caller } from '../../tenant/index.ts';
import { hasOwnerParts } from '../../model/index.ts';

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
 * Returns the values of the caller in an owner field that holds a claim of the token. Claims joined by `::` also match
 * one by one, as in Amplify. Returns none if the token lacks one, or if a claim contains the mark and so could imitate
 * another.
 */
export function claimedOwners(caller: Caller, identityClaim: string): readonly string[] {
  const names = identityClaim.split('::');
  const texts = names.flatMap((name) => {
    const value = caller.claims[name];
    return typeof value === 'string' && value !== '' && !hasOwnerParts(value) ? [value] : [];
  });
  if (texts.length < names.length) return [];
  return texts.length === 1 ? texts : [texts.join('::'), ...texts];
}
