/** The claim with the groups of a user in Cognito. */
export const GROUPS_CLAIM = 'cognito:groups';

/** The claim that names the tenant. The pre-token-generation trigger writes it, never from a user's attribute. */
export const TENANT_CLAIM = 'custom:tenantId';

/**
 * The claim with the ids of all tenants of the user, separated by spaces: `acme globex`. It grants nothing: the gate reads
 * the membership.
 */
export const TENANTS_CLAIM = 'custom:tenants';

/**
 * The claim with the time when a membership of the user last ended, as ISO 8601. A renewed token has it if no client named
 * its tenant. A session that began earlier may have meant another tenant, so the gate refuses it.
 */
export const SIGNED_IN_AFTER_CLAIM = 'custom:signedInAfter';

/** The request header that names the tenant in which a request acts. */
export const TENANT_HEADER = 'x-tenant';

/** The claim of an e-mail address that its user has proved to own. Absent if the address is not proved. */
export const EMAIL_CLAIM = 'custom:email';

/** The claims of an access token whose signature, times, issuer, client and use were checked. */
export interface VerifiedClaims {
  readonly sub: string;
  readonly username: string;
  readonly [claim: string]: unknown;
}
