import type { Json } from '../../model/index.ts';
import type { TenantRecord } from '../../tenant/index.ts';
import type { Change } from '../change.ts';
import { requireTenant } from './find-tenant.ts';
import { advance, steps, type Step } from './life.ts';

/**
 * Takes a tenant one step on in its life. The audit tells of it in the same transaction, with both states: a step
 * without its event, or an event without its step, cannot be.
 * @throws {Refusal} NOT_FOUND, or CONDITION_FAILED where the tenant is in no state for it
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
