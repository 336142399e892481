import { isGone, Refusal, TENANT_ID_PATTERN, type TenantRecord } from '../../tenant/index.ts';
import type { Control } from '../../store/index.ts';

/**
 * Returns the tenant with an id that an operator named. Returns null if it does not exist or the id is
 * malformed.
 */
export async function findTenant(source: Pick<Control, 'get'>, id: string): Promise<TenantRecord | null> {
  return TENANT_ID_PATTERN.test(id) ? source.get('tenant', { id }) : null;
}

/**
 * Returns the tenant with an id.
 * @throws {Refusal} NOT_FOUND
 */
export async function requireTenant(source: Pick<Control, 'get'>, id: string): Promise<TenantRecord> {
  const tenant = await findTenant(source, id);
  if (!tenant) throw noTenant(id);
  return tenant;
}

/**
 * Returns the tenant with an id. Treats a purged tenant, and one that is being purged, as if it had never
 * existed.
 * @throws {Refusal} NOT_FOUND
 */
export async function requireLivingTenant(source: Pick<Control, 'get'>, id: string): Promise<TenantRecord> {
  const tenant = await findTenant(source, id);
  if (!tenant || isGone(tenant)) throw noTenant(id);
  return tenant;
}

/** Returns whether a tenant exists that is neither purged nor being purged. */
export async function isLiving(source: Pick<Control, 'get'>, id: string): Promise<boolean> {
  const tenant = await findTenant(source, id);
  return tenant !== null && !isGone(tenant);
}

/** Lists the ids of all tenants that are not purged. */
export async function* livingTenants(control: Pick<Control, 'all'>): AsyncGenerator<string> {
  for await (const tenant of control.all('tenants', '')) if (!isGone(tenant)) yield tenant.id;
}

function noTenant(id: string): Refusal {
  return new Refusal('NOT_FOUND', `There is no tenant "${id}".`);
}
