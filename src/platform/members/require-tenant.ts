import type { ControlTransaction } from '../../store/index.ts';
import { Refusal, type TenantRecord } from '../../tenant/index.ts';

/** The record of a tenant that can be changed. @throws {Refusal} NOT_FOUND, also when it is or is being purged */
export async function requireTenant(transaction: ControlTransaction, id: string): Promise<TenantRecord> {
  const tenant = await transaction.get('tenant', { id });
  if (!tenant || tenant.status === 'PURGING' || tenant.status === 'DELETED')
    throw new Refusal('NOT_FOUND', `There is no tenant "${id}".`);
  return tenant;
}
