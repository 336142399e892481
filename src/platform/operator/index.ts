import { mergeResolvers } from '../merge-resolvers.ts';
import { onceEach } from '../once-each.ts';
import { operatorImpersonation } from './impersonation.ts';
import { operatorMembers } from './members.ts';
import { operatorJobs } from './jobs.ts';
import { operatorTenantLife } from './tenant-life.ts';
import { operatorTenantPlan } from './tenant-plan.ts';
import { operatorTenants } from './tenants.ts';
import { operatorUsage } from './usage.ts';

/** Resolvers of every field of schema/operator that is not a plain property of its object. */
export const operatorResolvers = onceEach(
  mergeResolvers(
    operatorImpersonation,
    operatorJobs,
    operatorMembers,
    operatorTenantLife,
    operatorTenantPlan,
    operatorTenants,
    operatorUsage,
  ),
);
