import type { ApiKeyRecord } from '../../tenant/index.ts';
import type { Resolvers } from '../generated/platform.ts';
import type { PlatformContext } from '../context.ts';
import { readConnection, readWanted, type Connection, type PageArguments } from '../page.ts';

import { isImpersonation, statusOf } from './api-key.ts';
import { createApiKey } from './create.ts';
import { revokeApiKey } from './revoke.ts';
import { rotateApiKey } from './rotate.ts';

/** Resolvers of the keys of the caller's tenant, and of the keys with which operators impersonate it. */
export const apiKeyResolvers = {
  Query: {
    apiKeys: (_root, page, context) => readKeys(context, 'apiKeys', page, (key) => !isImpersonation(key)),
    impersonations: (_root, page, context) => readKeys(context, 'impersonations', page, isImpersonation),
  },
  Mutation: { createApiKey, revokeApiKey, rotateApiKey },
  TenantApiKey: {
    status: (key, _args, { platform }) => statusOf(key, platform.now()),
  },
  TenantImpersonation: {
    status: (key, _args, { platform }) => statusOf(key, platform.now()),
    operator: ({ impersonation }) => impersonation?.operator ?? '',
    reason: ({ impersonation }) => impersonation?.reason ?? '',
  },
} satisfies Resolvers;

function readKeys(
  { scope, platform }: PlatformContext,
  list: string,
  page: PageArguments,
  isWanted: (key: ApiKeyRecord) => boolean,
): Promise<Connection<ApiKeyRecord>> {
  const { tenantId } = scope;
  return readConnection(platform.cursors, [tenantId, list], page, (part) =>
    readWanted(part, (rest) => platform.control.list('apiKeys', tenantId, rest), isWanted),
  );
}
