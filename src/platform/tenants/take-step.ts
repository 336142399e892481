import type { Json } from '../../model/index.ts';
import type { TenantRecord } from '../../tenant/index.ts';
import type { Change } from '../change.ts';
import { requireTenant } from './find-tenant.ts';
import { advance, steps, type Step } from './life.ts';

/**
 * Takes one step of a tenant's life. The same transaction records it in the audit with both states, so
 * neither exists without the other.
 * @throws {Refusal} NOT_FOUND; CONDITION_FAILED if the tenant's status does not permit the step
 */
export async function takeStep(
  change: Change,
  id: string,
  step: Step,
  detail: Readonly<Record<string, Json>> = {},
): Promise<TenantRecord> {
  const tenant = await requireTenant(change, id);
  const next = advance(tenant, step);
  change.put('tenant', next);
  change.record({
    action: steps[step.type].action,
    entity: { type: 'Tenant', id },
    detail: { from: tenant.status, to: next.status, ...detail },
  });
  return next;
}
