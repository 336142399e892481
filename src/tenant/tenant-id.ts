declare const tenant: unique symbol;

/** The id of a tenant that was proved. Only this room makes one; the brand has no exported name. */
export type TenantId = string & { readonly [tenant]: true };

/** What a tenant id looks like: it can hold no separator of a key and no wildcard of a policy. */
export const TENANT_ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Reads a tenant id, or null. Private to tenant/: were it exported, an argument could become a tenant. */
export function parseTenantId(text: unknown): TenantId | null {
  return typeof text === 'string' && TENANT_ID_PATTERN.test(text) ? (text as TenantId) : null;
}
