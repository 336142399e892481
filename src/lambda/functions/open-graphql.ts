import { cognitoVerifier, openGate } from '../../tenant/index.ts';
import { openDirectory } from '../../store/index.ts';
import { planOf, type PlatformParts } from '../../platform/index.ts';
import { logLimitTrouble } from '../../server/index.ts';

import { createGraphqlHandler } from '../graphql-handler.ts';
import type { ProxyHandler } from '../proxy-handler.ts';
import type { SystemParts } from '../system-parts.ts';

export type GraphqlParts = Pick<
  SystemParts,
  'controlSendOf' | 'sendOf' | 'users' | 'plans' | 'resolvers' | 'compat' | 'openLimiter' | 'now' | 'log'
>;

/** Opens the function behind `/graphql`, the API of the tenants. */
export function openGraphql(parts: GraphqlParts, platform: PlatformParts): ProxyHandler {
  const { controlSendOf, sendOf, users, plans, resolvers, compat, openLimiter, now, log } = parts;
  return createGraphqlHandler({
    platform,
    resolvers,
    compat,
    gate: openGate(cognitoVerifier(users), openDirectory(controlSendOf('graphql')), {
      now,
      featuresOf: (tenant) => planOf(plans, tenant).features,
    }),
    limiter: openLimiter?.({ ...platform, onTrouble: logLimitTrouble(log) }) ?? null,
    sendOf: sendOf('graphql'),
    log,
  });
}
