declare const tenant: unique symbol;

/** The id of a proved tenant. Only this room makes one; the brand has no exported name. */
export type TenantId = string & { readonly [tenant]: true };

/** The form of a tenant id: `acme`. It cannot contain a separator of keys or a wildcard of policies. */
export const TENANT_ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Parses a tenant id, or returns null. Private to tenant/, so that no argument can become a tenant. */
export function parseTenantId(text: unknown): TenantId | null {
  return typeof text === 'string' && TENANT_ID_PATTERN.test(text) ? (text as TenantId) : null;
}
