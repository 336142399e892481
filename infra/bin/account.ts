import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import { DEFAULT_REGION } from '../lib/stage.ts';

// The SDK's own switch, as in src/store/dynamo/driver/dynamo.ts.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** Where a command works, and as whom. */
export interface Account {
  readonly id: string;
  readonly region: string;
  /** Who asks, as an ARN. */
  readonly caller: string;
}

/** The region that the environment names, as the AWS CLI reads it. */
export function regionOf(env: NodeJS.ProcessEnv): string {
  return env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? env['CDK_DEFAULT_REGION'] ?? DEFAULT_REGION;
}

/** Asks AWS who we are. @throws {Error} one sentence, when there are no credentials or they are not taken */
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
      name === 'CredentialsProviderError'
        ? 'There are no AWS credentials: sign in with "aws sso login", or set AWS_PROFILE or AWS_ACCESS_KEY_ID.'
        : `AWS does not take the credentials: ${message}`,
    );
  } finally {
    sts.destroy();
  }
}
