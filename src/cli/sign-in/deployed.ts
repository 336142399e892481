import { readFileSync } from 'node:fs';

import { requireSafe } from '../require-safe.ts';
import { UsageError } from '../../app/index.ts';
import type { Pool } from './sign-in.ts';

/** The file to which a deployment writes the outputs of its stack. */
export const OUTPUTS = 'infra/cdk.out/outputs.json';

/** The outputs of a deployed stage that the command line needs. `infra/lib/stack.ts` names them. */
export type Outputs = Readonly<
  Record<
    | 'Endpoint'
    | 'SocketEndpoint'
    | 'OperatorEndpoint'
    | 'OperatorPoolId'
    | 'OperatorPoolClientId'
    | 'UserPoolId'
    | 'UserPoolClientId'
    | 'IdentityPoolId'
    | 'FilesBucket'
    | 'MetricsNamespace'
    | 'SmokeAlarm'
    | 'ControlTable'
    | 'WorkQueue'
    | 'DeadWorkQueue'
    | 'WebhooksQueue'
    | 'DeadWebhooksQueue'
    | 'DeadChangesQueue',
    string
  >
>;

/**
 * Reads the outputs of a stage from the file of its deployment.
 * @throws {UsageError} if the file has none for the stage
 */
export function readOutputs(stage: string, file: string): Outputs {
  const outputs = read(file)[`tenantql-${stage}`];
  if (outputs) return outputs;
  throw new UsageError(
    `"${file}" has no outputs of the stage "${stage}": deploy it from here, or name the file with --outputs.`,
  );
}

/** Returns the pool of a plane of a stage. */
export function stagePool(stage: string, outputs: Outputs, plane: 'tenant' | 'operator'): Pool {
  const { OperatorPoolId, OperatorPoolClientId, UserPoolId, UserPoolClientId } = outputs;
  const issuer = `tenantql-${stage}`;
  return plane === 'operator'
    ? awsPool(OperatorPoolId, OperatorPoolClientId, issuer)
    : awsPool(UserPoolId, UserPoolClientId, issuer);
}

/**
 * Returns a pool of Amazon Cognito. Its id begins with its region.
 * The environment may name the endpoint, as for any SDK
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
 * @throws {UsageError} if the id is not one of a pool, or if the endpoint is not an https address
 */
export function awsPool(
  userPoolId: string,
  clientId: string,
  issuer: string,
  env: NodeJS.ProcessEnv = process.env,
): Pool {
  const [, region] = /^([a-z0-9-]+)_[0-9A-Za-z]+$/.exec(userPoolId) ?? [];
  if (region === undefined) {
    throw new UsageError(`"${userPoolId}" is no id of a user pool, such as "eu-central-1_AbCd12345".`);
  }
  const url =
    env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] ?? `https://cognito-idp.${region}.amazonaws.com/`;
  requireSafe(url);
  return { url, userPoolId, clientId, issuer };
}

function read(file: string): Readonly<Partial<Record<string, Outputs>>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Outputs>>;
  } catch {
    // A missing file and a file that is not JSON have the same meaning.
    return {};
  }
}
