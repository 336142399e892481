import { mergeResolvers } from '../merge-resolvers.ts';
import { operatorImpersonation } from './impersonation.ts';
import { operatorMembers } from './members.ts';
import { operatorJobs } from './jobs.ts';
import { operatorTenantLife } from './tenant-life.ts';
import { operatorTenantPlan } from './tenant-plan.ts';
import { operatorTenants } from './tenants.ts';

/** Every field of schema/operator that is not a plain value of its object. */
export const operatorResolvers = mergeResolvers(
  operatorTenants,
  operatorTenantLife,
  operatorTenantPlan,
  operatorImpersonation,
  operatorMembers,
  operatorJobs,
);
