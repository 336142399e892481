/** The claim with the groups of a user in Cognito. */
export const GROUPS_CLAIM = 'cognito:groups';

/** The claim that names the tenant. The pre-token-generation trigger writes it, never from a user's attribute. */
export const TENANT_CLAIM = 'custom:tenantId';

/** The claim with the ids of all tenants of the user, separated by spaces: `acme globex`. Only clients read it. */
export const TENANTS_CLAIM = 'custom:tenants';

/** The claim of an e-mail address that its user has proved to own. Absent if the address is not proved. */
export const EMAIL_CLAIM = 'custom:email';

/** The claims of an access token whose signature, times, issuer, client and use were checked. */
export interface VerifiedClaims {
  readonly sub: string;
  readonly username: string;
  readonly [claim: string]: unknown;
}
