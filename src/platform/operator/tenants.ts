import type { Resolvers } from '../../generated/operator.ts';
import { readConnection } from '../page.ts';

/** The tenants of the platform, as operators see them. */
export const operatorTenants = {
  Query: {
    tenant: (_root, { id }, { platform }) => platform.control.get('tenant', { id }),
    tenants: (_root, page, { platform }) =>
      readConnection(platform.cursors, ['operator', 'tenants'], page, (part) =>
        platform.control.list('tenants', '', part),
      ),
  },
  Tenant: {
    statusReason: ({ suspension }) => suspension?.reason ?? null,
  },
} satisfies Resolvers;
