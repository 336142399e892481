import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { cognitoVerifier, openGate } from '../tenant/index.ts';
import { keepSlots, type Model } from '../model/index.ts';
import {
  dynamoSend,
  ensureTables,
  openCursors,
  openDirectory,
  openRegister,
  type Send,
} from '../store/index.ts';
import type { CustomResolvers } from '../engine/index.ts';
import type { Log } from '../server/index.ts';
import {
  createAuthorizer,
  createGraphqlHandler,
  createJobsHandler,
  createPreTokenGeneration,
  gatewayResponses,
} from '../lambda/index.ts';

import { openCognito, type Cognito } from './cognito/index.ts';
import { openDynamoDb } from './dynamodb.ts';
import { evolveDirectory } from './evolve/evolve-directory.ts';
import { createGateway } from './gateway/index.ts';
import { openSettings, resetSettings, type Settings, USERS } from './settings.ts';
import { forgetServer, noteServer } from './running-server.ts';
import { plantSeed } from './seed/plant-seed.ts';
import type { Seed } from './seed/read-seed.ts';
import { serve } from './serve.ts';
import { UsageError } from './usage-error.ts';
import { openWeb } from './web.ts';
import { pageConfig } from './page-config.ts';

/** The identity of the laptop's cloud. It looks like AWS, so that no code needs to know the difference. */
export const REGION = 'us-east-1';
export const USER_POOL_ID = 'us-east-1_LOCAL0001';
export const CLIENT_ID = 'tenantql0local0client0001';
export const STAGE = 'api';
export const ENDPOINT_PATH = `/${STAGE}/graphql`;

/** Tokens travel in a header and never in cookies, so any origin may ask. */
const CORS = {
  allowOrigins: ['*'],
  allowMethods: ['GET', 'POST'],
  allowHeaders: [
    'accept',
    'authorization',
    'content-type',
    'x-amz-user-agent',
    'x-apollo-operation-name',
    'x-error-format',
  ],
  maxAgeSeconds: 600,
};

/**
 * How long an idle connection is kept, in milliseconds. A client that computes for seconds (SRP does, on a slow machine)
 * must not find it closed under the request that follows.
 */
const KEEP_ALIVE = 75_000;

/** How long the gateway keeps an authorizer's answer, in seconds; the same on AWS. */
const AUTHORIZER_TTL = 60;

export interface CloudOptions {
  readonly model: Model;
  readonly resolvers: CustomResolvers;
  readonly seed: Seed;
  readonly port: number;
  readonly data: string;
  readonly reset: boolean;
  /** Amplify's exact API in place of ours. */
  readonly compat?: boolean;
  readonly log: Log;
  /** Hears what was done to rows that another schema had written, and what is wrong with them. */
  readonly note?: (line: string, severity: 'info' | 'problem') => void;
}

export interface LocalCloud {
  readonly url: string;
  readonly cognito: Cognito;
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
    const { settings, save } = openSettings(data);
    const model = keepSlots(options.model, settings.schema?.record ?? null);
    const tables = { data: `tenantql-${settings.id}-data`, control: `tenantql-${settings.id}-control` };
    const dynamo = {
      region: REGION,
      endpoint: dynamoDb.endpoint,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    };
    const send = dynamoSend({ ...dynamo, table: tables.data });
    const control = dynamoSend({ ...dynamo, table: tables.control });
    const directory = openDirectory(control);
    const [cognito] = await Promise.all([
      openCognito({
        dataFile: join(data, USERS),
        region: REGION,
        userPoolId: USER_POOL_ID,
        clientId: CLIENT_ID,
        preTokenGeneration: createPreTokenGeneration(directory),
      }),
      ensureTables({ ...dynamo, ...tables, model }),
    ]);
    const cursors = openCursors(settings.cursorSecret);
    const seedDigest = createHash('sha256').update(JSON.stringify(options.seed)).digest('hex');
    const planted = settings.seeds.includes(seedDigest);
    const known = planted ? withTenants(settings, options.seed) : settings;
    await evolveDirectory({ settings: known, save, model, directory, send, note });
    if (!planted) {
      await plantSeed(options.seed, {
        model,
        cognito,
        register: openRegister(control),
        directory,
        send,
        cursors,
      });
      const { settings: evolved } = openSettings(data);
      save({ ...withTenants(evolved, options.seed), seeds: [...evolved.seeds, seedDigest] });
    }
    // Deletes that a kill cut off.
    const resume = createJobsHandler({ model, directory, send, cursors, log });
    if (planted) await resume({ tenants: options.seed.tenants.map(({ id }) => id) });
    const server = openServer({ ...options, model }, cognito, { control, send, cursors });
    const url = `http://localhost:${await listen(server, options.port)}`;
    noteServer(data, { url, dynamoDb: dynamoDb.endpoint });
    return {
      url,
      cognito,
      died: dynamoDb.died,
      stop: async () => {
        forgetServer(data);
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await dynamoDb.stop();
        log({ level: 'info', message: 'stopped' });
      },
    };
  } catch (error) {
    await dynamoDb.stop();
    throw error;
  }
}

function withTenants(settings: Settings, { tenants }: Seed): Settings {
  return {
    ...settings,
    tenants: [...new Set([...(settings.tenants ?? []), ...tenants.map(({ id }) => id)])],
  };
}

function openServer(
  { model, resolvers, compat = false, seed, log }: CloudOptions,
  cognito: Cognito,
  { control, send, cursors }: { control: Send; send: Send; cursors: ReturnType<typeof openCursors> },
): Server {
  const verify = cognitoVerifier({ userPoolId: USER_POOL_ID, clientId: CLIENT_ID, jwks: cognito.jwks() });
  const gate = openGate(verify, openDirectory(control));
  const graphql = createGraphqlHandler({ model, resolvers, compat, gate, send, cursors, log });
  const gateway = createGateway({
    apiId: 'local',
    accountId: '000000000000',
    region: REGION,
    stage: STAGE,
    routes: (['GET', 'POST'] as const).map((method) => ({
      method,
      path: '/graphql',
      handler: graphql,
      authorized: true,
      cors: CORS,
    })),
    authorizer: {
      handler: createAuthorizer(verify),
      identitySources: ['method.request.header.Authorization'],
      ttlSeconds: AUTHORIZER_TTL,
    },
    responses: gatewayResponses,
  });
  const web = openWeb({
    config: pageConfig(model, seed, {
      endpoint: ENDPOINT_PATH,
      region: REGION,
      userPoolId: USER_POOL_ID,
      clientId: CLIENT_ID,
    }),
    log: (message) => {
      log({ level: 'info', message });
    },
  });
  return createServer(
    { keepAliveTimeout: KEEP_ALIVE },
    serve({ cognito, userPoolId: USER_POOL_ID, gateway, web, log }),
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
