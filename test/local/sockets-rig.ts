import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { WebSocket, type ClientOptions } from 'ws';

import {
  openSocketApi,
  type SocketApi,
  type SocketApiOptions,
  type SocketEvent,
  type SocketResult,
} from '../../src/local-cloud/gateway/index.ts';
import { openJudge, openSessions, type PolicyDocument } from '../../src/local-cloud/iam/index.ts';
import { api } from './gateway-server.ts';

export type Answering = (event: SocketEvent) => Promise<SocketResult>;

/** A WebSocket API on a free port of the loopback. */
export interface Rig {
  readonly sockets: SocketApi;
  readonly url: string;
  /** The events so far. */
  readonly events: readonly SocketEvent[];
  readonly lines: readonly string[];
  /** Resolves with the first event of a route. */
  readonly event: (route: string) => Promise<SocketEvent>;
  readonly open: (path?: string, protocols?: readonly string[], options?: ClientOptions) => WebSocket;
  /** Returns a client of `@connections` with the given policies. */
  readonly managing: (policies?: readonly PolicyDocument[]) => ApiGatewayManagementApiClient;
}

const ALL: PolicyDocument = {
  Statement: [{ Effect: 'Allow', Action: 'execute-api:ManageConnections', Resource: '*' }],
};
export const fine = { statusCode: 200 };

const closing: (() => Promise<void>)[] = [];

/** Closes the rigs of a test. */
export async function closeRigs(): Promise<void> {
  for (const close of closing.splice(0)) await close();
}

export async function openRig(
  answering: Answering = () => Promise.resolve(fine),
  options: Partial<SocketApiOptions> = {},
): Promise<Rig> {
  const sessions = openSessions();
  const events: SocketEvent[] = [];
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const handler: Answering = (event) => {
    events.push(event);
    for (const look of waiting) look();
    return answering(event);
  };
  const route = (key: string, answers = false) => ({ key, answers, handler });
  const sockets = openSocketApi({
    ...api,
    stage: 'realtime',
    routeSelection: '$request.body.type',
    routes: [
      route('$connect'),
      route('$disconnect'),
      route('$default'),
      route('ping', true),
      route('mute', false),
    ],
    mappedPaths: ['/api/graphql/realtime'],
    judge: openJudge(sessions),
    log: (line) => lines.push(line),
    ...options,
  });
  const server: Server = createServer((request, response) => {
    void sockets.gateway(request, response).then((served) => {
      if (!served) response.end('elsewhere');
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (!sockets.upgrade(request, socket, head)) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  closing.push(async () => {
    await sockets.stop();
    server.closeAllConnections();
    server.close();
  });
  return {
    sockets,
    url: `http://127.0.0.1:${port}`,
    events,
    lines,
    event: (key) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find(({ requestContext }) => requestContext.routeKey === key);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    open: (path = '/realtime', protocols = [], more = {}) =>
      new WebSocket(`ws://127.0.0.1:${port}${path}`, [...protocols], more),
    managing: (policies = [ALL]) =>
      new ApiGatewayManagementApiClient({
        region: api.region,
        endpoint: `http://127.0.0.1:${port}/realtime`,
        maxAttempts: 1,
        credentials: sessions.ofRole({
          arn: 'arn:aws:iam::123456789012:role/socket',
          trust: { Statement: [] },
          policies,
        }),
      }),
  };
}

/** Opens a rig that holds the first event of a route. `hold` resolves with what lets it continue. */
export async function openHeldRig(
  key: string,
): Promise<Rig & { readonly hold: Promise<() => void>; heldId: () => string }> {
  let begin: (release: () => void) => void = () => undefined;
  let held = '';
  const hold = new Promise<() => void>((resolve) => (begin = resolve));
  const delay = (event: SocketEvent): Promise<void> => {
    if (held !== '' || event.requestContext.routeKey !== key) return Promise.resolve();
    held = idOf(event);
    return new Promise((resolve) => {
      begin(resolve);
    });
  };
  return { ...(await openRig(undefined, { delay })), hold, heldId: () => held };
}

export async function message(socket: WebSocket): Promise<unknown> {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return JSON.parse(data.toString());
}

export async function closeOf(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

export async function refusalOf(socket: WebSocket): Promise<number> {
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
  return response.statusCode;
}

export const idOf = ({ requestContext }: SocketEvent): string => requestContext.connectionId;
