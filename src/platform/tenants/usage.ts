import type { Resolvers } from '../generated/platform.ts';
import { readTenantUsage, tenantUsageFields } from '../usage/tenant-usage.ts';

/** Resolver of `tenant.usage`: the usage of the caller's tenant. */
export const usageResolvers = {
  Tenant: {
    usage: (_tenant, range, { scope, platform }) => readTenantUsage(platform.usage, scope.tenantId, range),
  },
  TenantUsage: tenantUsageFields,
} satisfies Resolvers;
