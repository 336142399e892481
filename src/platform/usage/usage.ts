import type { Resolvers } from '../generated/platform.ts';
import { readTenantUsage, tenantUsageFields } from './tenant-usage.ts';

/** `tenant.usage`: what the caller's tenant used. */
export const usageResolvers = {
  Tenant: {
    usage: (_tenant, range, { scope, platform }) => readTenantUsage(platform.meter, scope.tenantId, range),
  },
  TenantUsage: tenantUsageFields,
} satisfies Resolvers;
