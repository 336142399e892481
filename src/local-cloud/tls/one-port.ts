import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Certificate } from './certificate.ts';

export interface OnePortOptions {
  readonly certificate: Certificate;
  /** Milliseconds that an idle connection stays open. */
  readonly keepAliveTimeout: number;
  readonly onRequest: RequestListener;
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** A server of HTTP with and without TLS. */
export interface OnePort {
  /** The server that listens. */
  readonly server: Server;
  /** Stops to listen, and closes all connections. */
  close(): Promise<void>;
}

/** The first byte of a connection by TLS: a record of its handshake (RFC 8446, 5.1). No method of HTTP begins with it. */
const HANDSHAKE = 0x16;

/**
 * Serves HTTP with and without TLS on one port: the first byte of a connection says which. Some clients know `wss` alone,
 * and others do not accept a certificate that no authority signed.
 */
export function openOnePort({
  certificate,
  keepAliveTimeout,
  onRequest,
  onUpgrade,
}: OnePortOptions): OnePort {
  const plain = createHttp({ keepAliveTimeout }, onRequest).on('upgrade', onUpgrade);
  const encrypted = createHttps({ ...certificate, keepAliveTimeout }, onRequest).on('upgrade', onUpgrade);
  // Each limits the time of a request's headers and body from then on, as a server that listens does.
  for (const inner of [plain, encrypted]) inner.emit('listening');
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    // A client that goes away before it has said anything is not an error.
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      socket.unshift(chunk);
      (chunk[0] === HANDSHAKE ? encrypted : plain).emit('connection', socket);
      process.nextTick(() => {
        socket.resume();
      });
    });
  });
  return {
    server,
    async close() {
      const closed = server.listening ? once(server, 'close') : null;
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
