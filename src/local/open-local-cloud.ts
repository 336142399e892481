import { join } from 'node:path';

import { keepSlots, readModel, type Model } from '../model/index.ts';
import { LAPTOP_TOO, openOutbound } from '../outbound/index.ts';
import {
  chosenClient,
  ensureTables,
  openConnectionRecords,
  openControl,
  openCursors,
  openDirectory,
  rowTableOf,
} from '../store/index.ts';
import {
  endLeases,
  openLimiter,
  recordModelTypes,
  repeatSlots,
  sendAllWork,
  sendLaterSweeps,
  type Mail,
} from '../platform/index.ts';
import { describeError } from '../server/index.ts';
import {
  cognitoIdentities,
  SOCKET_SCHEDULE_MINUTES,
  SOCKET_STAGE,
  type FunctionName,
  type TenantFunction,
} from '../lambda/index.ts';

import { inProcess, openCognito, type Cognito, type CognitoMessage } from '../local-cloud/cognito/index.ts';
import { openDynamoDb } from '../local-cloud/dynamodb/index.ts';
import { openJournal } from '../local-cloud/logs/index.ts';
import {
  OPERATOR_POOL_ID,
  evolveDirectory,
  CLIENT_ID,
  REGION,
  USER_POOL_ID,
  openSettings,
  resetSettings,
  BUCKETS,
  MAILBOX,
  STREAMS,
  EVENTS,
  OPERATORS,
  USERS,
  forgetServer,
  recordServer,
  requireFormat,
  namesOf,
  openIam,
  OPERATOR_CLIENT_ID,
  TIER_PREFIX,
} from './data-directory/index.ts';
import { openBackground, streamsOf } from './background.ts';
import { eventFile } from './event-file.ts';
import { openFilesPlane } from './files-plane.ts';
import { dropAllExpired } from './drop-all-expired.ts';
import { endLostConnections } from './end-lost-connections.ts';
import { openPeriodic } from './periodic.ts';
import { openMailbox } from './mailbox.ts';
import { openLocalArchives } from './local-archives.ts';
import { openLocalUsage } from './local-usage.ts';
import { openOperatorPool } from './operator-plane.ts';
import { silosOf, type App, type Ground } from './ground.ts';
import { currentHandlers, openServing, type Serving } from './open-serving.ts';
import { listen, openPort } from './open-port.ts';
import { plantSeed } from './plant-seed.ts';
import { replaceApp } from './replace-app.ts';
import { readSources, UsageError } from '../app/index.ts';
import { openSocketPlane, type SocketPlaneOptions } from './socket-plane.ts';
import { openServed } from './served.ts';
import { openSlots } from './slots.ts';
import type { TenantPlaneOptions } from './tenant-plane.ts';

/** Milliseconds between two looks for what is due: on AWS a schedule asks, and DynamoDB deletes what has expired. */
const UPKEEP_PAUSE = 300_000;

export interface CloudOptions extends TenantPlaneOptions, App {
  readonly port: number;
  readonly data: string;
  readonly reset: boolean;
  /** Further tenants that get a silo table, in addition to those of the seed and those that have one. */
  readonly silos?: readonly string[];
  /** Demands an authenticator for operators, as on AWS. */
  readonly operatorMfa?: boolean;
  /** Lets uploads wait for a scan for malware, as a stage may on AWS. */
  readonly scanFiles?: boolean;
  /** Receives the messages that Cognito would send by e-mail. */
  readonly deliver: (message: CognitoMessage) => void;
  /** Receives the mails of the platform. */
  readonly onMail?: (mail: Mail) => void;
  /** Limits of connections that replace those of API Gateway, and delays of their events. */
  readonly sockets?: Pick<SocketPlaneOptions, 'limits' | 'delay'>;
  /** Receives lines about the migration of rows, and about problems with them. */
  readonly note?: (line: string, severity: 'info' | 'problem') => void;
}

export interface LocalCloud {
  readonly url: string;
  /** The address of the bucket of files. */
  readonly filesUrl: string;
  /** The address of the WebSocket API: `ws://localhost:4000/realtime`. It also answers `wss`. */
  readonly socketUrl: string;
  readonly cognito: Cognito;
  /** The user pool of the operators. */
  readonly operators: Cognito;
  /** Resolves if the database ends by itself. No request can be served after that. */
  readonly died: Promise<Error>;
  /**
   * Serves another app from the next request on; what is under way ends on the old one. One call at a time.
   * @throws {UsageError} if rows would become unreadable, or entries of the seed were refused
   */
  replace(app: App): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Opens the whole system on this laptop. DynamoDB runs in a process of its own. The user pool, the gateway,
 * the Lambda handlers and GraphiQL run in this process, on one port.
 * @throws {UsageError} if the port or the data directory is in use, the disk is full, or DynamoDB is not available
 */
export async function openLocalCloud(options: CloudOptions): Promise<LocalCloud> {
  const { data, reset, log, note = () => undefined } = options;
  requireClient();
  const dynamoDb = await openDynamoDb({
    dbPath: join(data, 'dynamodb', 'data.db'),
    env: process.env,
    reset,
  }).catch((error: unknown) => {
    throw diskProblem(error as NodeJS.ErrnoException, data) ?? new UsageError((error as Error).message);
  });
  let url = '';
  try {
    if (reset) resetSettings(data);
    const { settings: known, save } = openSettings(data);
    requireFormat(known, data);
    const settings = { ...known, silos: silosOf(known, options) };
    save(settings);
    const model = keepSlots(options.model, settings.schema?.record ?? null);
    const { tables, bucket, usageBucket, filesBucket } = namesOf(settings);
    const dynamo = {
      region: REGION,
      endpoint: dynamoDb.endpoint,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    };
    // The rows of the seed are written before an app is served.
    let servedModel = (): Model => model;
    const streams = streamsOf(tables, () => servedModel(), {
      journal: openJournal(join(data, STREAMS)),
      onError: (error) => {
        log({ level: 'error', message: 'a change waits in memory alone', ...describeError(error) });
      },
    });
    const background = openBackground({
      streams,
      handlers: () => handlers,
      log,
      now: Date.now,
    });
    const iam = openIam({ ...dynamo, tables, bucket, usageBucket, filesBucket, model, streams });
    const archives = openLocalArchives({ iam, region: REGION, bucket, folder: join(data, BUCKETS) });
    const files = openFilesPlane({
      iam,
      bucket: filesBucket,
      data,
      scan: options.scanFiles ?? false,
      url: () => url,
      handlers: () => handlers,
      log,
    });
    const usage = openLocalUsage({
      iam,
      region: REGION,
      bucket: usageBucket,
      folder: join(data, BUCKETS),
      now: Date.now,
      onError: (error) => {
        log({ level: 'error', message: 'a line of usage waits in memory alone', ...describeError(error) });
      },
    });
    await usage.expire();
    const mailbox = openMailbox({ file: join(data, MAILBOX), onMail: options.onMail ?? (() => undefined) });
    const handlers = currentHandlers(() => served);
    const [cognito, operators] = await Promise.all([
      openCognito({
        dataFile: join(data, USERS),
        region: REGION,
        userPoolId: USER_POOL_ID,
        clientId: CLIENT_ID,
        preTokenGeneration: handlers['pre-token'],
        preSignUp: handlers['pre-sign-up'],
        postConfirmation: handlers['post-confirmation'],
        deliver: (message) => {
          mailbox.deliver(message);
          options.deliver(message);
        },
      }),
      openOperatorPool(join(data, OPERATORS), options),
      ensureTables({ ...dynamo, ...tables, model }),
    ]);
    const jobsSend = iam.controlSend('work');
    const ground: Ground = {
      data,
      dynamo,
      iam,
      cognito,
      operators,
      cursors: openCursors(settings.cursorSecret),
      control: openControl(jobsSend),
      directory: openDirectory(jobsSend),
      sendOf: iam.sendOf('work'),
      note,
    };
    await recordModelTypes(ground.control, model);
    await evolveDirectory({ ...ground, settings, save, model });
    // The consumer counts the rows of the seed.
    streams.open();
    await plantSeed(ground, { model, seed: options.seed });
    const socketPlane = openSocketPlane(handlers, iam, {
      ...options.sockets,
      log: (message) => {
        log({ level: 'error', message });
      },
    });
    const parts = {
      controlSendOf: iam.controlSend,
      sendOf: iam.sendOf,
      realtimeSendOf: (name: TenantFunction) => iam.tablesOf(name).realtime,
      connectionsOf: (name: FunctionName) => openConnectionRecords(iam.realtimeSend(name)),
      socketsOf: socketPlane.socketsOf,
      tableOf: rowTableOf({ pool: tables.data, siloPrefix: tables.siloPrefix }),
      archivesOf: archives.archivesOf,
      filesOf: files.filesOf,
      scanFiles: options.scanFiles ?? false,
      users: { userPoolId: USER_POOL_ID, clientId: CLIENT_ID, jwks: cognito.jwks() },
      operators: { userPoolId: OPERATOR_POOL_ID, clientId: OPERATOR_CLIENT_ID, jwks: operators.jwks() },
      identities: cognitoIdentities({ region: REGION, userPoolId: USER_POOL_ID, client: inProcess(cognito) }),
      operatorModel: readModel(readSources('schema/operator')).model,
      compat: options.compat ?? false,
      openLimiter,
      cursorSecret: settings.cursorSecret,
      sendsMail: true,
      mailService: {
        mailer: mailbox.mailer,
        from: { address: 'no-reply@localhost', name: 'TenantQL' },
        // The port is known once the server listens.
        get appUrl() {
          return url;
        },
      },
      tierPrefix: TIER_PREFIX,
      outbound: openOutbound({ policy: LAPTOP_TOO }),
      queue: background.queue,
      bus: eventFile(join(data, EVENTS), log),
      now: Date.now,
      lines: usage.lines,
      deliverLines: usage.deliverLines,
      log: usage.tap(log),
    };
    const open = (app: App): Serving => openServing(app, parts, options, handlers);
    const served = openServed(open({ ...options, model }));
    servedModel = () => served.current().model;
    const apis = { handlers, sockets: socketPlane.api, files: files.serve, mailbox: mailbox.serve };
    const port = openPort(ground, served, apis, { ...options, filesBucket });
    background.watch();
    await endLostConnections(openConnectionRecords(iam.realtimeSend('socket')), handlers.socket);
    url = `http://localhost:${await listen(port.server, options.port)}`;
    recordServer(data, { url, dynamoDb: dynamoDb.endpoint });
    // Before this process takes a lease of its own.
    await endLeases(ground.control);
    background.begin();
    files.begin();
    await sendAllWork(ground.control, background.queue);
    // The queue is in memory, so it has lost the sweeps and the runs that a stop left.
    await sendLaterSweeps(ground.control, background.queue);
    await repeatSlots(ground.control);
    const upkeep = openPeriodic(
      async () => {
        await handlers.work({});
        await served.use(({ system }) => system.platform.usage.catchUp());
        await served.use(({ system }) => dropAllExpired(system.jobParts));
        return 'done';
      },
      {
        pause: UPKEEP_PAUSE,
        onError: (error) => {
          log({ level: 'error', message: 'upkeep failed', ...describeError(error) });
        },
      },
    );
    const schedule = openPeriodic(() => handlers.socket({}).then(() => 'done'), {
      pause: SOCKET_SCHEDULE_MINUTES * 60_000,
      onError: (error) => {
        log({ level: 'error', message: 'the schedule of sockets failed', ...describeError(error) });
      },
    });
    const slots = openSlots(handlers, log);
    return {
      url,
      filesUrl: `${url}/${filesBucket}`,
      socketUrl: `${url.replace(/^http/, 'ws')}/${SOCKET_STAGE}`,
      cognito,
      operators,
      replace: (app) => replaceApp(ground, served, app, open),
      died: dynamoDb.died,
      stop: async () => {
        forgetServer(data);
        await socketPlane.api.stop();
        await port.close();
        await files.stop();
        await schedule.stop();
        await slots.stop();
        await upkeep.stop();
        await served.current().system.platform.usage.catchUp();
        await background.stop();
        await dynamoDb.stop();
        log({ level: 'info', message: 'stopped' });
      },
    };
  } catch (error) {
    await dynamoDb.stop();
    throw diskProblem(error as NodeJS.ErrnoException, data) ?? error;
  }
}

const UNWRITABLE: readonly string[] = ['EROFS', 'EACCES', 'EPERM'];

/** @throws {UsageError} if the environment names no client of DynamoDB */
function requireClient(): void {
  try {
    chosenClient({});
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Returns what to do about a disk that takes no files, or null if the error has another cause. */
function diskProblem({ code = '', name }: NodeJS.ErrnoException, data: string): UsageError | null {
  const another = 'or name another directory with --data.';
  if (code === 'ENOSPC' || name === 'DiskFull')
    return new UsageError(`The disk of the data directory "${data}" is full: free some space, ${another}`);
  if (!UNWRITABLE.includes(code)) return null;
  return new UsageError(`The data directory "${data}" cannot be written (${code}): allow it, ${another}`);
}
