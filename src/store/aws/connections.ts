import {
  Agent as HttpAgent,
  request as requestHttp,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

import { callError } from './call-error.ts';
import type { HttpHandler, HttpRequest, HttpResponse } from './http.ts';
import { openSlots } from './slots.ts';

/** Milliseconds. */
const CONNECTION_TIMEOUT = 1_000;
const REQUEST_TIMEOUT = 3_000;
const MAX_CONNECTIONS = 50;

export interface ConnectionOptions {
  /** Milliseconds that one attempt may take; 3,000 by default, so that three fit into the 29 seconds of API Gateway. */
  readonly requestTimeout?: number | undefined;
}

/** Sends a request over a connection of the pool. */
type Exchange = (request: HttpRequest, signal: AbortSignal | undefined) => Promise<HttpResponse>;

/**
 * Opens a pool of connections that are kept alive. A call waits for one of them in a queue, and its time limit begins
 * when it leaves the queue. So a request that makes many calls at once waits and does not time out.
 */
export function openConnections({ requestTimeout = REQUEST_TIMEOUT }: ConnectionOptions = {}): HttpHandler {
  const options = { keepAlive: true, maxSockets: MAX_CONNECTIONS };
  const exchange = exchangeOver({
    http: new HttpAgent(options),
    https: new HttpsAgent(options),
    requestTimeout,
  });
  const slots = openSlots(MAX_CONNECTIONS);
  return {
    async handle(request, { abortSignal } = {}) {
      const release = await slots.take(abortSignal);
      try {
        return { response: await exchange(request, abortSignal) };
      } finally {
        release();
      }
    },
  };
}

const shared = new Map<number, HttpHandler>();

/**
 * Returns the pool of this process for a time limit. All clients use it, so that a cold start makes one connection to
 * DynamoDB and not one for each client.
 */
export function sharedConnections({ requestTimeout = REQUEST_TIMEOUT }: ConnectionOptions = {}): HttpHandler {
  const pool = shared.get(requestTimeout) ?? openConnections({ requestTimeout });
  shared.set(requestTimeout, pool);
  return pool;
}

function exchangeOver({
  http,
  https,
  requestTimeout,
}: {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  readonly requestTimeout: number;
}): Exchange {
  const open = ({ protocol, method, hostname, port, path, headers }: HttpRequest): ClientRequest => {
    // A URL writes an address of IPv6 in brackets.
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const options = { method, host, port, path, headers };
    return protocol === 'http:'
      ? requestHttp({ ...options, agent: http })
      : requestHttps({ ...options, agent: https });
  };
  return (request, signal) =>
    new Promise((resolve, reject) => {
      const outgoing = open(request);
      outgoing.on('error', (error) => {
        end(error);
      });
      /** Rejects before the request is destroyed, whose own error says less. */
      const end = (error: Error): void => {
        settle();
        reject(error);
        outgoing.destroy();
      };
      const abort = (): void => {
        end(callError('The request was aborted.', { name: 'AbortError' }));
      };
      const timer = setTimeout(() => {
        end(timedOut(`There was no answer within ${requestTimeout} ms.`, false));
      }, requestTimeout);
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      if (signal?.aborted) {
        abort();
        return;
      }
      signal?.addEventListener('abort', abort, { once: true });
      limitConnecting(outgoing, request.protocol, end);
      outgoing.once('response', (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', end);
        incoming.once('end', () => {
          settle();
          resolve(responseOf(incoming, chunks));
        });
      });
      outgoing.end(request.body);
    });
}

/** Ends a request whose new connection is not made in time. */
function limitConnecting(outgoing: ClientRequest, protocol: string, end: (error: Error) => void): void {
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => {
      end(timedOut(`There was no connection within ${CONNECTION_TIMEOUT} ms.`, true));
    }, CONNECTION_TIMEOUT);
    const clear = (): void => {
      clearTimeout(timer);
    };
    socket.once(protocol === 'http:' ? 'connect' : 'secureConnect', clear).once('close', clear);
  });
}

function responseOf(incoming: IncomingMessage, chunks: readonly Buffer[]): HttpResponse {
  const [first = Buffer.alloc(0)] = chunks;
  return {
    statusCode: incoming.statusCode ?? 0,
    headers: incoming.headers as Record<string, string>,
    body: chunks.length <= 1 ? first : Buffer.concat(chunks),
  };
}

function timedOut(message: string, isUnsent: boolean): Error {
  return callError(message, { name: 'TimeoutError', isUnsent });
}
