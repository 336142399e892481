import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

import type { Directory } from '../src/tenant/index.ts';
import type { Model } from '../src/model/index.ts';
import { LAPTOP_TOO, openOutbound } from '../src/outbound/index.ts';
import {
  dynamoSend,
  ensureTables,
  openControl,
  openCursors,
  openDirectory,
  rowTableOf,
  siloTable,
  type Control,
  type DynamoOptions,
  type Send,
  openConnectionRecords,
} from '../src/store/index.ts';
import { recordCalls, type Call } from '../src/store/dynamo/driver/record.ts';
import {
  recordModelTypes,
  openLimiter,
  readPlans,
  routedQueue,
  type JobParts,
  type Mail,
  type PlatformParts,
  type TenantEvent,
} from '../src/platform/index.ts';
import type { LogEntry } from '../src/server/index.ts';
import {
  cognitoIdentities,
  openSystem,
  type FunctionName,
  type Handlers,
  type SharedParts,
} from '../src/lambda/index.ts';
import {
  inProcess,
  openCognito,
  type Cognito,
  type CognitoMessage,
} from '../src/local-cloud/cognito/index.ts';
import { openQueue } from '../src/local-cloud/sqs/index.ts';
import { streamsOf, workQueueOf } from '../src/local/background.ts';
import type { BehindParts } from './shared/background.ts';
import { namesOf, openIam, type LocalTables } from '../src/local/data-directory/index.ts';
import { openLocalArchives, type LocalArchives } from '../src/local/local-archives.ts';
import { openLocalUsage } from '../src/local/local-usage.ts';
import { readMailFiles } from '../src/app/read-mail-files.ts';
import { infoOfSchedules } from '../src/engine/index.ts';
import { loadResolvers } from '../src/app/load-resolvers.ts';
import { byName, loadSchedules } from '../src/app/load-schedules.ts';
import { readServedSources, readSources } from '../src/app/schema-sources.ts';
import { applySeed } from '../src/local/apply-seed.ts';
import { FIXTURE } from '../codegen/places.ts';
import { ownSources, type TestApiOptions } from './api-options.ts';
import { REQUEST_TIMEOUT, startEmulator } from './emulator.ts';
import { dump, putItems } from './platform/dump.ts';
import type { Answer } from './shared/answer.ts';
import { type FakeGateway, openFakeGateway } from './shared/fake-gateway.ts';
import { mailServiceOf, openOutbox } from './shared/mail-service-of.ts';
import { modelOf } from './shared/model-of.ts';
import { openTestFiles, type TestFiles } from './shared/open-test-files.ts';
import { proxyEvent } from './shared/proxy-event.ts';
import { emptyPool, findSeeded, keepSeeded } from './shared/seeded.ts';
import { countSeeded } from './shared/counted.ts';
import { seedOf } from './shared/seed-of.ts';
import { registerOver, type Register } from './register.ts';

export const CURSOR_SECRET = 'a secret of the tests, of 32 bytes or more';

/** The user pool of the operators. */
export const OPERATORS = {
  region: 'us-east-1',
  userPoolId: 'us-east-1_TEST00002',
  clientId: 'operatorclient',
};
/** The user pool of the tenants. */
export const POOL = { region: 'us-east-1', userPoolId: 'us-east-1_TEST00001', clientId: 'testclient' };

type Headers = Readonly<Record<string, string>>;

export type { Answer, ApiError } from './shared/answer.ts';

/** The Lambda handler with real parts: the emulator, the user pool, real tokens. It uses no HTTP. */
export interface TestApi {
  readonly model: Model;
  readonly cognito: Cognito;
  /** The user pool of the operators. */
  readonly operators: Cognito;
  readonly register: Register;
  readonly control: Control;
  readonly platform: PlatformParts;
  readonly directory: Directory;
  /** Calls on the data table around the IAM guard, as an administrator of the account makes them. */
  readonly direct: Send;
  /** Returns the same for the silo table of a tenant. */
  readonly directSilo: (tenant: string) => Send;
  /** The same for the table of subscriptions. */
  readonly directRealtime: Send;
  /** The names and options of the tables, to read what is in them. */
  readonly tables: LocalTables & {
    readonly dynamo: DynamoOptions;
    /** The tenants with a silo table. */
    readonly silos: readonly string[];
  };
  /** The parts for jobs; a job runs only when a test runs it. */
  readonly jobParts: JobParts;
  /** The parts of all functions, to open one with others. */
  readonly parts: SharedParts;
  /** The connections to which events are posted. */
  readonly gateway: FakeGateway;
  /** The functions of changes and of work, and the queue between them. Nothing happens until a test calls them. */
  readonly background: BehindParts;
  /** The function behind the events of the bucket of files. A test sends them. */
  readonly fileEvents: Handlers['files'];
  /** The bucket of files, as a client reaches it. */
  readonly files: TestFiles;
  /** Archives with the credentials of the functions. */
  readonly archives: LocalArchives;
  readonly log: readonly LogEntry[];
  /** The events about tenants that were published, oldest first. */
  readonly published: readonly TenantEvent[];
  /** The messages that the user pool sent, oldest first. */
  readonly mail: readonly CognitoMessage[];
  /** The mails that the platform sent, oldest first. */
  readonly mails: readonly Mail[];
  /** The DynamoDB calls of the limits. */
  readonly limitCalls: readonly Call[];
  /** Sends an operation as a user; `tenant` names one of the user's tenants, by default the first of several. */
  ask(user: string, query: string, variables?: object, tenant?: string): Promise<Answer>;
  /** Sends an operation with the given token or API key, and with further headers. */
  askAs(credential: string, query: string, variables?: object, headers?: Headers): Promise<Answer>;
  /** Sends an operation to the operator plane as an operator of the seed. */
  askOperator(user: string, query: string, variables?: object): Promise<Answer>;
  /** Sends an operation to the operator plane with the given token. */
  askOperatorAs(credential: string, query: string, variables?: object, headers?: Headers): Promise<Answer>;
  /** Opens the function behind `/graphql` again, as Lambda does in a container of its own, and returns its `ask`. */
  openContainer(): TestApi['ask'];
  operatorToken(user: string): Promise<string>;
  /** Calls the handler with an event of the test. */
  handle(event: Partial<APIGatewayProxyEvent>): Promise<APIGatewayProxyResult>;
  token(user: string, tenant?: string): Promise<string>;
  close(): Promise<void>;
}

export type { TestApiOptions };

export async function openTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { app = FIXTURE } = options;
  const own = ownSources(options);
  const { model, problems } = modelOf(own ?? readServedSources(app.schema));
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const resolvers = options.resolvers ?? (own ? {} : await loadResolvers(app.resolvers));
  const schedules = options.schedules ?? byName((await loadSchedules(own ? null : app.schedules)).schedules);
  const emulator = await startEmulator();
  const id = randomUUID();
  const around = {
    region: POOL.region,
    endpoint: emulator.endpoint,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestTimeout: REQUEST_TIMEOUT,
  };
  const { requestTimeout = REQUEST_TIMEOUT, remaining = () => REQUEST_TIMEOUT } = options;
  const endpoint = (await options.behind?.(emulator.endpoint)) ?? emulator.endpoint;
  const dynamo = { ...around, endpoint, requestTimeout };
  const { tables, bucket, usageBucket, filesBucket } = namesOf({ id });
  const seed = seedOf({ app, hasOwnSchema: own !== null, seed: options.seed, silos: options.silos }, model);
  const owners = seed.tenants.filter(({ isolation }) => isolation === 'SILO');
  const silos = [...new Set([...owners.map((one) => one.id), ...(options.siloTables ?? [])])];
  await ensureTables({
    ...dynamo,
    model,
    ...tables,
    silos: silos.map((tenant) => siloTable(tables.siloPrefix, tenant)),
  });
  const { throughControl = (send: Send): Send => send } = options;
  const folder = await mkdtemp(join(tmpdir(), 'tenantql-s3-'));
  const streams = streamsOf(tables, () => model, options.now ? { now: options.now } : {});
  const iam = openIam({
    ...dynamo,
    ...{ tables, bucket, usageBucket, filesBucket, model, streams },
    // A link ends with its session, so both need one clock.
    ...(options.filesUrl && options.now && { now: options.now }),
  });
  const archives = openLocalArchives({ iam, region: POOL.region, bucket, folder });
  const at = { region: POOL.region, bucket: filesBucket, folder };
  const files = openTestFiles({ ...options, ...at, iam, handler: () => handlers.files });
  const controlCalls: Call[] = [];
  const controlSendOf = (role: FunctionName): Send => {
    const send = throughControl(iam.controlSend(role));
    return role === 'graphql' ? recordCalls(send, controlCalls).send : send;
  };
  const directory = openDirectory(controlSendOf('work'));
  const control = openControl(controlSendOf('operator'));
  const log: LogEntry[] = [];
  const published: TenantEvent[] = [];
  const mail: CognitoMessage[] = [];
  const mails: Mail[] = [];
  const plans = options.plans ?? readPlans(readFileSync(app.plans, 'utf8')).plans;
  const now = options.now ?? Date.now;
  const preToken: Handlers['pre-token'] = (event) =>
    // A renewal is not recorded as a sign-in.
    system.handlers['pre-token'](
      options.signIns ? event : { ...event, triggerSource: 'TokenGeneration_RefreshTokens' },
    );
  // A proxy or a wrapper of calls sees those of the seed too.
  const isPlain = !options.behind && !options.throughControl;
  const seedKey = JSON.stringify([seed, own, app.schema, silos]);
  const seeded = isPlain ? findSeeded(seedKey) : null;
  const users = seeded?.users ?? (await emptyPool(POOL.userPoolId));
  const cognito = await openCognito({
    ...POOL,
    dataFile: users,
    preTokenGeneration: preToken,
    preSignUp: (event) => system.handlers['pre-sign-up'](event),
    postConfirmation: (event) => system.handlers['post-confirmation'](event),
    deliver: (message) => mail.push(message),
  });
  const cursors = openCursors(CURSOR_SECRET);
  const calls: Call[] = [];
  const { through = (send: Send): Send => send } = options;
  const tenantSends = iam.sendOf('graphql');
  const jobsSends = iam.sendOf('work');
  const operatorUsers = seeded?.operators ?? (await emptyPool(OPERATORS.userPoolId));
  const operators = await openCognito({ ...OPERATORS, dataFile: operatorUsers });
  const allTables = { dynamo: around, ...tables, silos };
  if (seeded) await putItems(allTables, seeded.items);
  else {
    await applySeed(seed, { model, cognito, control, directory, sendOf: jobsSends, cursors });
    await countSeeded(seed, { model, directory, sendOf: jobsSends });
    await recordModelTypes(control, model);
    for (const operator of seed.operators) await operators.putUser(operator);
    if (isPlain) {
      const items = await dump({ tables: allTables });
      keepSeeded(seedKey, { items, users, operators: operatorUsers });
    }
  }
  const gateway = openFakeGateway();
  const messages = openQueue({ visibility: 60_000, maxReceives: 5, now });
  const webhookMessages = openQueue({ visibility: 60_000, maxReceives: 5, now });
  const usage = openLocalUsage({ iam, region: POOL.region, bucket: usageBucket, folder, now });
  const parts = {
    controlSendOf,
    sendOf: (role) =>
      role === 'work' ? jobsSends : (...of) => through(recordCalls(tenantSends(...of), calls).send),
    realtimeSendOf: (role) => iam.tablesOf(role).realtime,
    connectionsOf: (role) => openConnectionRecords(iam.realtimeSend(role)),
    socketsOf: () => gateway,
    tableOf: rowTableOf({ pool: tables.data, siloPrefix: tables.siloPrefix }),
    archivesOf: archives.archivesOf,
    filesOf: files.filesOf,
    scanFiles: options.scanFiles ?? false,
    users: { ...POOL, jwks: cognito.jwks() },
    operators: { ...OPERATORS, jwks: operators.jwks() },
    identities: cognitoIdentities({ ...POOL, client: inProcess(cognito) }),
    model,
    operatorModel: modelOf(readSources('schema/operator')).model,
    plans,
    resolvers,
    schedules,
    scheduleInfos: infoOfSchedules(schedules),
    compat: options.compat ?? false,
    openLimiter: options.limits ? openLimiter : null,
    cursorSecret: CURSOR_SECRET,
    tierPrefix: 'test',
    sendsMail: options.mails ?? false,
    mailService: options.mails ? mailServiceOf(options.mailer ?? openOutbox(mails)) : null,
    mailTemplates: readMailFiles(FIXTURE.mails).templates,
    outbound: options.outbound ?? openOutbound({ policy: LAPTOP_TOO }),
    // Tests decide when work is done.
    queue: routedQueue({ work: workQueueOf(messages), webhooks: workQueueOf(webhookMessages) }),
    bus: {
      publish: (events) => {
        published.push(...events);
        return Promise.resolve();
      },
    },
    now,
    lines: usage.lines,
    deliverLines: usage.deliverLines,
    log: usage.tap((entry) => log.push(entry)),
  } satisfies SharedParts;
  const system = openSystem(parts);
  const { handlers, platform, jobParts } = system;

  const token = async (user: string, tenant?: string): Promise<string> =>
    (await cognito.issueTokens(user, tenant === undefined ? undefined : { tenant })).accessToken;
  const firstOfSeveral = (user: string): string | undefined => {
    const { memberships = [] } = seed.users.find(({ username }) => username === user) ?? {};
    return memberships.length > 1 ? memberships[0]?.tenant : undefined;
  };
  const lasting = new Map<string, string>();
  const lastingToken = async (user: string, tenant?: string): Promise<string> => {
    const name = `${user} ${tenant ?? ''}`;
    const known = lasting.get(name) ?? (await token(user, tenant));
    lasting.set(name, known);
    return known;
  };
  const operatorToken = async (user: string): Promise<string> =>
    (await operators.issueTokens(user)).accessToken;
  const lambdaContext = { getRemainingTimeInMillis: remaining } as Context;
  const handle = (event: Partial<APIGatewayProxyEvent>): Promise<APIGatewayProxyResult> =>
    handlers.graphql(proxyEvent(event), lambdaContext);
  const answerOf = async (
    to: Handlers['graphql'],
    accessToken: string,
    query: string,
    variables: object,
    further: Headers = {},
  ): Promise<Answer> => {
    const before = calls.length;
    const authorization = `Bearer ${accessToken}`;
    const event = proxyEvent({
      headers: { authorization, 'content-type': 'application/json', accept: 'application/json', ...further },
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
    operators,
    register: registerOver(control),
    control,
    platform,
    directory,
    direct: dynamoSend({ ...around, table: tables.data }),
    directRealtime: dynamoSend({ ...around, table: tables.realtime }),
    directSilo: (tenant) => dynamoSend({ ...around, table: siloTable(tables.siloPrefix, tenant) }),
    tables: allTables,
    jobParts,
    parts,
    gateway,
    background: {
      changes: handlers.changes,
      work: handlers.work,
      webhooks: handlers.webhooks,
      messages,
      webhookMessages,
      streams,
    },
    fileEvents: handlers.files,
    files,
    archives,
    log,
    published,
    mail,
    mails,
    get limitCalls() {
      return controlCalls.filter(({ command }) => JSON.stringify(command.input).includes('LIMIT#'));
    },
    token,
    handle,
    ask: async (user, query, variables = {}, tenant) =>
      answerOf(handlers.graphql, await lastingToken(user, tenant ?? firstOfSeveral(user)), query, variables),
    openContainer: () => {
      const { graphql } = openSystem(parts).handlers;
      return async (user, query, variables = {}, tenant) =>
        answerOf(graphql, await lastingToken(user, tenant ?? firstOfSeveral(user)), query, variables);
    },
    askAs: (authorization, query, variables = {}, headers = {}) =>
      answerOf(handlers.graphql, authorization, query, variables, headers),
    operatorToken,
    askOperator: async (user, query, variables = {}) =>
      answerOf(handlers.operator, await operatorToken(user), query, variables),
    askOperatorAs: (authorization, query, variables = {}, headers = {}) =>
      answerOf(handlers.operator, authorization, query, variables, headers),
    async close() {
      await files.stop();
      await rm(folder, { recursive: true, force: true });
      await emulator.stop();
    },
  };
}
