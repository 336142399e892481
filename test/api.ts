import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

import { cognitoVerifier, openGate, type Directory } from '../src/tenant/index.ts';
import { readModel, type Model } from '../src/model/index.ts';
import {
  dynamoSend,
  openBuckets,
  ensureTables,
  openControl,
  openCursors,
  openDirectory,
  openUsageLedger,
  recordCalls,
  siloTable,
  type Call,
  type Control,
  type DynamoOptions,
  type Send,
} from '../src/store/index.ts';
import type { CustomResolvers } from '../src/engine/index.ts';
import {
  recordModelTypes,
  openMeter,
  openLimiter,
  planOf,
  readPlans,
  type JobParts,
  type PlatformParts,
  type Plans,
} from '../src/platform/index.ts';
import { logLimitTrouble, logUsageTrouble, type LogEntry } from '../src/server/index.ts';
import {
  cognitoIdentities,
  createGraphqlHandler,
  createOperatorHandler,
  createPostConfirmation,
  createPreSignUp,
  createPreTokenGeneration,
  openJobParts,
  triggerHooks,
  type TriggerHooks,
} from '../src/lambda/index.ts';
import {
  inProcess,
  openCognito,
  type Cognito,
  type CognitoMessage,
} from '../src/local-cloud/cognito/index.ts';
import { openIam, type FunctionRole, type LocalTables } from '../src/local/data-directory/index.ts';
import { openLocalArchives, type LocalArchives } from '../src/local/local-archives.ts';
import { loadResolvers } from '../src/app/load-resolvers.ts';
import { readServedSources, readSources } from '../src/app/schema-sources.ts';
import { withRole } from '../src/local/platform-as.ts';
import { applySeed } from '../src/local/apply-seed.ts';
import { readSeed, type Seed } from '../src/app/seed/read-seed.ts';
import { FIXTURE, type Places } from '../codegen/places.ts';
import { startEmulator } from './emulator.ts';
import { registerOver, type Register } from './register.ts';

const OPERATORS = { region: 'us-east-1', userPoolId: 'us-east-1_TEST00002', clientId: 'operatorclient' };
/** The user pool of the tenants. */
export const POOL = { region: 'us-east-1', userPoolId: 'us-east-1_TEST00001', clientId: 'testclient' };

/** The answer to one operation. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly ApiError[];
  readonly extensions: Readonly<Record<string, unknown>>;
  /** The DynamoDB calls of the operation. */
  readonly calls: readonly Call[];
}
export interface ApiError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** The Lambda handler with real parts: the emulator, the user pool, real tokens. It uses no HTTP. */
export interface TestApi {
  readonly model: Model;
  readonly cognito: Cognito;
  readonly register: Register;
  readonly control: Control;
  readonly platform: PlatformParts;
  readonly directory: Directory;
  /** Calls on the data table around the IAM guard, as an administrator of the account makes them. */
  readonly direct: Send;
  /** Returns the same for the silo table of a tenant. */
  readonly directSilo: (tenant: string) => Send;
  /** The names and options of the tables, to read what is in them. */
  readonly tables: LocalTables & {
    readonly dynamo: DynamoOptions;
    /** The tenants with a silo table. */
    readonly silos: readonly string[];
  };
  /** The parts for jobs; a job runs only when a test runs it. */
  readonly jobParts: JobParts;
  /** Archives with the credentials of the functions. */
  readonly archives: LocalArchives;
  readonly log: readonly LogEntry[];
  /** The messages that the user pool sent, oldest first. */
  readonly mail: readonly CognitoMessage[];
  /** The DynamoDB calls of the limits. */
  readonly limitCalls: readonly Call[];
  /** Sends an operation as a user; `tenant` chooses one of the user's tenants. */
  ask(user: string, query: string, variables?: object, tenant?: string): Promise<Answer>;
  /** Sends an operation with the given token or API key. */
  askAs(credential: string, query: string, variables?: object): Promise<Answer>;
  /** Sends an operation to the operator plane as an operator of the seed. */
  askOperator(user: string, query: string, variables?: object): Promise<Answer>;
  /** Sends an operation to the operator plane with the given token. */
  askOperatorAs(credential: string, query: string, variables?: object): Promise<Answer>;
  operatorToken(user: string): Promise<string>;
  /** Calls the handler with an event of the test. */
  handle(event: Partial<APIGatewayProxyEvent>): Promise<APIGatewayProxyResult>;
  token(user: string, tenant?: string): Promise<string>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  /** The app to open; by default the fixture of the product's own tests. */
  readonly app?: Places;
  /** SDL in place of the fixture's schema; then `resolvers` are the only custom resolvers. */
  readonly sdl?: string;
  readonly resolvers?: CustomResolvers;
  /** Parts of the seed that replace those of the fixture's seed.json. */
  readonly seed?: Partial<Seed>;
  /** Tenants of the seed whose rows are in a silo. */
  readonly silos?: readonly string[];
  /** Tenants that also have a silo table; their rows are where the seed says. */
  readonly siloTables?: readonly string[];
  /** The clock of the gate and the platform. */
  readonly now?: () => number;
  /** Records sign-ins in the audit; off by default, because every operation of a test begins with a sign-in. */
  readonly signIns?: boolean;
  /** Applies the limits of plans; off by default. */
  readonly limits?: boolean;
  /** Plans that replace those of the fixture's plans.json. */
  readonly plans?: Plans;
  /** Wraps the calls of the store; called for each tenant. */
  readonly through?: (send: Send) => Send;
  /** Wraps the calls on the control table; called for each function. */
  readonly throughControl?: (send: Send) => Send;
}

export async function openTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { sdl, app = FIXTURE } = options;
  const { model, problems } = readModel(
    sdl === undefined ? readServedSources(app.schema) : [{ file: 'test', text: sdl }],
  );
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const resolvers = options.resolvers ?? (sdl === undefined ? await loadResolvers(app.resolvers) : {});
  const emulator = await startEmulator();
  const id = randomUUID();
  const dynamo = {
    region: POOL.region,
    endpoint: emulator.endpoint,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  };
  const tables = { data: `${id}-data`, control: `${id}-control`, siloPrefix: `${id}-silo-` };
  const seed = seedOf(options, model);
  const owners = seed.tenants.filter(({ isolation }) => isolation === 'SILO').map(({ id: tenant }) => tenant);
  const silos = [...new Set([...owners, ...(options.siloTables ?? [])])];
  await ensureTables({
    ...dynamo,
    model,
    ...tables,
    silos: silos.map((tenant) => siloTable(tables.siloPrefix, tenant)),
  });
  const { throughControl = (send: Send): Send => send } = options;
  const bucket = `${id}-archives`;
  const folder = await mkdtemp(join(tmpdir(), 'tenantql-s3-'));
  const iam = openIam({ ...dynamo, tables, bucket, model });
  const archives = openLocalArchives({ iam, region: POOL.region, bucket, folder });
  const controlSendOf = (role: FunctionRole): Send => throughControl(iam.controlSend(role));
  const graphqlSend = controlSendOf('graphql');
  const jobsSend = controlSendOf('jobs');
  const operatorSend = controlSendOf('operator');
  const directory = openDirectory(jobsSend);
  const control = openControl(operatorSend);
  const log: LogEntry[] = [];
  const mail: CognitoMessage[] = [];
  const plans = options.plans ?? readPlans(readFileSync(app.plans, 'utf8')).plans;
  const now = options.now ?? Date.now;
  const hooksOf = (send: Send): TriggerHooks => {
    const hooks = triggerHooks({ control: openControl(send), plans, now }, (entry) => log.push(entry));
    return options.signIns ? hooks : { ...hooks, record: () => Promise.resolve() };
  };
  const preTokenSend = controlSendOf('pre-token');
  const cognito = await openCognito({
    ...POOL,
    dataFile: null,
    preTokenGeneration: createPreTokenGeneration(openDirectory(preTokenSend), hooksOf(preTokenSend)),
    preSignUp: createPreSignUp(hooksOf(controlSendOf('pre-sign-up'))),
    postConfirmation: createPostConfirmation(hooksOf(controlSendOf('post-confirmation'))),
    deliver: (message) => mail.push(message),
  });
  const cursors = openCursors('a secret of the tests, of 32 bytes or more');
  const calls: Call[] = [];
  const { through = (send: Send): Send => send } = options;
  const tenantSends = iam.sendOf('graphql');
  const jobsSendOf = iam.sendOf('jobs');
  await applySeed(seed, { model, cognito, control, directory, sendOf: jobsSendOf, cursors });
  await recordModelTypes(control, model);
  const controlCalls = recordCalls(iam.controlSend('graphql'));
  const buckets = openBuckets(controlCalls.send);
  const platform: PlatformParts = {
    model,
    control: openControl(graphqlSend),
    buckets,
    plans,
    cursors,
    identities: cognitoIdentities({ ...POOL, client: inProcess(cognito) }),
    meter: openMeter({
      ledger: openUsageLedger(graphqlSend),
      now,
      onTrouble: logUsageTrouble((entry) => log.push(entry)),
    }),
    // Tests decide when jobs run.
    jobs: { start: () => undefined },
    archives: archives.archivesOf('graphql'),
    now,
  };
  const handler = createGraphqlHandler({
    platform,
    resolvers,
    gate: openGate(cognitoVerifier({ ...POOL, jwks: cognito.jwks() }), openDirectory(graphqlSend), {
      now: platform.now,
      featuresOf: (tenant) => planOf(plans, tenant).features,
    }),
    ...(options.limits && {
      limiter: openLimiter({
        buckets,
        plans,
        now: platform.now,
        onTrouble: logLimitTrouble((entry) => log.push(entry)),
      }),
    }),
    sendOf: (...of) => through(recordCalls(tenantSends(...of), calls).send),
    log: (entry) => log.push(entry),
  });

  const operators = await openCognito({ ...OPERATORS, dataFile: null });
  for (const operator of seed.operators) await operators.putUser(operator);
  const operatorHandler = createOperatorHandler({
    model: readModel(readSources('schema/operator')).model,
    platform: withRole(platform, operatorSend, archives.archivesOf('operator')),
    verify: cognitoVerifier({ ...OPERATORS, needsTenant: false, jwks: operators.jwks() }),
    log: (entry) => log.push(entry),
  });

  const token = async (user: string, tenant?: string): Promise<string> =>
    (await cognito.issueTokens(user, tenant === undefined ? undefined : { tenant })).accessToken;
  const operatorToken = async (user: string): Promise<string> =>
    (await operators.issueTokens(user)).accessToken;
  const lambdaContext = { getRemainingTimeInMillis: () => 29_000 } as Context;
  const handle = (event: Partial<APIGatewayProxyEvent>): Promise<APIGatewayProxyResult> =>
    handler(proxyEvent(event), lambdaContext);
  const answerOf = async (
    to: typeof handler,
    accessToken: string,
    query: string,
    variables: object,
  ): Promise<Answer> => {
    const before = calls.length;
    const authorization = `Bearer ${accessToken}`;
    const event = proxyEvent({
      headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const result = await to(event, lambdaContext);
    const body = JSON.parse(result.body) as Partial<Answer>;
    return {
      status: result.statusCode,
      headers: result.headers ?? {},
      data: body.data ?? null,
      errors: body.errors ?? [],
      extensions: body.extensions ?? {},
      calls: calls.slice(before),
    };
  };

  return {
    model,
    cognito,
    register: registerOver(control),
    control,
    platform,
    directory,
    direct: dynamoSend({ ...dynamo, table: tables.data }),
    directSilo: (tenant) => dynamoSend({ ...dynamo, table: siloTable(tables.siloPrefix, tenant) }),
    tables: { dynamo, ...tables, silos },
    jobParts: openJobParts({
      platform: withRole(platform, jobsSend, archives.archivesOf('jobs')),
      directory,
      sendOf: jobsSendOf,
      controlSend: jobsSend,
      log: (entry) => log.push(entry),
    }),
    archives,
    log,
    mail,
    limitCalls: controlCalls.calls,
    token,
    handle,
    ask: async (user, query, variables = {}, tenant) =>
      answerOf(handler, await token(user, tenant), query, variables),
    askAs: (authorization, query, variables = {}) => answerOf(handler, authorization, query, variables),
    operatorToken,
    askOperator: async (user, query, variables = {}) =>
      answerOf(operatorHandler, await operatorToken(user), query, variables),
    askOperatorAs: (authorization, query, variables = {}) =>
      answerOf(operatorHandler, authorization, query, variables),
    async close() {
      await rm(folder, { recursive: true, force: true });
      await emulator.stop();
    },
  };
}

/** Returns the event that the gateway makes from a POST to the REST API. */
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

function seedOf({ app = FIXTURE, sdl, seed, silos = [] }: TestApiOptions, model: Model): Seed {
  const { seed: own } = readSeed(readFileSync(`${app.schema}/seed.json`, 'utf8'), model);
  const given = { ...own, ...(sdl === undefined ? {} : { rows: {} }), ...seed };
  const tenants = given.tenants.map((tenant) =>
    silos.includes(tenant.id) ? { ...tenant, isolation: 'SILO' as const } : tenant,
  );
  return { ...given, tenants };
}
