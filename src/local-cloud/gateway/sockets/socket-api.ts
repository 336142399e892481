import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer } from 'ws';

import { bytesOf, type Judge, type SdkHandler } from '../../iam/index.ts';
import { writeAnswer } from '../answer.ts';
import { describeProblem } from '../describe-problem.ts';
import type { Api } from '../event.ts';
import type { Gateway } from '../gateway.ts';
import { invoke } from '../invoke.ts';
import { lambdaContext } from '../lambda-context.ts';
import { integrationTimeoutMs } from '../limits.ts';
import { readBody } from '../request-body.ts';
import { pathOf } from '../request-target.ts';
import { connectionsApi } from './connections.ts';
import { connectEvent, disconnectEvent, messageEvent, newId, type Peer, type SocketEvent } from './event.ts';
import { openFrameMeter } from './frame-meter.ts';
import { closeCodes, socketLimits, type SocketLimits } from './limits.ts';
import { openLiveSocket, type LiveSocket } from './live-sockets.ts';
import { readSocketResult, routeOf, type SocketResult, type SocketRoute } from './route.ts';

export interface SocketApiOptions extends Api {
  readonly routes: readonly SocketRoute[];
  /** The expression that chooses the route of a message: `$request.body.type`. */
  readonly routeSelection: string;
  /** Paths of a custom domain that lead to the stage, in addition to `/<stage>`. */
  readonly mappedPaths?: readonly string[];
  /** Judges the calls of `@connections`. */
  readonly judge: Pick<Judge, 'signerOf'>;
  /** Limits that replace those of API Gateway. */
  readonly limits?: Partial<SocketLimits>;
  /** Time limit of a function. The default is 29 s. */
  readonly timeoutMs?: number;
  /** Returns milliseconds since 1970. */
  readonly now?: () => number;
  /**
   * Delays an event before its function is called. The messages of one connection run at the same time, as on AWS. So a
   * message can overtake one that came before it, which a test shows by a delay.
   */
  readonly delay?: (event: SocketEvent) => Promise<void>;
  /** Receives a line for each failure with its reason. */
  readonly log?: (line: string) => void;
}

/** A WebSocket API of API Gateway in this process. */
export interface SocketApi {
  /** Takes over the upgrade of a request. Returns false, without touching it, for another path. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** The `@connections` API, as the sender of a client. */
  readonly connections: SdkHandler;
  /** The same over HTTP, below `/<stage>/@connections`. */
  readonly gateway: Gateway;
  /**
   * Closes all connections, and calls the function of `$disconnect` for them. Resolves when the functions under way have ended,
   * or after a second. What has not begun by then is not called.
   */
  stop(): Promise<void>;
}

/** Milliseconds of a stop in which functions are called. */
const STOPPING_MS = 1_000;
/** Functions of `$disconnect` that a stop calls in parallel. */
const STOPPING_IN_PARALLEL = 16;

/** Opens a WebSocket API with Lambda proxy integrations. Events, limits and errors are as on AWS. */
export function openSocketApi(options: SocketApiOptions): SocketApi {
  const { routes, routeSelection, now = Date.now, log = () => undefined } = options;
  const { timeoutMs = integrationTimeoutMs, delay = () => Promise.resolve(), mappedPaths = [] } = options;
  const limits = { ...socketLimits, ...options.limits };
  const paths = [`/${options.stage}`, ...mappedPaths];
  const sockets = new Map<string, LiveSocket>();
  const opened = new WeakSet<Peer>();
  const peers = new WeakMap<IncomingMessage, Peer>();
  const chosen = new WeakMap<IncomingMessage, string>();
  const underWay = new Set<Promise<void>>();
  /** The ends of connections that wait for their functions, while the API stops. */
  let waiting: (() => Promise<void>)[] | null = null;

  const run = (work: Promise<void>): void => {
    const noted = work.finally(() => underWay.delete(noted));
    underWay.add(noted);
  };

  /** Calls the function of a route. Returns null if it fails. */
  const call = async (route: SocketRoute, event: SocketEvent): Promise<SocketResult | null> => {
    await delay(event);
    const context = lambdaContext({
      ...options,
      functionName: 'socket',
      requestId: event.requestContext.requestId,
      deadline: now() + timeoutMs,
      now,
    });
    const outcome = await invoke(() => route.handler(event, context), timeoutMs);
    const name = `The function of the route ${route.key}`;
    switch (outcome.kind) {
      case 'timed-out':
        log(`${name} did not answer within ${timeoutMs} ms.`);
        return null;
      case 'threw':
        log(`${name} threw: ${describeProblem(outcome.error)}`);
        return null;
      case 'returned': {
        const result = readSocketResult(outcome.value);
        if (typeof result !== 'string') return result;
        log(`${name} returned no valid answer. ${result}`);
        return null;
      }
      default:
        return outcome satisfies never;
    }
  };

  const connect = async (request: IncomingMessage): Promise<SocketResult> => {
    const peer = { id: newId(), connectedAt: now(), request };
    peers.set(request, peer);
    const route = routes.find(({ key }) => key === '$connect');
    if (!route) return { statusCode: 200 };
    const event = connectEvent(options, peer);
    return (await call(route, event)) ?? { statusCode: 502, body: failure(event, 'Internal server error') };
  };

  const disconnect = (peer: Peer, code: number, reason: string): void => {
    const route = routes.find(({ key }) => key === '$disconnect');
    if (!route) return;
    const event = disconnectEvent(options, peer, { code, reason, at: now() });
    const end = async (): Promise<void> => {
      await call(route, event);
    };
    if (waiting) waiting.push(end);
    else run(end());
  };

  /** Calls functions, a few at a time, until a signal. Waits for all that are under way. */
  const settle = async (ends: readonly (() => Promise<void>)[], signal: AbortSignal): Promise<void> => {
    const left = [...ends];
    const lane = async (): Promise<void> => {
      for (let end = left.shift(); end && !signal.aborted; end = left.shift()) await end();
    };
    await Promise.all(Array.from({ length: STOPPING_IN_PARALLEL }, lane));
    while (underWay.size > 0) await Promise.all(underWay);
  };

  const receive = async (peer: Peer, body: string): Promise<void> => {
    const route = routeOf(routes, routeSelection, body);
    const event = messageEvent(options, peer, { routeKey: route?.key ?? '$default', body, at: now() });
    const answerTo = (text: string): void => sockets.get(peer.id)?.send(text);
    if (!route) {
      answerTo(failure(event, 'Forbidden'));
      return;
    }
    const result = await call(route, event);
    if (!result) answerTo(failure(event, 'Internal server error'));
    else if (route.answers && result.body) answerTo(result.body);
  };

  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
    handleProtocols: (_offered, request) => chosen.get(request) ?? false,
    // The function of `$connect` runs when the handshake is known to be valid, and before it is answered.
    verifyClient: ({ req }, done) => {
      run(
        connect(req).then(({ statusCode, headers = {}, body }) => {
          const accepted = statusCode >= 200 && statusCode < 300;
          const protocol = Object.entries(headers).find(
            ([name]) => name.toLowerCase() === 'sec-websocket-protocol',
          );
          if (protocol) chosen.set(req, protocol[1]);
          if (accepted) done(true);
          else done(false, statusCode, body, { 'Content-Type': 'application/json' });
          const peer = peers.get(req);
          // The client went away meanwhile.
          if (accepted && peer && !opened.has(peer)) disconnect(peer, 1006, '');
        }),
      );
    },
  });

  const connections = connectionsApi({ ...options, sockets, limits });

  return {
    upgrade(request, socket, head) {
      const path = pathOf(request.url ?? '/')?.replace(/\/$/, '');
      if (path === undefined || !paths.includes(path)) return false;
      server.handleUpgrade(request, socket, head, (opening) => {
        const peer = peers.get(request);
        if (!peer) return;
        opened.add(peer);
        const live = openLiveSocket(sockets, peer, opening, {
          limits,
          now,
          onMessage: (text) => {
            run(receive(peer, text));
          },
          onEnd: (code, reason) => {
            disconnect(peer, code, reason);
          },
        });
        const fits = openFrameMeter(limits.frameBytes);
        // Before the library reads the same bytes.
        socket.prependListener('data', (chunk: Buffer) => {
          if (!fits(chunk)) void live.close(closeCodes.tooBig);
        });
      });
      return true;
    },
    connections,
    gateway: overHttp(connections, `/${options.stage}/@connections/`, limits),
    async stop() {
      const ends = (waiting ??= []);
      server.close();
      await Promise.all([...sockets.values()].map((live) => live.close(closeCodes.goingAway)));
      const over = new AbortController();
      const timer = setTimeout(() => {
        over.abort();
      }, STOPPING_MS);
      await Promise.race([settle(ends, over.signal), once(over.signal, 'abort')]);
      clearTimeout(timer);
    },
  };
}

/** Returns the frame of a message that failed, as API Gateway sends it. */
function failure({ requestContext: { connectionId, requestId } }: SocketEvent, message: string): string {
  return JSON.stringify({ message, connectionId, requestId });
}

/** Opens the API of connections over HTTP. */
function overHttp(
  connections: SdkHandler,
  base: string,
  { messageBytes }: SocketLimits,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    const path = pathOf(request.url ?? '/');
    if (!path?.startsWith(base)) return false;
    const read = await readBody(request, messageBytes);
    if (read === 'aborted') return true;
    // The call itself refuses what is too long.
    const body = read === 'too-long' ? Buffer.alloc(messageBytes + 1) : read;
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const { method = 'GET' } = request;
    const { response: answer } = await connections.handle({
      method,
      hostname: 'localhost',
      path,
      headers,
      body,
    });
    const bytes = await bytesOf({ ...answer, method, hostname: '', path, headers });
    writeAnswer(response, {
      status: answer.statusCode,
      headers: Object.entries(answer.headers).filter(([name]) => name !== 'content-length'),
      body: Buffer.from(bytes),
    });
    return true;
  };
}
