import { setTimeout as pause } from 'node:timers/promises';

import type { Account } from './account.ts';
import { ask } from './aws-cli.ts';

const ROLE = 'tenantql-gateway-logs';
const POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';
const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

/** A new role is not at once known to all of AWS: ten attempts, one every three seconds. */
const ATTEMPTS = 10;
const PAUSE_MS = 3_000;

/**
 * Makes the role with which API Gateway writes logs, and gives it to the account. A role that exists is taken.
 * @throws {Error} if AWS refuses it
 */
export async function giveGatewayLogRole(account: Account): Promise<void> {
  const document = JSON.stringify(TRUST);
  await ask(account, ['iam', 'create-role', '--role-name', ROLE, '--assume-role-policy-document', document]);
  const attached = await ask(account, [
    'iam',
    'attach-role-policy',
    '--role-name',
    ROLE,
    '--policy-arn',
    POLICY,
  ]);
  if (!attached) throw new Error(`AWS refuses to make the role "${ROLE}": an administrator of IAM can.`);
  const value = `arn:aws:iam::${account.id}:role/${ROLE}`;
  const operation = `op=replace,path=/cloudwatchRoleArn,value=${value}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await ask(account, ['apigateway', 'update-account', '--patch-operations', operation])) return;
    await pause(PAUSE_MS);
  }
  throw new Error(
    'API Gateway does not take the role for logs: run "npm run doctor -- --fix" again in a minute.',
  );
}
