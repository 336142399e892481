import { readFileSync } from 'node:fs';

import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

import type { Model } from '../../src/model/index.ts';
import { openOutbound } from '../../src/outbound/index.ts';
import { openLimiter, type Plans } from '../../src/platform/index.ts';
import { processLog } from '../../src/lambda/aws-parts.ts';
import { openGraphql, type GraphqlParts } from '../../src/lambda/functions/open-graphql.ts';
import { openPlatform, type PlatformSources } from '../../src/lambda/functions/open-platform.ts';
import { cognitoIdentities } from '../../src/lambda/index.ts';
import { openIam, type LocalTables } from '../../src/local/data-directory/index.ts';
import { openLocalArchives } from '../../src/local/local-archives.ts';
import { openLocalFiles } from '../../src/local/local-files.ts';

/** What an environment is started with. */
export interface EnvironmentOptions {
  readonly endpoint: string;
  readonly tables: LocalTables;
  readonly model: Model;
  readonly plans: Plans;
  readonly users: GraphqlParts['users'];
  readonly folder: string;
}

/** The answer of an environment. */
export interface Reply {
  readonly status: number;
  readonly bytes: number;
}

const [, , file = ''] = process.argv;
const { endpoint, tables, model, plans, users, folder } = JSON.parse(
  readFileSync(file, 'utf8'),
) as EnvironmentOptions;
const [region, bucket] = ['us-east-1', 'archives'];
const iam = openIam({ region, endpoint, tables, bucket, usageBucket: 'usage', filesBucket: 'files', model });
const parts: GraphqlParts & PlatformSources = {
  controlSendOf: iam.controlSend,
  sendOf: iam.sendOf,
  archivesOf: openLocalArchives({ iam, region, bucket, folder }).archivesOf,
  filesOf: openLocalFiles({ iam, region, bucket: 'files', folder }).filesOf,
  scanFiles: false,
  identities: cognitoIdentities({ region, userPoolId: users.userPoolId }),
  model,
  plans,
  users,
  resolvers: {},
  compat: false,
  openLimiter,
  cursorSecret: 'a secret of the tests, of 32 bytes or more',
  sendsMail: false,
  outbound: openOutbound(),
  scheduleInfos: [],
  now: Date.now,
  log: processLog('TenantQL/test'),
};
const handler = openGraphql(parts, openPlatform('graphql', parts));

async function answer(event: APIGatewayProxyEvent): Promise<void> {
  const { statusCode, body } = await handler(event, { getRemainingTimeInMillis: () => 60_000 } as Context);
  process.send?.({ status: statusCode, bytes: Buffer.byteLength(body) } satisfies Reply);
}

// The function behind `/graphql`, as Lambda runs it: it reads events and writes its log to the standard output.
process.on('message', (event) => void answer(event as APIGatewayProxyEvent));
