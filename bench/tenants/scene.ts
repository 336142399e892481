import type { Context } from 'aws-lambda';

import { openGraphql } from '../../src/lambda/functions/open-graphql.ts';
import { openPlatform } from '../../src/lambda/functions/open-platform.ts';
import { NO_ARCHIVES } from '../../src/lambda/no-archives.ts';
import { openOutbound } from '../../src/outbound/index.ts';
import { assumeTenantRole, dynamoSend, openFileObjects, openTenantSends } from '../../src/store/index.ts';
import { LOOK_UP_TTL } from '../../src/tenant/index.ts';
import { enterprise } from '../../test/platform/plans-for-tests.ts';
import { modelOf } from '../../test/shared/model-of.ts';
import { proxyEvent } from '../../test/shared/proxy-event.ts';
import { claims, jwks, POOL, token } from '../../test/tenant/token-smith.ts';
import { CONTROL, FIRST, openFakeAws } from './fake-aws.ts';

const SDL = 'type Project @model @auth(rules: [{ allow: private }]) { id: ID! name: String }';
const CREATE = 'mutation { createProject(input: { id: "rocket", name: "Rocket" }) { id } }';
const READ = '{ getProject(id: "rocket") { id name } }';

const region = 'eu-central-1';
const own = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };

/** The function `graphql` of one process, over fakes of STS and DynamoDB. */
export interface Scene {
  /** Reads a row as a user of each tenant in turn. `isIsolated` if each read is the first of its caller in the time of a look-up. */
  read(tenants: number, requests: number, isIsolated: boolean): Promise<void>;
  /** The calls since the start, by operation. */
  readonly calls: ReadonlyMap<string, number>;
}

/** Opens the function as `lambda/graphql.ts` does, with tokens for some tenants. */
export async function openScene(tenants: number): Promise<Scene> {
  const aws = openFakeAws();
  let time = Date.now();
  const now = (): number => time;
  const reached = { region, requestHandler: aws.handler };
  const control = dynamoSend({ ...reached, credentials: own, table: CONTROL });
  const assume = assumeTenantRole({
    region,
    roleArn: 'arn:aws:iam::000000000000:role/tenant',
    client: { credentials: own, requestHandler: aws.handler },
  });
  const sends = openTenantSends({ ...reached, tables: { pool: 'data', siloPrefix: 'silo-' } }, assume);
  const files = openFileObjects({ ...reached, bucket: 'files' }, assume);
  const parts = {
    controlSendOf: () => control,
    sendOf: () => sends,
    archivesOf: () => NO_ARCHIVES,
    filesOf: () => files,
    scanFiles: false,
    outbound: openOutbound(),
    identities: { find: noUsers, remove: noUsers, groups: noUsers },
    model: modelOf([{ file: 'bench', text: SDL }]).model,
    plans: enterprise({}),
    scheduleInfos: [],
    cursorSecret: 'a secret of the bench, of 32 bytes or more',
    sendsMail: false,
    users: { ...POOL, jwks },
    resolvers: {},
    compat: false,
    openLimiter: null,
    now,
    log: () => undefined,
  };
  const handler = openGraphql(parts, openPlatform('graphql', parts));
  const context = { getRemainingTimeInMillis: () => 29_000 } as Context;
  const ids = Array.from({ length: tenants }, (_, at) => `tenant-${String(at).padStart(5, '0')}`);
  const tokens = ids.map((id) => token(claims({ 'custom:tenantId': id, sub: `user-of-${id}` })));
  const ask = async (at: number, query: string): Promise<void> => {
    const headers = { authorization: `Bearer ${tokens[at] ?? ''}`, 'content-type': 'application/json' };
    const { body } = await handler(proxyEvent({ headers, body: JSON.stringify({ query }) }), context);
    const { data, errors } = JSON.parse(body) as { data?: Record<string, unknown>; errors?: unknown };
    if (errors || !Object.values(data ?? {})[0]) throw new Error(`The request failed: ${body}`);
  };
  await ask(ids.indexOf(FIRST), CREATE);
  return {
    calls: aws.calls,
    async read(among, requests, isIsolated) {
      for (let n = 0; n < requests; n += 1) {
        if (isIsolated) time += LOOK_UP_TTL;
        await ask(n % among, READ);
      }
    },
  };
}

function noUsers(): never {
  throw new Error('The bench finds no users.');
}
