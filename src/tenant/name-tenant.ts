import { SIGNED_IN_AFTER_CLAIM, TENANT_CLAIM, TENANT_HEADER, type VerifiedClaims } from './claims.ts';
import { Refusal } from './refusal.ts';
import { parseTenantId, type TenantId } from './tenant-id.ts';

/**
 * Returns the tenant that a user's request means: the one in the token, or else the one that the header names. It never
 * guesses. The caller must check the membership.
 * @param named the value of the header `x-tenant`, if the request has one
 * @throws {Refusal} TENANT_REQUIRED if neither names a tenant with certainty, TENANT_MISMATCH if they differ, FORBIDDEN for
 * a header that names no possible tenant, UNAUTHENTICATED for such a token
 */
export function tenantOfRequest(claims: VerifiedClaims, named: string | undefined): TenantId {
  if (claims[TENANT_CLAIM] === undefined) {
    if (named === undefined) throw tenantRequired('The token is of a user of several tenants: name one');
    const tenantId = parseTenantId(named);
    if (!tenantId) throw notAMember();
    return tenantId;
  }
  const tenantId = parseTenantId(claims[TENANT_CLAIM]);
  if (!tenantId) throw tenantless();
  requireSameTenant(tenantId, named);
  if (named === undefined && isOfAnEarlierSignIn(claims))
    throw tenantRequired(
      'One of your memberships has ended since you signed in: sign in again, or name the tenant',
    );
  return tenantId;
}

/** @throws {Refusal} TENANT_MISMATCH if the header of a request names another tenant than its token or key */
export function requireSameTenant(tenantId: TenantId, named: string | undefined): void {
  if (named !== undefined && named !== tenantId)
    throw new Refusal(
      'TENANT_MISMATCH',
      `The header "${TENANT_HEADER}" names another tenant than the token or key: correct it, or leave it out.`,
    );
}

/** Returns the refusal of a tenant that is not the user's. It is the same for a tenant that does not exist. */
export function notAMember(): Refusal {
  return new Refusal('FORBIDDEN', 'You are not a member of this tenant: name another one, or sign in again.');
}

/** Returns the refusal of a token without any tenant. */
export function tenantless(): Refusal {
  return new Refusal('UNAUTHENTICATED', 'The token names no tenant: sign in as a member of one.');
}

function tenantRequired(sentence: string): Refusal {
  return new Refusal('TENANT_REQUIRED', `${sentence} in the header "${TENANT_HEADER}".`);
}

/** Returns whether the session began before the time that its token states. Cognito keeps `auth_time` over refreshes. */
function isOfAnEarlierSignIn({
  [SIGNED_IN_AFTER_CLAIM]: after,
  auth_time: signedIn,
}: VerifiedClaims): boolean {
  if (after === undefined) return false;
  const time = typeof after === 'string' ? Date.parse(after) : NaN;
  // `auth_time` has whole seconds, and a missing or odd value must not admit the session.
  return !(Number(signedIn) * 1000 >= time);
}
