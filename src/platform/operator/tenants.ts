import type { Resolvers } from '../generated/operator.ts';
import { readConnection } from '../page.ts';
import { findTenant } from '../tenants/find-tenant.ts';
import { listTenants } from './list-tenants.ts';

/** Resolvers of the tenants of the platform, for operators. */
export const operatorTenants = {
  Query: {
    tenant: (_root, { id }, { platform }) => findTenant(platform.control, id),
    tenants: (_root, { filter, ...page }, { platform }) =>
      readConnection(platform.cursors, ['operator', 'tenants', JSON.stringify(filter ?? {})], page, (part) =>
        listTenants(platform.control, filter ?? {}, part),
      ),
  },
  Tenant: {
    scratch: ({ scratch }) => scratch === true,
    statusReason: ({ suspension }) => suspension?.reason ?? null,
    suspensionMode: ({ suspension }) => suspension?.mode ?? null,
    allowImpersonation: ({ settings }) => settings.allowImpersonation,
    overrides: ({ overrides: { limits, features } }) => ({
      limits: JSON.stringify(limits),
      features: JSON.stringify(features),
    }),
  },
} satisfies Resolvers;
