import type { FetcherParams } from '@graphiql/toolkit';
import {
  createClient,
  MessageType,
  type Client,
  type ExecutionResult,
  type SubscribePayload,
} from 'graphql-ws';

import { sessionEnded } from './session.ts';
import type { SessionStore } from './session.ts';

/** What the footer shows of the connections that subscriptions use. None is open while none runs. */
export type ConnectionState = 'none' | 'connecting' | 'open' | 'lost';

type Results = AsyncIterableIterator<ExecutionResult>;

/** The subscriptions of one session. */
export interface Subscriptions {
  /** Runs a subscription until its iterator is closed. A connection that was lost is opened again. */
  run(params: FetcherParams, headers: Headers): Results;
  /** Ends all subscriptions, which closes their connections. */
  close(): void;
}

/** A connection with its subscriptions that run. */
interface Connection {
  readonly client: Client;
  readonly running: Set<Results>;
  state: Exclude<ConnectionState, 'none'>;
  /** The errors by which the API refused the connection. The client itself says only that it was refused. */
  refusal: readonly { readonly extensions?: { readonly code?: unknown } }[] | null;
}

/** Milliseconds between two pings. API Gateway closes a connection after ten minutes without a message. */
const keepAlive = 540_000;
/** Milliseconds before a lost connection is opened again. */
const retryAfter = 1_000;

/**
 * Opens the subscriptions of a session over WebSocket. Each connection proves its caller with the session's token, refreshed
 * if needed, or with the Authorization header of the headers editor. A connection that the API refuses is not opened again.
 */
export function openSubscriptions(
  path: string,
  session: SessionStore,
  onState: (state: ConnectionState) => void,
): Subscriptions {
  const url = new URL(path, location.href.replace(/^http/, 'ws')).href;
  /** A connection has one caller, so there is one for each set of headers. */
  const connections = new Map<string, Connection>();
  let closed = false;

  const show = (): void => {
    if (!closed) onState(stateOf([...connections.values()]));
  };

  const open = (headers: Headers): Connection => {
    const isOwn = headers.has('authorization');
    const enter = (state: Connection['state']): void => {
      connection.state = state;
      show();
    };
    const client = createClient({
      url,
      keepAlive,
      retryAttempts: Infinity,
      shouldRetry: isOfNetwork,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, retryAfter)),
      connectionParams: async () => {
        const own = Object.fromEntries(headers);
        if (isOwn) return own;
        const token = closed ? undefined : await session.accessToken();
        if (!token) throw new Error(sessionEnded);
        return { ...own, authorization: `Bearer ${token}` };
      },
      on: {
        connecting: (isRetry) => {
          enter(isRetry ? 'lost' : 'connecting');
        },
        connected: () => {
          enter('open');
        },
        message: (message) => {
          if (message.type !== MessageType.Error || connection.state === 'open') return;
          connection.refusal = message.payload;
          const isEnded = message.payload.some(
            ({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED',
          );
          if (isEnded && !isOwn) session.end();
        },
        closed: () => {
          enter('lost');
        },
      },
    });
    const connection: Connection = { client, running: new Set(), state: 'connecting', refusal: null };
    return connection;
  };

  const run = (connection: Connection, payload: SubscribePayload): Results => {
    connection.refusal = null;
    if (connection.running.size === 0) connection.state = 'connecting';
    const inner = connection.client.iterate(payload);
    const end = (): void => {
      connection.running.delete(results);
      show();
    };
    const results: Results = {
      [Symbol.asyncIterator]: () => results,
      async next() {
        try {
          const result = await inner.next();
          if (result.done) end();
          return result as IteratorResult<ExecutionResult>;
        } catch (error) {
          end();
          throw connection.refusal ?? error;
        }
      },
      async return() {
        await inner.return?.();
        end();
        return { done: true, value: undefined };
      },
    };
    connection.running.add(results);
    show();
    return results;
  };

  return {
    run({ query, operationName, variables }, headers) {
      const key = JSON.stringify([...headers]);
      const connection = connections.get(key) ?? open(headers);
      connections.set(key, connection);
      return run(connection, {
        query,
        operationName: operationName ?? null,
        variables: (variables ?? null) as Record<string, unknown> | null,
      });
    },
    close() {
      closed = true;
      for (const { running } of connections.values()) for (const results of running) void results.return?.();
    },
  };
}

/** Returns the state that says most of the connections: that one is lost, or not open yet. */
function stateOf(connections: readonly Connection[]): ConnectionState {
  const states = connections.filter(({ running }) => running.size > 0).map(({ state }) => state);
  return (['lost', 'connecting', 'open'] as const).find((state) => states.includes(state)) ?? 'none';
}

/**
 * Returns whether a connection ended because the server or the network was away. It is an event of the browser, or the error of
 * a request for fresh tokens. Every other error repeats itself.
 */
function isOfNetwork(reason: unknown): boolean {
  return !(reason instanceof Error) || reason instanceof TypeError;
}
