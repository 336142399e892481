import { setTimeout as pause } from 'node:timers/promises';

import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import type { System } from './system.ts';

/** A client of graphql-ws with one subscription, which begins again whenever something ends it. */
export interface Subscriber {
  readonly tenant: string;
  /** Whether it resumes from its last cursor. Else it loses what comes while it is away. */
  readonly resumes: boolean;
  /** Resolves when it is armed for the first time. */
  readonly armed: Promise<void>;
  /** The events in the order in which they came first. */
  readonly events: readonly SignalEvent[];
  /** Events that came again with the same id. */
  repeated(): number;
  /** Cuts its socket off, in whatever state the connection is. Returns whether it had one. */
  cut(): boolean;
  stop(): Promise<void>;
}

export interface SignalEvent {
  readonly eventId: string;
  readonly row: Signal;
}

/** A row. Its id is the number of the write, and so the tenants have equal ids. */
export interface Signal {
  readonly id: string;
  readonly tenant: string;
}

interface Place {
  readonly eventId: string;
  readonly cursor?: string;
}

const QUERY = 'subscription { onCreateSignal { id tenant } }';
/** Milliseconds between two attempts of a client. */
const BETWEEN = 100;
/** Errors that name a loss. Others come from faults, and the client tries again. */
const LOSSES = ['RESYNC_REQUIRED', 'INVALID_CURSOR'];

/** Opens a client of a tenant. `report` gets what must not happen. */
export function openSubscriber(
  system: System,
  { tenant, resumes }: Pick<Subscriber, 'tenant' | 'resumes'>,
  report: (problem: string) => void,
): Subscriber {
  const events = new Map<string, SignalEvent>();
  let repeated = 0;
  let cursor: string | undefined;
  let socket: WebSocket | null = null;
  let isStopped = false;
  let arm = (): void => undefined;
  const armed = new Promise<void>((resolve) => {
    arm = resolve;
  });
  const client = createClient({
    url: () => system.socketUrl(),
    webSocketImpl: WebSocket,
    retryAttempts: Infinity,
    retryWait: () => pause(BETWEEN),
    shouldRetry: () => true,
    connectionParams: async () => ({ authorization: await system.tokenOf(tenant) }),
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
      },
      connected: (_socket, payload) => {
        cursor ??= (payload as Partial<Place> | undefined)?.cursor;
      },
      pong: (_received, payload) => {
        if (payload && 'armed' in payload) arm();
      },
    },
  });
  const extensions = {
    get resumeFrom() {
      return cursor;
    },
  };
  const payload = { query: QUERY, ...(resumes && { extensions }) };

  const receive = (
    row: Signal | undefined,
    { eventId, cursor: next }: Partial<Place>,
    why: unknown,
  ): void => {
    if (!row || eventId === undefined) {
      report(`${tenant}: an event without its row: ${JSON.stringify(why)}`);
      return;
    }
    cursor = next ?? cursor;
    if (events.has(eventId)) repeated += 1;
    else events.set(eventId, { eventId, row });
  };
  const follow = async (): Promise<void> => {
    const iterated = client.iterate<{ readonly onCreateSignal: Signal }, Partial<Place>>(payload);
    for await (const { data, errors, extensions: place = {} } of iterated)
      receive(data?.onCreateSignal, place, errors);
  };
  const live = async (): Promise<void> => {
    while (!isStopped) {
      await follow().catch((error: unknown) => {
        const text = JSON.stringify(error);
        if (LOSSES.some((code) => text.includes(code))) report(`${tenant}: ${text}`);
      });
      await pause(BETWEEN);
    }
  };
  const lived = live();

  return {
    tenant,
    resumes,
    armed,
    get events() {
      return [...events.values()];
    },
    repeated: () => repeated,
    cut() {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.terminate();
      return true;
    },
    async stop() {
      isStopped = true;
      await client.dispose();
      await lived;
    },
  };
}
