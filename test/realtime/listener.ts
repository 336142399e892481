import { createClient, type Client, type ClientOptions, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';

/** An answer of GraphQL, as a subscription gets it. */
export interface Event {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  readonly extensions?: { readonly eventId: string; readonly cursor: string };
}

/** What one subscription of a test got. */
export interface Listener {
  /** Resolves when the server says that it is armed. */
  readonly armed: Promise<null>;
  readonly events: readonly Event[];
  /** Resolves with the events when there are as many. */
  reaches(count: number): Promise<readonly Event[]>;
  /** Resolves with what ended the subscription: an error, or null if it completed. */
  readonly ended: Promise<unknown>;
  end(): void;
}

/** A client of graphql-ws, and how often it connected. */
export interface SocketClient {
  readonly client: Client;
  readonly connects: () => number;
  /** The open socket. */
  readonly socket: () => WebSocket;
  listen(query: string, more?: Omit<SubscribePayload, 'query'>): Listener;
}

/** Makes a collector of events, and what a client calls for it. */
export function collector(end: () => void = () => undefined) {
  const events: Event[] = [];
  const waiting: { count: number; resolve: (events: readonly Event[]) => void }[] = [];
  const ended = deferred<unknown>();
  const armed = deferred<null>();
  const listener: Listener = {
    armed: armed.promise,
    events,
    reaches: (count) =>
      new Promise((resolve) => {
        if (events.length >= count) resolve(events);
        else waiting.push({ count, resolve });
      }),
    ended: ended.promise,
    end,
  };
  return {
    listener,
    arm: armed.resolve,
    observer: {
      next: (event: unknown): void => {
        events.push(event as Event);
        for (const { count, resolve } of waiting) if (events.length >= count) resolve(events);
      },
      error: ended.resolve,
      complete: () => {
        ended.resolve(null);
      },
    },
  };
}

/** Opens a client of graphql-ws for a token. It connects at its first subscription. */
export function openSocketClient(
  url: string,
  token: () => string | Promise<string>,
  { params = {}, ...options }: Partial<ClientOptions> & { params?: object } = {},
): SocketClient {
  let connects = 0;
  let socket: WebSocket | null = null;
  const arming = new Map<string, () => void>();
  const ids = new Map<unknown, string>();
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    retryWait: () => Promise.resolve(),
    connectionParams: async () => ({ authorization: await token(), ...params }),
    generateID: (payload) => ids.get(payload) ?? 'none',
    ...options,
    on: {
      ...options.on,
      opened: (opened) => {
        connects += 1;
        socket = opened as WebSocket;
      },
      pong: (_received, payload) => {
        const id = payload?.['armed'];
        if (typeof id === 'string') arming.get(id)?.();
      },
    },
  });
  return {
    client,
    connects: () => connects,
    socket: () => socket ?? fail(),
    listen(query, more = {}) {
      const payload = { query };
      // A getter such as `resumeFrom` must stay one.
      Object.defineProperties(payload, Object.getOwnPropertyDescriptors(more));
      const collected = collector(() => {
        stop();
      });
      const id = `op-${String(ids.size + 1)}`;
      ids.set(payload, id);
      arming.set(id, () => {
        collected.arm(null);
      });
      const stop = client.subscribe(payload, collected.observer);
      return collected.listener;
    },
  };
}

/** A promise, and the function that resolves it. Node 20 lacks `Promise.withResolvers`. */
export function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = fail;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function fail(): never {
  throw new Error('The client has not connected.');
}
