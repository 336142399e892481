import { setTimeout as pause } from 'node:timers/promises';

import { parseWork, type WorkQueue } from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';
import type { Handlers } from '../lambda/index.ts';
import { openStreamReader } from '../local-cloud/dynamodb/index.ts';
import { openEventSource, openQueue, type Queue } from '../local-cloud/sqs/index.ts';

/** Milliseconds that a message is hidden from other readers, and after which one that failed comes again. */
const VISIBILITY = 60_000;
/** A message that failed so often is set aside. */
const MAX_RECEIVES = 5;
/** Messages that are worked on at the same time. */
const CONCURRENCY = 4;
/** Milliseconds of Lambda's time. A minute of it is reserved, so a slice is a second: an app is replaced between slices. */
const LAMBDA_TIME = 61_000;
/** Milliseconds between two reads of the streams while something is written. */
const BUSY = 250;
/** The same while nothing is written by this process: commands may write too. */
const IDLE = 30_000;

export interface BackgroundOptions {
  /** The URL of DynamoDB. */
  readonly endpoint: string;
  readonly region: string;
  /** Returns the names of the tables. */
  readonly tables: () => readonly string[];
  readonly handlers: () => Pick<Handlers, 'changes' | 'work'>;
  readonly log: Log;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}

/** The work behind the requests: the streams of the tables and the queue, each with its function. */
export interface Background {
  readonly queue: WorkQueue;
  /** Says that something was written. */
  readonly look: () => void;
  /** Begins to read: what is written from now on is seen. */
  begin(): Promise<void>;
  /** Resolves when the work under way has ended. */
  stop(): Promise<void>;
}

/** Returns a queue of messages as the queue of work. */
export function workQueueOf(messages: Queue, onSent: () => void = () => undefined): WorkQueue {
  return {
    send(work, afterSeconds = 0) {
      messages.send(
        work.map((one) => ({ group: one.tenantId, body: JSON.stringify(one) })),
        afterSeconds * 1000,
      );
      onSent();
      return Promise.resolve();
    },
  };
}

/** Opens the work behind the requests. The queue is in memory: a start sends again what a stop lost. */
export function openBackground({ handlers, log, now, ...from }: BackgroundOptions): Background {
  const onError = (error: unknown): void => {
    log({ level: 'error', message: 'background work failed', ...describeError(error) });
  };
  const messages = openQueue({
    visibility: VISIBILITY,
    maxReceives: MAX_RECEIVES,
    onDead: ({ body, receives }) => {
      log({ level: 'error', message: 'the work of a tenant is a dead letter', ...parseWork(body), receives });
    },
    now,
  });
  const time = { getRemainingTimeInMillis: () => LAMBDA_TIME };
  const source = openEventSource(messages, {
    call: (event) => handlers().work(event, time),
    concurrency: CONCURRENCY,
    onError,
  });
  const reader = openStreamReader({ ...from, deliver: (event) => handlers().changes(event) });
  const stopping = new AbortController();
  let wake = new AbortController();
  let reading: Promise<void> = Promise.resolve();

  const read = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      wake = new AbortController();
      const seen = await reader.read().catch((error: unknown) => {
        onError(error);
        return 0;
      });
      const { signal } = seen > 0 ? stopping : wake;
      await pause(seen > 0 ? BUSY : IDLE, undefined, { signal }).catch(() => undefined);
    }
  };

  return {
    queue: workQueueOf(messages, source.look),
    look: () => {
      wake.abort();
    },
    async begin() {
      await reader.begin();
      reading = read();
    },
    async stop() {
      stopping.abort();
      wake.abort();
      await reading;
      await source.stop();
    },
  };
}
