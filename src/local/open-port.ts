import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';

import { UsageError } from '../app/index.ts';
import { SOCKET_STAGE, type Handlers } from '../lambda/index.ts';
import type { SocketApi } from '../local-cloud/gateway/index.ts';
import { openCertificate, openOnePort, type OnePort } from '../local-cloud/tls/index.ts';
import {
  CLIENT_ID,
  ENDPOINT_PATH,
  IDENTITY_POOL_ID,
  OPERATOR_PAGE,
  OPERATOR_POOL_ID,
  REGION,
  REST_PAGE,
  REST_PATH,
  TLS,
  USER_POOL_ID,
} from './data-directory/index.ts';
import type { Ground } from './ground.ts';
import { openIdentities } from './open-identities.ts';
import type { Serving } from './open-serving.ts';
import { openOperatorGateway, operatorPage } from './operator-plane.ts';
import { pageConfig } from './page-config.ts';
import { serve, serveUpgrades, type Doors } from './serve.ts';
import type { Served } from './served.ts';
import type { TenantPlaneOptions } from './tenant-plane.ts';
import { openWeb, type WebHandler } from './web.ts';
import type { WebConfig } from '../../web/config.ts';

/**
 * Milliseconds that an idle connection stays open. A client may compute for seconds, as SRP does on a slow
 * machine, and then send its next request.
 */
const KEEP_ALIVE = 75_000;

/** What the port serves in addition to user pools and pages. */
export interface Apis {
  readonly handlers: Handlers;
  readonly sockets: SocketApi;
  readonly files: Doors['files'];
  readonly mailbox: WebHandler;
}

/** Opens the port of the laptop: pages, user pools, APIs, sockets and files. It does not listen yet. */
export function openPort(
  { data, iam, cognito, operators }: Ground,
  served: Served<Serving>,
  { handlers, sockets, files, mailbox }: Apis,
  {
    allowHeaders,
    filesBucket,
    log,
  }: Pick<TenantPlaneOptions, 'allowHeaders' | 'log'> & {
    readonly filesBucket: string;
  },
): OnePort {
  const cloud = {
    endpoint: ENDPOINT_PATH,
    reference: `${REST_PATH}/openapi.json`,
    socket: `/${SOCKET_STAGE}`,
    region: REGION,
    userPoolId: USER_POOL_ID,
    clientId: CLIENT_ID,
    files: { bucket: filesBucket, identityPoolId: IDENTITY_POOL_ID },
  };
  const today = new Date().toISOString().slice(0, 10);
  const tenantPage = (): WebConfig => pageConfig(served.current().model, served.current().seed, cloud, today);
  const web = openWeb({
    pages: {
      '/': tenantPage,
      [OPERATOR_PAGE]: () => operatorPage(served.current().seed, today),
    },
    references: { [REST_PAGE]: tenantPage },
    log: (message) => {
      log({ level: 'info', message });
    },
  });
  const operatorGateway = openOperatorGateway(handlers, { ...(allowHeaders && { allowHeaders }) });
  return openOnePort({
    certificate: openCertificate(join(data, TLS)),
    keepAliveTimeout: KEEP_ALIVE,
    onRequest: serve({
      pools: { [USER_POOL_ID]: cognito, [OPERATOR_POOL_ID]: operators },
      identities: openIdentities({ iam, cognito, log }),
      gateways: () => [served.current().tenantGateway, operatorGateway, sockets.gateway],
      web: async (request, response) => (await mailbox(request, response)) || web(request, response),
      files,
      log,
    }),
    onUpgrade: serveUpgrades(sockets),
  });
}

/**
 * Listens on a port of loopback; 0 lets the system choose. Returns the port.
 * @throws {UsageError} if the port is in use
 */
export function listen(server: Server, port: number): Promise<number> {
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
