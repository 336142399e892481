import { mergeResolvers } from '../merge-resolvers.ts';
import { operatorImpersonation } from './impersonation.ts';
import { operatorTenantLife } from './tenant-life.ts';
import { operatorTenantPlan } from './tenant-plan.ts';
import { operatorTenants } from './tenants.ts';
import { operatorUsage } from './usage.ts';

/** Every field of schema/operator that is not a plain value of its object. */
export const operatorResolvers = mergeResolvers(
  operatorTenants,
  operatorTenantLife,
  operatorTenantPlan,
  operatorImpersonation,
);
import { operatorMembers } from './members.ts';
import { operatorTenants } from './tenants.ts';

/** Every field of schema/operator that is not a plain value of its object. */
export const operatorResolvers = mergeResolvers(operatorTenants, operatorMembers);
export const operatorResolvers = mergeResolvers(operatorTenants, operatorUsage);
