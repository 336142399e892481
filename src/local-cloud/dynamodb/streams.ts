import type { openJournal } from '../logs/index.ts';
import type { SdkHandler, SdkRequest } from '../iam/index.ts';
import { openDoubts } from './doubts.ts';
import { type Attributes, readWrites, type Write } from './read-writes.ts';
import { openStreamJournal, type StreamJournal } from './stream-journal.ts';
import { eventOf, openRecordMaker, type StreamedRecord } from './stream-record.ts';
import { openWriteWatch, type WriteWatchOptions } from './watch-writes.ts';

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
   * Delivers what each stream has, at most 100 records of each. It first notes what writes without an answer have changed
   * since. Records that the receiver names as failed come again with the next read, and so do all of a delivery that throws.
   * A stream that fails stops no other.
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
  const kept: StreamJournal | undefined =
    journal && openStreamJournal(journal, () => ({ pending, doubts: doubts.all() }));
  const pending = new Map<string, StreamedRecord[]>(
    [...(kept?.left ?? [])].map(([table, records]) => [table, [...records]]),
  );
  const last = [...pending.values()].flat().map(({ dynamodb }) => BigInt(dynamodb.SequenceNumber));
  const latest = last.reduce<bigint | null>((most, one) => (most === null || one > most ? one : most), null);
  const records = openRecordMaker(now, latest === null ? null : String(latest));
  let notify: (() => void) | null = null;

  const keep = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      onError(error);
    }
  };
  const doubts = openDoubts({
    left: kept?.doubts ?? [],
    onDoubt: (doubt) => {
      keep(() => kept?.begin(doubt));
    },
    onEnd: (item) => {
      keep(() => kept?.end(item));
    },
    now,
  });

  const wantedOf = async (request: SdkRequest): Promise<readonly Write[]> => {
    const writes = notify === null ? [] : await readWrites(request, (name) => tableOf(name)?.keys ?? null);
    return writes.filter(({ table, keys }) =>
      tableOf(table)?.filters.some((filter) => matches(filter, keys)),
    );
  };

  const note: WriteWatchOptions['note'] = (item, before, after) => {
    const { table, keys } = item;
    const eventName = eventOf({ before, after });
    const isWanted = tableOf(table)?.filters.some(
      (filter) => eventName && filter.eventName.includes(eventName) && matches(filter, keys),
    );
    if (!eventName || !isWanted) return false;
    const record = records.make(item, eventName, { before, after });
    const waiting = pending.get(table) ?? [];
    pending.set(table, waiting);
    waiting.push(record);
    keep(() => kept?.add(table, record));
    notify?.();
    return true;
  };
  const watch = openWriteWatch({ note, doubts, now, onError });

  return {
    watching: (inner) => ({
      handle: async (request, options) => watch.call(inner, request, options, await wantedOf(request)),
    }),
    open(onRecord = () => undefined) {
      notify = onRecord;
    },
    async read(deliver) {
      await watch.settle();
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
          if (end !== undefined) keep(() => kept?.done(table, end));
        } catch (error) {
          failures.push({ error });
        }
      }
      if (failures[0]) throw failures[0].error;
      return delivered;
    },
  };
}

function matches({ dynamodb }: StreamFilter, keys: Attributes): boolean {
  return Object.entries(dynamodb?.Keys ?? {}).every(([name, { S: rules }]) => {
    const text = keys[name]?.S ?? '';
    return rules.some((rule) =>
      'prefix' in rule ? text.startsWith(rule.prefix) : text.endsWith(rule.suffix),
    );
  });
}
