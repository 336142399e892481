import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

import { cognitoVerifier, openGate, type Directory } from '../src/tenant/index.ts';
import { readModel, type Model } from '../src/model/index.ts';
import {
  dynamoSend,
  ensureTables,
  openCursors,
  openDirectory,
  openRegister,
  recordCalls,
  type Call,
  type Register,
  type Send,
} from '../src/store/index.ts';
import type { CustomResolvers } from '../src/engine/index.ts';
import type { LogEntry } from '../src/server/index.ts';
import { createGraphqlHandler, createPreTokenGeneration } from '../src/lambda/index.ts';
import { openCognito, type Cognito } from '../src/local/cognito/index.ts';
import { loadResolvers } from '../src/local/load-resolvers.ts';
import { readSources } from '../src/local/schema-sources.ts';
import { plantSeed } from '../src/local/seed/plant-seed.ts';
import { readSeed, type Seed } from '../src/local/seed/read-seed.ts';
import { startEmulator } from './emulator.ts';

const POOL = { region: 'us-east-1', userPoolId: 'us-east-1_TEST00001', clientId: 'testclient' };

/** The answer to one operation. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly ApiError[];
  /** The calls of DynamoDB that it made. */
  readonly calls: readonly Call[];
}
export interface ApiError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** The Lambda handler over real parts: the emulator, the user pool, real tokens. No HTTP. */
export interface TestApi {
  readonly model: Model;
  readonly cognito: Cognito;
  readonly register: Register;
  readonly directory: Directory;
  readonly log: readonly LogEntry[];
  /** An operation as a user; `tenant` chooses for a user of several. */
  ask(user: string, query: string, variables?: object, tenant?: string): Promise<Answer>;
  /** The handler itself, for events of one's own making. */
  handle(event: Partial<APIGatewayProxyEvent>): Promise<APIGatewayProxyResult>;
  token(user: string, tenant?: string): Promise<string>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  /** SDL in place of schema/app, which then has no custom resolvers but these. */
  readonly sdl?: string;
  readonly resolvers?: CustomResolvers;
  /** In place of schema/app/seed.json. */
  readonly seed?: Partial<Seed>;
  /** Stands between the store and DynamoDB. */
  readonly through?: (send: Send) => Send;
}

export async function openTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { sdl } = options;
  const { model, problems } = readModel(
    sdl === undefined ? readSources('schema/app') : [{ file: 'test', text: sdl }],
  );
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const resolvers = options.resolvers ?? (sdl === undefined ? await loadResolvers('src/resolvers') : {});
  const emulator = await startEmulator();
  const id = randomUUID();
  const dynamo = {
    region: POOL.region,
    endpoint: emulator.endpoint,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  };
  await ensureTables({ ...dynamo, model, data: `${id}-data`, control: `${id}-control` });
  const control = dynamoSend({ ...dynamo, table: `${id}-control` });
  const directory = openDirectory(control);
  const register = openRegister(control);
  const cognito = await openCognito({
    ...POOL,
    dataFile: null,
    preTokenGeneration: createPreTokenGeneration(directory),
  });
  const cursors = openCursors('a secret of the tests, of 32 bytes or more');
  const { send, calls } = recordCalls(dynamoSend({ ...dynamo, table: `${id}-data` }));
  const seed = seedOf(options, model);
  await plantSeed(seed, { model, cognito, register, directory, send, cursors });
  const log: LogEntry[] = [];
  const handler = createGraphqlHandler({
    model,
    resolvers,
    gate: openGate(cognitoVerifier({ ...POOL, jwks: cognito.jwks() }), directory),
    send: options.through ? options.through(send) : send,
    cursors,
    log: (entry) => log.push(entry),
  });

  const token = async (user: string, tenant?: string): Promise<string> =>
    (await cognito.issueTokens(user, tenant === undefined ? undefined : { tenant })).accessToken;
  const handle = (event: Partial<APIGatewayProxyEvent>): Promise<APIGatewayProxyResult> =>
    handler(proxyEvent(event), { getRemainingTimeInMillis: () => 29_000 } as Context);

  return {
    model,
    cognito,
    register,
    directory,
    log,
    token,
    handle,
    async ask(user, query, variables = {}, tenant) {
      const authorization = `Bearer ${await token(user, tenant)}`;
      const before = calls.length;
      const result = await handle({
        headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      const body = JSON.parse(result.body) as Partial<Answer>;
      return {
        status: result.statusCode,
        headers: result.headers ?? {},
        data: body.data ?? null,
        errors: body.errors ?? [],
        calls: calls.slice(before),
      };
    },
    close: () => emulator.stop(),
  };
}

/** A POST of the REST API as the gateway passes it on. */
function proxyEvent(event: Partial<APIGatewayProxyEvent>): APIGatewayProxyEvent {
  return {
    httpMethod: 'POST',
    path: '/graphql',
    headers: {},
    body: null,
    isBase64Encoded: false,
    multiValueQueryStringParameters: null,
    ...event,
    requestContext: { requestId: randomUUID() },
  } as APIGatewayProxyEvent;
}

function seedOf({ sdl, seed }: TestApiOptions, model: Model): Seed {
  const app = readSeed(readFileSync('schema/app/seed.json', 'utf8'), model).seed;
  return { ...app, ...(sdl === undefined ? {} : { rows: {} }), ...seed };
}
