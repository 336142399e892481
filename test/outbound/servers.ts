import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import {
  createServer as createRawServer,
  type AddressInfo,
  type Socket,
  type Server as RawServer,
} from 'node:net';

import type { Certificate } from '../../src/local-cloud/tls/index.ts';

/** A server of a test. */
export interface TestServer {
  readonly port: number;
  /** The requests that came, as `POST /path`. */
  readonly heard: readonly string[];
  close(): Promise<void>;
}

/** Opens a server at an address of this machine. */
export function openServer(answer: RequestListener, address = '127.0.0.1', port = 0): Promise<TestServer> {
  return open((listen) => createServer(listen), answer, address, port);
}

/** Opens a server with TLS. */
export function openSecureServer(
  { cert, key }: Certificate,
  answer: RequestListener,
  address = '127.0.0.1',
): Promise<TestServer> {
  return open((listen) => createSecureServer({ cert, key }, listen), answer, address, 0);
}

/** Opens a server that does not speak HTTP by itself. */
export async function openRawServer(
  onSocket: (socket: Socket) => void,
  address = '127.0.0.1',
): Promise<TestServer> {
  const heard: string[] = [];
  const server = createRawServer((socket) => {
    heard.push('connection');
    socket.on('error', () => undefined);
    socket.once('data', () => {
      onSocket(socket);
    });
  });
  return listening(server, heard, address, 0);
}

function open(
  create: (listen: RequestListener) => Server,
  answer: RequestListener,
  address: string,
  port: number,
): Promise<TestServer> {
  const heard: string[] = [];
  const server = create((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    request.resume();
    answer(request, response);
  });
  return listening(server, heard, address, port);
}

async function listening(
  server: RawServer,
  heard: readonly string[],
  address: string,
  port: number,
): Promise<TestServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
