import type { Resolvers } from '../generated/operator.ts';
import { isGone, Refusal, type Overrides, type TenantRecord } from '../../tenant/index.ts';
import { numberArgument, textArgument } from '../arguments.ts';
import { requirePlan } from '../plans/require-plan.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { changeTenant, type OperatorChange } from './change-tenant.ts';

const MAX_FLAG = 100;
/** Maximum value of a limit. No tenant can reach it. */
const MAX_LIMIT = 1e15;

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
      const overrides = { limits: readLimits(limits ?? {}), features: readFeatures(features ?? []) };
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

async function requireOpen(change: OperatorChange, id: string): Promise<TenantRecord> {
  const tenant = await requireTenant(change, id);
  if (isGone(tenant))
    throw new Refusal('CONDITION_FAILED', `The tenant "${id}" is ${tenant.status}: it has no plan any more.`);
  return tenant;
}

function put(change: OperatorChange, tenant: TenantRecord): TenantRecord {
  change.put('tenant', tenant);
  return tenant;
}

function readLimits(given: Readonly<Record<string, number | null>>): Overrides['limits'] {
  const limits: Record<string, number> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== null) limits[name] = numberArgument(`limits.${name}`, value, 0, MAX_LIMIT);
  }
  return limits;
}

function readFeatures(
  given: readonly { readonly name: string; readonly on: boolean }[],
): Overrides['features'] {
  return Object.fromEntries(given.map(({ name, on }) => [textArgument('features.name', name, MAX_FLAG), on]));
}
