import type { TenantRecord } from '../../tenant/index.ts';
import type { Resolvers } from '../generated/platform.ts';

import { monthEnd, monthOf, roomOf, rateLimitsOf } from './rate-limits.ts';
import { planOf } from '../plans/plan.ts';

/** Resolvers of `Tenant.plan` and `Tenant.quota`: the tenant's limits and what it has used of them. */
export const tenantPlan = {
  Tenant: {
    plan: (tenant, _args, { platform }) => planOf(platform.plans, tenant),

    async quota(tenant: TenantRecord, _args, { platform }) {
      const { buckets, plans, now } = platform;
      const at = now();
      const shown = { seatsUsed: tenant.seats, resetsAt: new Date(monthEnd(at)).toISOString() };
      const rates = rateLimitsOf(planOf(plans, tenant).limits);
      if (!rates) return shown;
      const state = await buckets.read(tenant.id);
      const counts = state.month === monthOf(at);
      return {
        ...shown,
        requestsThisMonth: counts ? state.monthRequests : 0,
        costThisMonth: counts ? state.monthCost : 0,
        requestsAvailable: rates.requests && Math.floor(roomOf(rates.requests, state.requestsFull, at)),
        costAvailable: rates.cost && Math.floor(roomOf(rates.cost, state.costFull, at)),
      };
    },
  },
  TenantQuota: {
    storageBytesUsed: async (_quota, _args, context) => (await context.files.records.usage()).bytes,
  },
} satisfies Resolvers;
