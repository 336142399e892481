/** The claim of the groups that Cognito keeps of a user. */
export const GROUPS_CLAIM = 'cognito:groups';

/** The claim that names the tenant: written by the pre-token-generation trigger, never from a user's attribute. */
export const TENANT_CLAIM = 'custom:tenantId';

/** The claim that lists the ids of all tenants that the user belongs to, separated by spaces; for clients only. */
export const TENANTS_CLAIM = 'custom:tenants';

/** The claim of an e-mail address that its user has proved to own; absent for any other. */
export const EMAIL_CLAIM = 'custom:email';

/** The claims of an access token whose signature, times, issuer, client and use were checked. */
export interface VerifiedClaims {
  readonly sub: string;
  readonly username: string;
  readonly [claim: string]: unknown;
}
