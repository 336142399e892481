import type { TenantRecord } from '../../tenant/index.ts';
import type { TenantResolvers } from '../generated/platform.ts';

import { monthEnd, monthOf, roomOf, rateLimitsOf } from '../limits/rate-limits.ts';
import { planOf } from './plan.ts';

/** `Tenant.plan` and `Tenant.quota`: what the tenant may use, and what it has used. */
export const tenantPlan = {
  plan: (tenant, _args, { platform }) => planOf(platform.plans, tenant),

  async quota(tenant: TenantRecord, _args, { platform }) {
    const { buckets, plans, now } = platform;
    const at = now();
    const shown = { seatsUsed: tenant.seats, resetsAt: new Date(monthEnd(at)).toISOString() };
    const terms = rateLimitsOf(planOf(plans, tenant).limits);
    if (!terms) return shown;
    const state = await buckets.read(tenant.id);
    const counts = state.month === monthOf(at);
    return {
      ...shown,
      requestsThisMonth: counts ? state.monthRequests : 0,
      costThisMonth: counts ? state.monthCost : 0,
      requestsAvailable: terms.requests && Math.floor(roomOf(terms.requests, state.requestsFull, at)),
      costAvailable: terms.cost && Math.floor(roomOf(terms.cost, state.costFull, at)),
    };
  },
} satisfies TenantResolvers;
