import type { CustomResolvers } from '../engine/index.ts';
import type { Plans } from '../platform/index.ts';
import type { Log } from '../server/index.ts';
import {
  AUTHORIZER_TTL,
  corsWith,
  gatewayResponses,
  GET_CACHE_KEY,
  STAGE_THROTTLE,
  TENANT_PATHS,
  tierKey,
  tierThrottles,
  type Handlers,
  type Throttle,
} from '../lambda/index.ts';

import { createGateway, type Gateway } from '../local-cloud/gateway/index.ts';
import { ACCOUNT, REGION, STAGE, TIER_PREFIX } from './data-directory/index.ts';

export interface TenantPlaneOptions {
  readonly resolvers: CustomResolvers;
  /** Serves Amplify's exact API instead of ours. */
  readonly compat?: boolean;
  /** Seconds for which the gateway caches answers to GETs. By default it caches none. */
  readonly cacheGets?: number | null;
  /** Request headers that web pages may send, in addition to those that the API needs. By default all. */
  readonly allowHeaders?: readonly string[];
  /** The gateway's throttle, instead of the default of a stage. */
  readonly throttle?: Throttle;
  /** The clock of the gateway's throttle and caches, in milliseconds since 1970. */
  readonly gatewayNow?: () => number;
  readonly log: Log;
}

/** The options of the gateway alone. */
export type GatewayOptions = Pick<
  TenantPlaneOptions,
  'cacheGets' | 'allowHeaders' | 'throttle' | 'gatewayNow'
>;

/** Opens the tenants' API behind a gateway, an authorizer and the usage plans of its tiers. */
export function openTenantGateway(
  { graphql, authorizer }: Pick<Handlers, 'graphql' | 'authorizer'>,
  plans: Plans,
  { cacheGets = null, allowHeaders, throttle = STAGE_THROTTLE, gatewayNow = Date.now }: GatewayOptions,
): Gateway {
  const tiers = Object.entries(tierThrottles(plans, throttle));
  return createGateway({
    apiId: 'local',
    accountId: ACCOUNT,
    region: REGION,
    stage: STAGE,
    routes: Object.entries(TENANT_PATHS).flatMap(([path, methods]) =>
      methods.map((method) => ({
        ...{ method, path, handler: graphql, authorized: true },
        cors: corsWith(allowHeaders),
        // The cache key has the parameters of GraphQL alone.
        cached: path === '/graphql',
      })),
    ),
    authorizer: {
      handler: authorizer,
      identitySources: ['method.request.header.Authorization'],
      ttlSeconds: AUTHORIZER_TTL,
    },
    responses: gatewayResponses,
    now: gatewayNow,
    throttle,
    usagePlans: Object.fromEntries(tiers.map(([plan, wall]) => [tierKey(TIER_PREFIX, plan), wall])),
    ...(cacheGets === null ? {} : { cache: { seconds: cacheGets, ...GET_CACHE_KEY } }),
  });
}
