import { mergeResolvers } from './merge-resolvers.ts';
import { me } from './members/me.ts';
import { tenantPlan } from './plans/tenant-plan.ts';
import { tenantResolvers } from './tenants/tenant.ts';

/** Every field of schema/platform that is not a plain value of its object. */
export const platformResolvers = mergeResolvers({ Query: { me } }, tenantResolvers, { Tenant: tenantPlan });
