import { isGone, Refusal, TENANT_ID_PATTERN, type TenantRecord } from '../../tenant/index.ts';
import type { Control } from '../../store/index.ts';

/** A tenant by the id that an operator named; null for what can be no id, too. */
export async function findTenant(source: Pick<Control, 'get'>, id: string): Promise<TenantRecord | null> {
  return TENANT_ID_PATTERN.test(id) ? source.get('tenant', { id }) : null;
}

/** As `findTenant`. @throws {Refusal} NOT_FOUND */
export async function requireTenant(source: Pick<Control, 'get'>, id: string): Promise<TenantRecord> {
  const tenant = await findTenant(source, id);
  if (!tenant) throw noTenant(id);
  return tenant;
}

/** As `requireTenant`; one that is being purged, or was, is one that never was. */
export async function requireLivingTenant(source: Pick<Control, 'get'>, id: string): Promise<TenantRecord> {
  const tenant = await findTenant(source, id);
  if (!tenant || isGone(tenant)) throw noTenant(id);
  return tenant;
}

/** The ids of all tenants but those that are gone. */
export async function* livingTenants(control: Pick<Control, 'all'>): AsyncGenerator<string> {
  for await (const tenant of control.all('tenants', '')) if (!isGone(tenant)) yield tenant.id;
}

function noTenant(id: string): Refusal {
  return new Refusal('NOT_FOUND', `There is no tenant "${id}".`);
}
