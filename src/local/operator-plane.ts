import {
  AUTHORIZER_TTL,
  corsWith,
  gatewayResponses,
  STAGE_THROTTLE,
  type Handlers,
} from '../lambda/index.ts';

import { openCognito, type Cognito } from '../local-cloud/cognito/index.ts';
import { createGateway, type Gateway } from '../local-cloud/gateway/index.ts';
import {
  ACCOUNT,
  OPERATOR_CLIENT_ID,
  OPERATOR_ENDPOINT_PATH,
  OPERATOR_POOL_ID,
  OPERATOR_STAGE,
  REGION,
} from './data-directory/index.ts';
import { operatorPageConfig } from './page-config.ts';
import type { GatewayOptions } from './tenant-plane.ts';
import type { Seed } from '../app/index.ts';
import type { WebConfig } from '../../web/config.ts';

/** Returns the configuration of the operators' GraphiQL page. */
export function operatorPage(seed: Seed, today: string): WebConfig {
  const cloud = {
    endpoint: OPERATOR_ENDPOINT_PATH,
    region: REGION,
    userPoolId: OPERATOR_POOL_ID,
    clientId: OPERATOR_CLIENT_ID,
  };
  return operatorPageConfig(seed, cloud, today);
}

/** Opens the user pool of the operators, with the operators of the seed. */
export async function openOperatorPool(
  dataFile: string,
  { seed, operatorMfa = false }: { readonly seed: Seed; readonly operatorMfa?: boolean },
): Promise<Cognito> {
  const pool = { region: REGION, userPoolId: OPERATOR_POOL_ID, clientId: OPERATOR_CLIENT_ID };
  const cognito = await openCognito({ ...pool, dataFile, mfa: operatorMfa ? 'REQUIRED' : 'OFF' });
  await addOperators(cognito, seed);
  return cognito;
}

/** Creates or updates the operators of a seed. */
export async function addOperators(pool: Cognito, { operators }: Seed): Promise<void> {
  for (const operator of operators) await pool.putUser(operator);
}

/** Opens the operators' API behind its own gateway and authorizer. */
export function openOperatorGateway(
  handlers: Pick<Handlers, 'operator' | 'operator-authorizer'>,
  { allowHeaders }: Pick<GatewayOptions, 'allowHeaders'>,
): Gateway {
  return createGateway({
    apiId: 'operator',
    accountId: ACCOUNT,
    region: REGION,
    stage: OPERATOR_STAGE,
    routes: (['GET', 'POST'] as const).map((method) => ({
      method,
      path: '/graphql',
      handler: handlers.operator,
      authorized: true,
      cors: corsWith(allowHeaders),
    })),
    authorizer: {
      handler: handlers['operator-authorizer'],
      identitySources: ['method.request.header.Authorization'],
      ttlSeconds: AUTHORIZER_TTL,
    },
    responses: gatewayResponses,
    throttle: STAGE_THROTTLE,
  });
}
