import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';

import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import { createGateway } from '../../src/local-cloud/gateway/gateway.ts';
import type { GatewayOptions } from '../../src/local-cloud/gateway/gateway.ts';

export const api = { stage: 'local', apiId: 'abc123', region: 'eu-central-1', accountId: '123456789012' };
export const arn = 'arn:aws:execute-api:eu-central-1:123456789012:abc123/local';

/** A gateway on a free port of the loopback; requests that it does not serve get the answer "elsewhere". */
export interface GatewayServer {
  readonly url: string;
  readonly port: number;
  /** The log lines of the gateway so far. */
  readonly lines: readonly string[];
  close(): Promise<void>;
}

export async function serveGateway(options: Omit<GatewayOptions, keyof typeof api>): Promise<GatewayServer> {
  const lines: string[] = [];
  const gateway = createGateway({ ...api, log: (line) => lines.push(line), ...options });
  const server = createServer((request, response) => {
    void gateway(request, response).then((served) => {
      if (!served) response.end('elsewhere');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    lines,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Returns the event as the answer: a handler for tests. */
export function echo(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  return Promise.resolve({ statusCode: 200, body: JSON.stringify(event) });
}

/** Sends text over a plain socket; returns everything that comes back until the server closes it. */
export async function talk(port: number, text: string): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk.toString()));
  socket.end(text);
  await once(socket, 'close');
  return heard;
}
