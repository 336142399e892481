import { setTimeout as pause } from 'node:timers/promises';

import type { openJournal } from '../logs/index.ts';
import type { SdkHandler, SdkRequest } from '../iam/index.ts';
import { openItemLocks } from './item-locks.ts';
import { idOf, readImages, type Images } from './read-images.ts';
import { type Attributes, readWrites, type Write } from './read-writes.ts';
import { openStreamJournal } from './stream-journal.ts';
import { eventOf, openRecordMaker, type StreamedRecord } from './stream-record.ts';

/** What the function answers: the first record that must come again. */
export interface StreamAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** The pattern of an event source's filter, as far as it is used here (AWS Lambda Developer Guide, "Filter rule syntax"). */
export interface StreamFilter {
  readonly eventName: readonly string[];
  readonly dynamodb?: { readonly Keys: Readonly<Record<string, { readonly S: readonly Rule[] }>> };
}

type Rule = { readonly prefix: string } | { readonly suffix: string };

/** A table whose stream is read. */
export interface StreamedTable {
  /** The names of its key attributes. */
  readonly keys: readonly string[];
  /** A change passes if one of them matches. */
  readonly filters: readonly StreamFilter[];
}

export interface StreamsOptions {
  /** Keeps the records that wait, so that a process that is killed loses none. By default they are in memory alone. */
  readonly journal?: ReturnType<typeof openJournal>;
  /** Returns milliseconds since 1970. */
  readonly now?: () => number;
  /** Called if the journal could not be written, as on a full disk. The records wait in memory then. */
  readonly onError?: (error: unknown) => void;
}

/** The streams of tables, with an event source for each. */
export interface Streams {
  /** Wraps a sender, so that the changes that its calls make go into the streams. */
  watching(inner: SdkHandler): SdkHandler;
  /**
   * Opens the streams: they get what is written from now on.
   * @param onRecord called after a record came
   */
  open(onRecord?: () => void): void;
  /**
   * Delivers what each stream has, at most 100 records of each. Records that the receiver names as failed come again with
   * the next read, and so do all of a delivery that throws. A stream that fails stops no other.
   * @throws what failed first, after all streams were read
   * @returns how many records were delivered
   */
  read(
    deliver: (event: { readonly Records: readonly StreamedRecord[] }) => Promise<StreamAnswer>,
  ): Promise<number>;
}

/** Records in one delivery, which is Lambda's default. */
const BATCH = 100;

/**
 * Opens streams in the memory of this process. The emulator has streams too, but it keeps each record for ever and looks
 * through all of them at each write, so that 10,000 records make a write ten times slower.
 * @param tableOf returns null for a table that nothing reads
 */
export function openStreams(
  tableOf: (name: string) => StreamedTable | null,
  { journal, now = Date.now, onError = () => undefined }: StreamsOptions = {},
): Streams {
  const kept = journal && openStreamJournal(journal);
  const pending = new Map([...(kept?.left ?? [])].map(([table, records]) => [table, [...records]]));
  const last = [...pending.values()].flat().map(({ dynamodb }) => BigInt(dynamodb.SequenceNumber));
  const latest = last.reduce<bigint | null>((most, one) => (most === null || one > most ? one : most), null);
  const records = openRecordMaker(now, latest === null ? null : String(latest));
  const locks = openItemLocks();
  let notify: (() => void) | null = null;

  const keep = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      onError(error);
    }
  };

  const wantedOf = async (request: SdkRequest): Promise<readonly Write[]> => {
    const writes = notify === null ? [] : await readWrites(request, (name) => tableOf(name)?.keys ?? null);
    return writes.filter(({ table, keys }) =>
      tableOf(table)?.filters.some((filter) => matches(filter, keys)),
    );
  };

  const add = (writes: readonly Write[], before: Images, after: Images): void => {
    for (const write of writes) {
      const { table, keys } = write;
      const images = { before: before.get(idOf(write)) ?? null, after: after.get(idOf(write)) ?? null };
      const eventName = eventOf(images);
      const isWanted = tableOf(table)?.filters.some(
        (filter) => eventName && filter.eventName.includes(eventName) && matches(filter, keys),
      );
      if (!eventName || !isWanted) continue;
      const record = records.make(write, eventName, images);
      const waiting = pending.get(table) ?? [];
      pending.set(table, waiting);
      waiting.push(record);
      keep(() => kept?.add(table, record));
    }
    notify?.();
  };

  /** Makes a call that holds the locks of what it writes, and notes what it changed before the caller gets the answer. */
  const callWatched = async (
    inner: SdkHandler,
    request: SdkRequest,
    options: unknown,
    writes: readonly Write[],
  ): ReturnType<SdkHandler['handle']> => {
    const before = await readImages(inner, request, writes);
    // The write was not sent, so its caller may send it again after the same answer.
    if (before.is === 'refused') return before.answer;
    const note = async (isDone: boolean): Promise<void> => {
      const isKnown = isDone && writes.every(({ leaves }) => leaves !== undefined);
      const after = isKnown ? imagesLeft(writes) : await readAgain(inner, request, writes);
      add(writes, before.images, after);
    };
    try {
      const answer = await inner.handle(request, options);
      const { statusCode } = answer.response;
      if (statusCode < 400 || statusCode >= 500) await note(statusCode < 400 && !isBatch(request));
      return answer;
    } catch (error) {
      // A call without an answer may have been done: the items say it.
      await note(false).catch(onError);
      throw error;
    }
  };

  return {
    watching: (inner) => ({
      async handle(request, options) {
        const writes = await wantedOf(request);
        if (writes.length === 0) return inner.handle(request, options);
        const release = await locks.take(writes.map(idOf));
        try {
          return await callWatched(inner, request, options, writes);
        } finally {
          release();
        }
      },
    }),
    open(onRecord = () => undefined) {
      notify = onRecord;
    },
    async read(deliver) {
      let delivered = 0;
      const failures: { readonly error: unknown }[] = [];
      for (const [table, waiting] of pending) {
        if (waiting.length === 0) continue;
        try {
          const Records = waiting.slice(0, BATCH);
          const { batchItemFailures } = await deliver({ Records });
          const failed = batchItemFailures[0]?.itemIdentifier;
          const at = Records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failed);
          const done = Records.slice(0, failed === undefined ? Records.length : Math.max(0, at));
          waiting.splice(0, done.length);
          delivered += done.length;
          const end = done.at(-1)?.dynamodb.SequenceNumber;
          if (end !== undefined) keep(() => kept?.done(table, end, pending));
        } catch (error) {
          failures.push({ error });
        }
      }
      if (failures[0]) throw failures[0].error;
      return delivered;
    },
  };
}

/** Attempts to read what a write left, and the milliseconds between two of them. */
const ATTEMPTS = 5;
const PAUSE = 50;

/** @throws what the last attempt threw, or an error that says how DynamoDB refused it */
async function readAgain(
  inner: SdkHandler,
  request: SdkRequest,
  writes: readonly Write[],
  attempt = 1,
): Promise<Images> {
  try {
    const read = await readImages(inner, request, writes);
    if (read.is === 'read') return read.images;
    throw new Error(`DynamoDB refused to read what a write left: ${read.answer.response.statusCode}`);
  } catch (error) {
    if (attempt === ATTEMPTS) throw error;
    await pause(PAUSE);
    return readAgain(inner, request, writes, attempt + 1);
  }
}

/** Returns whether DynamoDB may do a part of a call alone. */
function isBatch({ headers }: SdkRequest): boolean {
  return headers['x-amz-target']?.endsWith('.BatchWriteItem') ?? false;
}

function imagesLeft(writes: readonly Write[]): Images {
  return new Map(
    writes.flatMap((write): readonly [string, Attributes][] =>
      write.leaves ? [[idOf(write), write.leaves]] : [],
    ),
  );
}

function matches({ dynamodb }: StreamFilter, keys: Attributes): boolean {
  return Object.entries(dynamodb?.Keys ?? {}).every(([name, { S: rules }]) => {
    const text = keys[name]?.S ?? '';
    return rules.some((rule) =>
      'prefix' in rule ? text.startsWith(rule.prefix) : text.endsWith(rule.suffix),
    );
  });
}
