import type { Control } from '../../store/index.ts';
import { Refusal, TENANT_ID_PATTERN, type TenantRecord } from '../../tenant/index.ts';

/** A tenant that there is still something of. @throws {Refusal} NOT_FOUND, CONDITION_FAILED for one that is deleted */
export async function requireTenant(from: Pick<Control, 'get'>, id: string): Promise<TenantRecord> {
  const tenant = TENANT_ID_PATTERN.test(id) ? await from.get('tenant', { id }) : null;
  if (!tenant) throw new Refusal('NOT_FOUND', `There is no tenant "${id}".`);
  if (tenant.status === 'DELETED') throw new Refusal('CONDITION_FAILED', `The tenant "${id}" is deleted.`);
  return tenant;
}
