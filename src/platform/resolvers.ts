import { auditResolvers } from './audit/resolvers.ts';
import { mergeResolvers } from './merge-resolvers.ts';
import { jobResolvers } from './jobs/jobs.ts';
import { me } from './members/me.ts';
import { tenantResolvers } from './tenants/tenant.ts';

/** Every field of schema/platform that is not a plain value of its object. */
export const platformResolvers = mergeResolvers(
  { Query: { me } },
  auditResolvers,
  tenantResolvers,
  jobResolvers,
);
