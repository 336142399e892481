import { cognitoVerifier, openGate, orApiKey } from '../tenant/index.ts';
import { openControl, openDirectory } from '../store/index.ts';
import type { CustomResolvers } from '../engine/index.ts';
import { openLimiter, planOf, type PlatformParts } from '../platform/index.ts';
import { logLimitTrouble, type Log } from '../server/index.ts';
import {
  AUTHORIZER_TTL,
  CORS,
  createAuthorizer,
  createGraphqlHandler,
  gatewayResponses,
  GET_CACHE_KEY,
  openTiers,
  STAGE_THROTTLE,
  tierKey,
  tierThrottles,
  type Throttle,
} from '../lambda/index.ts';

import type { Cognito } from '../local-cloud/cognito/index.ts';
import { createGateway, type Gateway } from '../local-cloud/gateway/index.ts';
import {
  type LocalIam,
  CLIENT_ID,
  REGION,
  STAGE,
  TIER_PREFIX,
  USER_POOL_ID,
} from './data-directory/index.ts';

export interface TenantPlaneOptions {
  readonly resolvers: CustomResolvers;
  /** Serves Amplify's exact API instead of ours. */
  readonly compat?: boolean;
  /** Seconds for which the gateway caches answers to GETs. By default it caches none. */
  readonly cacheGets?: number | null;
  /** The gateway's throttle, instead of the default of a stage. */
  readonly throttle?: Throttle;
  readonly log: Log;
}

/** Opens the tenants' API behind a gateway, an authorizer and the usage plans of its tiers. */
export function openTenantGateway(
  cognito: Cognito,
  platform: PlatformParts,
  iam: LocalIam,
  { resolvers, compat = false, cacheGets = null, throttle = STAGE_THROTTLE, log }: TenantPlaneOptions,
): Gateway {
  const verify = cognitoVerifier({ userPoolId: USER_POOL_ID, clientId: CLIENT_ID, jwks: cognito.jwks() });
  const gate = openGate(verify, openDirectory(iam.controlSend('graphql')), {
    now: platform.now,
    featuresOf: (tenant) => planOf(platform.plans, tenant).features,
  });
  const { buckets, plans, now } = platform;
  const limiter = openLimiter({ buckets, plans, now, onTrouble: logLimitTrouble(log) });
  const sendOf = iam.sendOf('graphql');
  const graphql = createGraphqlHandler({ platform, resolvers, compat, gate, limiter, sendOf, log });
  const authorizerSend = iam.controlSend('authorizer');
  const tiers = Object.entries(tierThrottles(plans, throttle));
  return createGateway({
    apiId: 'local',
    accountId: '000000000000',
    region: REGION,
    stage: STAGE,
    routes: (['GET', 'POST'] as const).map((method) => ({
      method,
      path: '/graphql',
      handler: graphql,
      authorized: true,
      cors: CORS,
    })),
    authorizer: {
      handler: createAuthorizer(
        orApiKey(verify, openDirectory(authorizerSend), now),
        openTiers(TIER_PREFIX, plans, openControl(authorizerSend)),
      ),
      identitySources: ['method.request.header.Authorization'],
      ttlSeconds: AUTHORIZER_TTL,
    },
    responses: gatewayResponses,
    throttle,
    usagePlans: Object.fromEntries(tiers.map(([plan, wall]) => [tierKey(TIER_PREFIX, plan), wall])),
    ...(cacheGets === null ? {} : { cache: { seconds: cacheGets, ...GET_CACHE_KEY } }),
  });
}
