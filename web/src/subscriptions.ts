import type { FetcherParams } from '@graphiql/toolkit';
import { createClient, type Client } from 'graphql-ws';

import { sessionEnded } from './session.ts';
import type { SessionStore } from './session.ts';

/** What the footer shows of the connection that subscriptions use. None is open while none runs. */
export type ConnectionState = 'none' | 'connecting' | 'open' | 'lost';

/** The subscriptions of one session. */
export interface Subscriptions {
  /** Runs a subscription until its iterator is closed. A connection that was lost is opened again. */
  run(params: FetcherParams, headers: Headers): ReturnType<Client['iterate']>;
  /** Closes all connections. */
  close(): void;
}

/** Milliseconds between two pings. API Gateway closes a connection after ten minutes without a message. */
const keepAlive = 540_000;
/** Milliseconds before a lost connection is opened again. */
const retryAfter = 1_000;

/**
 * Opens the subscriptions of a session over WebSocket. Each connection proves its caller with the session's token, refreshed
 * if needed, or with the Authorization header of the headers editor.
 */
export function openSubscriptions(
  path: string,
  session: SessionStore,
  onState: (state: ConnectionState) => void,
): Subscriptions {
  const url = new URL(path, location.href.replace(/^http/, 'ws')).href;
  /** A connection has one caller, so there is one for each set of headers. */
  const clients = new Map<string, Client>();

  const open = (headers: Headers): Client =>
    createClient({
      url,
      keepAlive,
      retryAttempts: Infinity,
      shouldRetry: () => true,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, retryAfter)),
      connectionParams: async () => {
        const own = Object.fromEntries(headers);
        if (headers.has('authorization')) return own;
        const token = await session.accessToken();
        if (!token) throw new Error(sessionEnded);
        return { ...own, authorization: `Bearer ${token}` };
      },
      on: {
        connecting: (isRetry) => {
          onState(isRetry ? 'lost' : 'connecting');
        },
        connected: () => {
          onState('open');
        },
        closed: (event) => {
          onState(isEnd(event) ? 'none' : 'lost');
        },
      },
    });

  return {
    run({ query, operationName, variables }, headers) {
      const key = JSON.stringify([...headers]);
      const client = clients.get(key) ?? open(headers);
      clients.set(key, client);
      return client.iterate({
        query,
        operationName: operationName ?? null,
        variables: (variables ?? null) as Record<string, unknown> | null,
      });
    },
    close() {
      for (const client of clients.values()) void client.dispose();
      onState('none');
    },
  };
}

/** Returns whether this page closed the connection, because no subscription runs any more. */
function isEnd(event: unknown): boolean {
  return event instanceof CloseEvent && event.code === 1000 && event.reason === 'Normal Closure';
}
