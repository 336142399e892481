import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { WebSocket } from 'ws';
import { createClient, MessageType } from 'graphql-ws';

import { openSocketApi, type SocketResult } from '../../src/local-cloud/gateway/index.ts';
import { ROUTE_SELECTION, SOCKET_ROUTES, SOCKET_STAGE } from '../../src/lambda/index.ts';
import { inParallel } from '../../src/tenant/index.ts';
import type { FromOutside, Order } from './open-outside.ts';

/**
 * The process of what is outside the functions: the gateway of the laptop, and clients of graphql-ws. So the CPU of the process
 * that publishes is that of publishing alone.
 */
const CONNECTING = 10;
const calls = new Map<number, (result: SocketResult) => void>();
const seen = new Map<string, number[]>();
let called = 0;
let clients = 0;

const say = (message: FromOutside): void => {
  process.send?.(message);
};

const api = openSocketApi({
  apiId: 'bench',
  accountId: '000000000000',
  region: 'us-east-1',
  stage: SOCKET_STAGE,
  routeSelection: ROUTE_SELECTION,
  routes: Object.entries(SOCKET_ROUTES).map(([key, { answers }]) => ({
    key,
    answers,
    handler: (event) =>
      new Promise((resolve) => {
        called += 1;
        calls.set(called, resolve);
        say({ is: 'call', call: called, event });
      }),
  })),
  judge: { signerOf: () => ({ name: 'bench', firstDenied: () => null }) },
});
const server = createServer((request, response) => {
  void api.gateway(request, response).then((isOurs) => {
    if (!isOurs) response.writeHead(404).end();
  });
});
server.on('upgrade', (request, socket, head) => {
  if (!api.upgrade(request, socket, head)) socket.destroy();
});
server.listen(0, '127.0.0.1', () => {
  say({ is: 'open', port: (server.address() as AddressInfo).port });
});

/** Connects one more client, and waits until its subscription is armed. */
function connect({ query, key }: Extract<Order, { is: 'connect' }>, token: string): Promise<void> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const client = createClient({
      url: `ws://127.0.0.1:${port}/${SOCKET_STAGE}`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization: token },
      on: {
        pong: (_received, payload) => {
          if (payload?.['armed'] !== undefined) resolve();
        },
        message: (message) => {
          if (message.type !== MessageType.Next) return;
          const at = Number(process.hrtime.bigint()) / 1e6;
          const row = message.payload.data?.[key] as { readonly id: string };
          const times = seen.get(row.id) ?? [];
          seen.set(row.id, times);
          times.push(at);
          if (times.length === clients) say({ is: 'seen', id: row.id, times });
        },
      },
    });
    const fail = (error: unknown): void => {
      reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
    };
    client.subscribe({ query }, { next: () => undefined, error: fail, complete: () => undefined });
  });
}

process.on('message', (order: Order) => {
  if (order.is === 'answer') {
    calls.get(order.call)?.(order.result);
    calls.delete(order.call);
    return;
  }
  clients += order.tokens.length;
  void inParallel(order.tokens, CONNECTING, (token) => connect(order, token)).then(() => {
    say({ is: 'armed' });
  });
});
process.on('disconnect', () => process.exit());
