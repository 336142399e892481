import type { Resolvers } from '../../generated/platform.ts';

/** `tenant`: the tenant of the caller. */
export const tenantResolvers = {
  Query: {
    tenant: (_root, _args, { scope }) => scope.tenant,
  },
  Tenant: {
    statusReason: ({ suspension }) => suspension?.reason ?? null,
  },
} satisfies Resolvers;
