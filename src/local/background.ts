import { setTimeout as pause } from 'node:timers/promises';

import type { Model } from '../model/index.ts';
import { controlShape, itemFilters, recordFilter, tableShape } from '../store/index.ts';
import { messageOf, parseWork, routedQueue, type WorkQueue, type WorkQueueName } from '../platform/index.ts';
import { RECORD_CHANGES, streamedTopics, WAKING_CHANGES } from '../changes/index.ts';
import { describeError, type Log } from '../server/index.ts';
import type { Handlers } from '../lambda/index.ts';
import {
  openStreams,
  type StreamedTable,
  type Streams,
  type StreamsOptions,
} from '../local-cloud/dynamodb/index.ts';
import { openEventSource, openQueue, type EventSource, type Queue } from '../local-cloud/sqs/index.ts';
import type { LocalTables } from './data-directory/index.ts';

/** Milliseconds that a message is hidden from other readers, and after which one that failed comes again. */
const VISIBILITY = 60_000;
/** A message that failed so often is set aside. */
const MAX_RECEIVES = 5;
/** Messages that are worked on at the same time. */
const CONCURRENCY = 4;
/**
 * Milliseconds of Lambda's time for the messages of each queue. All but a second of it is reserved, so a slice is a second: an app is
 * replaced between slices.
 */
const LAMBDA_TIMES: Readonly<Record<WorkQueueName, number>> = { work: 61_000, webhooks: 16_000 };
/** Milliseconds after which changes that have to come again are delivered. New ones are delivered at once. */
const IDLE = 1_000;

export interface BackgroundOptions {
  readonly streams: Streams;
  readonly handlers: () => Pick<Handlers, 'changes' | WorkQueueName>;
  readonly log: Log;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}

/** The work behind the requests: the streams of the tables and the queues, each with its function. */
export interface Background {
  readonly queue: WorkQueue;
  /** Opens the streams: what is written from now on is seen. */
  watch(): void;
  /** Begins to deliver what the streams have, also from before a restart. */
  begin(): void;
  /** Resolves when the work under way has ended. */
  stop(): Promise<void>;
}

/**
 * Opens the streams of a laptop's tables, with the filters of the event sources on AWS.
 * @param model returns the model that is served now
 */
export function streamsOf(
  { data, control, siloPrefix }: LocalTables,
  model: () => Model,
  options: StreamsOptions = {},
): Streams {
  const namesIn = ({ keySchema }: ReturnType<typeof tableShape>): readonly string[] =>
    keySchema.map(({ name }) => name);
  const records = { keys: namesIn(controlShape), filters: RECORD_CHANGES.map(recordFilter) };
  const rowsOf = (served: Model): StreamedTable => ({
    keys: namesIn(tableShape(served)),
    filters: itemFilters(WAKING_CHANGES, streamedTopics(served), served.models),
  });
  let rows: { readonly of: Model; readonly table: StreamedTable } | null = null;
  return openStreams((name) => {
    if (name === control) return records;
    if (name !== data && !name.startsWith(siloPrefix)) return null;
    const served = model();
    if (rows?.of !== served) rows = { of: served, table: rowsOf(served) };
    return rows.table;
  }, options);
}

/** Returns a queue of messages as the queue of work. */
export function workQueueOf(messages: Queue, onSent: () => void = () => undefined): WorkQueue {
  return {
    send(work, afterSeconds = 0) {
      messages.send(work.map(messageOf), afterSeconds * 1000);
      onSent();
      return Promise.resolve();
    },
  };
}

/** Opens the work behind the requests. The queues are in memory: a start sends again what a stop lost. */
export function openBackground({ streams, handlers, log, now }: BackgroundOptions): Background {
  const onError = (error: unknown): void => {
    log({ level: 'error', message: 'background work failed', ...describeError(error) });
  };
  const openSource = (name: WorkQueueName): { readonly queue: WorkQueue; readonly source: EventSource } => {
    const messages = openQueue({
      visibility: VISIBILITY,
      maxReceives: MAX_RECEIVES,
      onDead: ({ body, receives }) => {
        log({
          level: 'error',
          message: 'the work of a tenant is a dead letter',
          ...parseWork(body),
          receives,
        });
      },
      now,
    });
    const time = { getRemainingTimeInMillis: () => LAMBDA_TIMES[name] };
    const source = openEventSource(messages, {
      call: (event) => handlers()[name](event, time),
      concurrency: CONCURRENCY,
      onError,
    });
    return { queue: workQueueOf(messages, source.look), source };
  };
  const work = openSource('work');
  const webhooks = openSource('webhooks');
  const stopping = new AbortController();
  let wake = new AbortController();
  let reading: Promise<void> = Promise.resolve();

  const read = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      wake = new AbortController();
      const seen = await streams.read(handlers().changes).catch((error: unknown) => {
        onError(error);
        return 0;
      });
      if (seen === 0) await pause(IDLE, undefined, { signal: wake.signal }).catch(() => undefined);
    }
  };

  return {
    queue: routedQueue({ work: work.queue, webhooks: webhooks.queue }),
    watch() {
      streams.open(() => {
        wake.abort();
      });
    },
    begin() {
      reading = read();
    },
    async stop() {
      stopping.abort();
      wake.abort();
      await reading;
      await Promise.all([work.source.stop(), webhooks.source.stop()]);
    },
  };
}
