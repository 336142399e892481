/** Maximum bytes of a tenant's request, at every door. An item of DynamoDB holds 400 kB. */
export const MAX_BODY = 1_000_000;
