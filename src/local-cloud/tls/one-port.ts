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
  /** Stops to listen, and closes all connections but those that were upgraded. Resolves when those are closed too. */
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
  /** Connections that have not sent a byte yet. */
  const silent = new Set<Socket>();
  const server = createServer((socket) => {
    silent.add(socket);
    // A client that goes away before it has said anything is not an error.
    socket.on('error', () => undefined);
    socket.once('close', () => silent.delete(socket));
    socket.once('data', (chunk: Buffer) => {
      silent.delete(socket);
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
      for (const socket of silent) socket.destroy();
      plain.closeAllConnections();
      encrypted.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}
