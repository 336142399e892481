import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { keepSlots, readModel, type Model } from '../model/index.ts';
import { ensureTables, openControl, openCursors, openDirectory, type Control } from '../store/index.ts';
import { openLimiter, recordModelTypes, type Plans } from '../platform/index.ts';
import { cognitoIdentities, openSystem, resumeAllDeletes, type System } from '../lambda/index.ts';

import { inProcess, openCognito, type Cognito, type CognitoMessage } from '../local-cloud/cognito/index.ts';
import { openDynamoDb } from '../local-cloud/dynamodb/index.ts';
import {
  OPERATOR_POOL_ID,
  evolveDirectory,
  CLIENT_ID,
  ENDPOINT_PATH,
  REGION,
  USER_POOL_ID,
  openSettings,
  resetSettings,
  BUCKETS,
  OPERATORS,
  type Settings,
  USERS,
  forgetServer,
  recordServer,
  namesOf,
  openIam,
  OPERATOR_CLIENT_ID,
  TIER_PREFIX,
} from './data-directory/index.ts';
import { openJobRunner } from './job-runner.ts';
import { openLocalArchives } from './local-archives.ts';
import { openOperatorGateway, openOperatorPool, operatorPage } from './operator-plane.ts';
import { applySeed } from './apply-seed.ts';
import { readSources, type Seed, UsageError } from '../app/index.ts';
import { serve } from './serve.ts';
import { openTenantGateway, type TenantPlaneOptions } from './tenant-plane.ts';
import { openWeb } from './web.ts';
import { pageConfig } from './page-config.ts';

/**
 * How long an idle connection is kept, in milliseconds. A client that computes for seconds (SRP does, on a slow machine)
 * must not find it closed under the request that follows.
 */
const KEEP_ALIVE = 75_000;

export interface CloudOptions extends TenantPlaneOptions {
  readonly model: Model;
  readonly plans: Plans;
  readonly seed: Seed;
  readonly port: number;
  readonly data: string;
  readonly reset: boolean;
  /** Tenants that get a table of their own, beside those of the seed and those that have one. */
  readonly silos?: readonly string[];
  /** The operators' pool demands an authenticator, as it does on AWS. */
  readonly operatorMfa?: boolean;
  /** Gets what Cognito would send by mail. */
  readonly deliver: (message: CognitoMessage) => void;
  /** Hears what was done to rows that another schema had written, and what is wrong with them. */
  readonly note?: (line: string, severity: 'info' | 'problem') => void;
}

export interface LocalCloud {
  readonly url: string;
  readonly cognito: Cognito;
  /** The pool of those who run the platform. */
  readonly operators: Cognito;
  /** Settles when the database ends by itself: nothing can be served any more. */
  readonly died: Promise<Error>;
  stop(): Promise<void>;
}

/**
 * Opens the whole system on this machine: DynamoDB in a process beside this one; the user pool, the gateway, the
 * Lambda handlers and GraphiQL in this one, behind one port.
 * @throws {UsageError} when the port or the data directory is in use, or no DynamoDB is to be had
 */
export async function openLocalCloud(options: CloudOptions): Promise<LocalCloud> {
  const { data, reset, log, note = () => undefined } = options;
  const dynamoDb = await openDynamoDb({
    dbPath: join(data, 'dynamodb', 'data.db'),
    env: process.env,
    reset,
  }).catch((error: unknown) => {
    throw new UsageError((error as Error).message);
  });
  try {
    if (reset) resetSettings(data);
    const { settings: known, save } = openSettings(data);
    const settings = { ...known, silos: silosOf(known, options) };
    save(settings);
    const model = keepSlots(options.model, settings.schema?.record ?? null);
    const { tables, bucket } = namesOf(settings);
    const dynamo = {
      region: REGION,
      endpoint: dynamoDb.endpoint,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    };
    const iam = openIam({ ...dynamo, tables, bucket, model });
    const archives = openLocalArchives({ iam, region: REGION, bucket, folder: join(data, BUCKETS) });
    const [cognito, operators] = await Promise.all([
      openCognito({
        dataFile: join(data, USERS),
        region: REGION,
        userPoolId: USER_POOL_ID,
        clientId: CLIENT_ID,
        preTokenGeneration: (event) => system.handlers['pre-token'](event),
        preSignUp: (event) => system.handlers['pre-sign-up'](event),
        postConfirmation: (event) => system.handlers['post-confirmation'](event),
        deliver: options.deliver,
      }),
      openOperatorPool(join(data, OPERATORS), options),
      ensureTables({ ...dynamo, ...tables, model }),
    ]);
    const cursors = openCursors(settings.cursorSecret);
    const seedDigest = createHash('sha256').update(JSON.stringify(options.seed)).digest('hex');
    const planted = settings.seeds.includes(seedDigest);
    const jobsSend = iam.controlSend('jobs');
    const control = openControl(jobsSend);
    const directory = openDirectory(jobsSend);
    const sendOf = iam.sendOf('jobs');
    await recordModelTypes(control, model);
    await evolveDirectory({ settings, save, model, control, directory, sendOf, note });
    const moving = planted ? null : await movingTenant(control);
    if (moving !== null) {
      note(`The tenant "${moving}" is being moved: the seed is planted at the next start.`, 'problem');
    } else if (!planted) {
      await applySeed(options.seed, {
        model,
        cognito,
        control,
        directory,
        sendOf,
        cursors,
      });
      const { settings: evolved } = openSettings(data);
      save({ ...evolved, seeds: [...evolved.seeds, seedDigest] });
    }
    const runner = openJobRunner(() => system.jobParts);
    const system = openSystem({
      controlSendOf: iam.controlSend,
      sendOf: iam.sendOf,
      archivesOf: archives.archivesOf,
      users: { userPoolId: USER_POOL_ID, clientId: CLIENT_ID, jwks: cognito.jwks() },
      operators: { userPoolId: OPERATOR_POOL_ID, clientId: OPERATOR_CLIENT_ID, jwks: operators.jwks() },
      identities: cognitoIdentities({ region: REGION, userPoolId: USER_POOL_ID, client: inProcess(cognito) }),
      model,
      operatorModel: readModel(readSources('schema/operator')).model,
      plans: options.plans,
      resolvers: options.resolvers,
      compat: options.compat ?? false,
      openLimiter,
      cursorSecret: settings.cursorSecret,
      tierPrefix: TIER_PREFIX,
      jobs: runner,
      now: Date.now,
      log,
    });
    // Deletes that a kill cut off, and other jobs.
    if (planted) await resumeAllDeletes(system.jobParts, log);
    await runner.resume();
    const server = openServer(options, { cognito, operators }, model, system);
    const url = `http://localhost:${await listen(server, options.port)}`;
    recordServer(data, { url, dynamoDb: dynamoDb.endpoint });
    return {
      url,
      cognito,
      operators,
      died: dynamoDb.died,
      stop: async () => {
        forgetServer(data);
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await system.platform.meter.settle();
        await runner.stop();
        await dynamoDb.stop();
        log({ level: 'info', message: 'stopped' });
      },
    };
  } catch (error) {
    await dynamoDb.stop();
    throw error;
  }
}

/** All tenants that are to have a table of their own from now on. */
function silosOf(known: Settings, { seed, silos = [] }: CloudOptions): readonly string[] {
  const seeded = seed.tenants.filter(({ isolation }) => isolation === 'SILO').map(({ id }) => id);
  return [...new Set([...(known.silos ?? []), ...seeded, ...silos])];
}

/** A tenant whose move was cut off, and which can be written again when that has ended; or null. */
async function movingTenant(control: Control): Promise<string | null> {
  for await (const { id, status } of control.all('tenants', '')) if (status === 'MOVING') return id;
  return null;
}

function openServer(
  options: CloudOptions,
  { cognito, operators }: { cognito: Cognito; operators: Cognito },
  model: Model,
  { handlers }: System,
): Server {
  const { plans, seed, log } = options;
  const cloud = { endpoint: ENDPOINT_PATH, region: REGION, userPoolId: USER_POOL_ID, clientId: CLIENT_ID };
  const today = new Date().toISOString().slice(0, 10);
  const web = openWeb({
    pages: { '/': pageConfig(model, seed, cloud, today), ...operatorPage(seed, today) },
    log: (message) => {
      log({ level: 'info', message });
    },
  });
  return createServer(
    { keepAliveTimeout: KEEP_ALIVE },
    serve({
      pools: { [USER_POOL_ID]: cognito, [OPERATOR_POOL_ID]: operators },
      gateways: [openTenantGateway(handlers, plans, options), openOperatorGateway(handlers)],
      web,
      log,
    }),
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new UsageError(`The port ${port} is in use: stop what uses it, or choose another with --port.`)
          : error,
      );
    });
    server.listen(port, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
