import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

import { SOCKET_STAGE } from '../../lambda/index.ts';
import { findServer } from '../../local/data-directory/index.ts';
import { findOperators, openOperatorClient, type OperatorClient } from '../operator/index.ts';
import type { Connect } from '../operator/index.ts';
import { localPool, readOutputs, readPage, stagePool, type Outputs, type Pool } from '../sign-in/index.ts';
import { UsageError } from '../../app/index.ts';
import type { CloudWatch } from './cloudwatch.ts';
import { openTenantsApi, type TenantsApi } from './tenants-api.ts';

/** What a run checks: a deployed stage, or the server on this machine. */
export interface Target {
  /** For people: `tenantql-prod`, or the address of the server. */
  readonly name: string;
  readonly operators: OperatorClient;
  /** The operators' API as any caller meets it. */
  readonly operatorApi: TenantsApi;
  /** A token of the operator, which must open nothing but that API. */
  readonly operatorToken: string;
  readonly api: TenantsApi;
  /** The address of subscriptions: `wss://…/realtime`. */
  readonly socket: string;
  /** The pool of the tenants' users. */
  readonly pool: Pool;
  /** Makes and removes users of that pool. */
  readonly cognito: CognitoIdentityProviderClient;
  /** Null on a laptop, which has none. */
  readonly cloudWatch: CloudWatch | null;
}

/**
 * Finds what a run checks, and signs the operator in.
 * @throws {UsageError} if the stage was not deployed from here, if no server runs, or if there is no token
 */
export async function openTarget(options: Connect, env: NodeJS.ProcessEnv): Promise<Target> {
  const { stage, data } = options;
  const { url: operatorUrl, token: operatorToken } = await findOperators(options, env);
  const operators = openOperatorClient({ url: operatorUrl, token: operatorToken });
  const common = { operators, operatorApi: openTenantsApi(operatorUrl), operatorToken };
  if (stage === undefined) {
    const url = findServer(data);
    const page = await readPage(url, 'tenant');
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    return {
      ...common,
      name: url,
      api: openTenantsApi(`${url}${page.endpoint}`),
      socket: `${url.replace(/^http/, 'ws')}/${SOCKET_STAGE}`,
      pool: localPool(url, page),
      cognito: new CognitoIdentityProviderClient({ region: page.region, endpoint: url, credentials }),
      cloudWatch: null,
    };
  }
  const outputs = readOutputs(stage, options.outputs);
  requireNew(stage, outputs);
  const pool = stagePool(stage, outputs, 'tenant');
  const [region = ''] = pool.userPoolId.split('_');
  return {
    ...common,
    name: `tenantql-${stage}`,
    api: openTenantsApi(outputs.Endpoint),
    socket: outputs.SocketEndpoint,
    pool,
    cognito: new CognitoIdentityProviderClient({ region, endpoint: pool.url }),
    cloudWatch: { region, namespace: outputs.MetricsNamespace, alarm: outputs.SmokeAlarm },
  };
}

/** @throws {UsageError} if the stage was deployed before it had what a run looks at */
function requireNew(stage: string, outputs: Partial<Outputs>): void {
  const missing = (['Endpoint', 'SocketEndpoint', 'MetricsNamespace', 'SmokeAlarm'] as const).filter(
    (name) => outputs[name] === undefined,
  );
  if (missing.length === 0) return;
  throw new UsageError(
    `The outputs of the stage "${stage}" lack ${missing.join(', ')}: deploy it again with this version.`,
  );
}
