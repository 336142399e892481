import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import { NO_CREDENTIALS } from '../../src/cli/aws-cli.ts';
import { DEFAULT_REGION } from '../lib/stage.ts';

// The SDK's own switch, as in src/store/dynamo/driver/dynamo.ts.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** The account, region and identity of a command. */
export interface Account {
  readonly id: string;
  readonly region: string;
  /** The identity of the caller, as an ARN. */
  readonly caller: string;
}

/** Returns the region of the environment, as the AWS CLI reads it. */
export function regionOf(env: NodeJS.ProcessEnv): string {
  return env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? env['CDK_DEFAULT_REGION'] ?? DEFAULT_REGION;
}

/**
 * Returns the account of the environment's credentials.
 * @throws {Error} with one sentence, if there are no credentials or AWS refuses them
 */
export async function openAccount(env: NodeJS.ProcessEnv = process.env): Promise<Account> {
  const region = regionOf(env);
  const sts = new STSClient({ region, maxAttempts: 2 });
  try {
    const { Account: id, Arn: caller } = await sts.send(new GetCallerIdentityCommand({}));
    if (id === undefined || caller === undefined) throw new Error('AWS did not say who we are.');
    return { id, region, caller };
  } catch (error) {
    const { name, message } = error as Error;
    throw new Error(
      name === 'CredentialsProviderError' ? NO_CREDENTIALS : `AWS does not take the credentials: ${message}`,
    );
  } finally {
    sts.destroy();
  }
}
