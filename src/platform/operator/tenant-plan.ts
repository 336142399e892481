import type { Resolvers } from '../generated/operator.ts';
import { isGone, Refusal, type TenantRecord } from '../../tenant/index.ts';
import { requirePlan } from '../plans/require-plan.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { readOverrides } from '../tenants/read-overrides.ts';
import type { Change } from '../change.ts';
import { changeTenant } from './change-tenant.ts';

/** Resolvers of a tenant's plan and its overrides. */
export const operatorTenantPlan = {
  Mutation: {
    changePlan(_root, { id, plan }, context) {
      requirePlan(context.platform.plans, plan);
      return changeTenant(context, id, async (change) => {
        const tenant = await requireOpen(change, id);
        if (tenant.plan === plan) return tenant;
        change.record({
          action: 'tenant.planChanged',
          entity: { type: 'Tenant', id },
          detail: { from: tenant.plan, to: plan },
        });
        return put(change, { ...tenant, plan });
      });
    },

    overrideLimits(_root, { id, limits, features }, context) {
      const flags = Object.fromEntries((features ?? []).map(({ name, on }) => [name, on]));
      const overrides = readOverrides(limits ?? {}, flags);
      return changeTenant(context, id, async (change) => {
        const tenant = await requireOpen(change, id);
        change.record({
          action: 'tenant.limitsOverridden',
          entity: { type: 'Tenant', id },
          detail: { from: { ...tenant.overrides }, to: { ...overrides } },
        });
        return put(change, { ...tenant, overrides });
      });
    },
  },
} satisfies Resolvers;

async function requireOpen(change: Change, id: string): Promise<TenantRecord> {
  const tenant = await requireTenant(change, id);
  if (isGone(tenant))
    throw new Refusal('CONDITION_FAILED', `The tenant "${id}" is ${tenant.status}: it has no plan any more.`);
  return tenant;
}

function put(change: Change, tenant: TenantRecord): TenantRecord {
  change.put('tenant', tenant);
  return tenant;
}
