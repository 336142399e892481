import { bodyOf, type SdkHandler, type SdkRequest } from '../iam/index.ts';
import { type Attributes, readWrites, type Write } from './read-writes.ts';

/** A record of a stream with the keys alone, as DynamoDB Streams has it and Lambda passes it on. */
export interface StreamedRecord {
  readonly eventID: string;
  readonly eventName: EventName;
  readonly eventSourceARN: string;
  readonly dynamodb: { readonly Keys: Attributes; readonly SequenceNumber: string };
}

type EventName = 'INSERT' | 'MODIFY' | 'REMOVE';

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
export function openStreams(tableOf: (name: string) => StreamedTable | null): Streams {
  const pending = new Map<string, StreamedRecord[]>();
  let notify: (() => void) | null = null;
  let sequence = 0;

  const wantedOf = async (request: SdkRequest): Promise<readonly Write[]> => {
    const writes = notify === null ? [] : await readWrites(request, (name) => tableOf(name)?.keys ?? null);
    return writes.filter(({ table, keys }) =>
      tableOf(table)?.filters.some((filter) => matches(filter, keys)),
    );
  };

  const add = (writes: readonly Write[], present: ReadonlySet<string>): void => {
    for (const { table, keys, isDelete } of writes) {
      const wasThere = present.has(idOf(table, keys));
      const eventName = isDelete ? 'REMOVE' : wasThere ? 'MODIFY' : 'INSERT';
      const filters = tableOf(table)?.filters ?? [];
      if (!filters.some((filter) => filter.eventName.includes(eventName) && matches(filter, keys))) continue;
      sequence += 1;
      const records = pending.get(table) ?? [];
      pending.set(table, records);
      records.push({
        eventID: String(sequence),
        eventName,
        eventSourceARN: `arn:aws:dynamodb:local:000000000000:table/${table}/stream/local`,
        dynamodb: { Keys: keys, SequenceNumber: String(sequence) },
      });
    }
    notify?.();
  };

  return {
    watching: (inner) => ({
      async handle(request, options) {
        const writes = await wantedOf(request);
        if (writes.length === 0) return inner.handle(request, options);
        const present = await presentBefore(inner, request, writes);
        // A call without an answer may have been done. A record too many changes nothing.
        let isRefused = false;
        try {
          const answer = await inner.handle(request, options);
          isRefused = answer.response.statusCode >= 400 && answer.response.statusCode < 500;
          return answer;
        } finally {
          if (!isRefused) add(writes, present);
        }
      },
    }),
    open(onRecord = () => undefined) {
      notify = onRecord;
    },
    async read(deliver) {
      let delivered = 0;
      const failures: { readonly error: unknown }[] = [];
      for (const records of pending.values()) {
        if (records.length === 0) continue;
        try {
          const Records = records.slice(0, BATCH);
          const { batchItemFailures } = await deliver({ Records });
          const failed = batchItemFailures[0]?.itemIdentifier;
          const at = Records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failed);
          const done = failed === undefined ? Records.length : Math.max(0, at);
          records.splice(0, done);
          delivered += done;
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

function idOf(table: string, keys: Attributes): string {
  return JSON.stringify([table, ...Object.entries(keys).sort()]);
}

/** Returns the ids of the items that are there before a call writes them. A look that fails finds none. */
async function presentBefore(
  inner: SdkHandler,
  request: SdkRequest,
  writes: readonly Write[],
): Promise<ReadonlySet<string>> {
  const byTable = new Map<string, Map<string, Attributes>>();
  for (const { table, keys } of writes)
    byTable.set(table, (byTable.get(table) ?? new Map<string, Attributes>()).set(idOf(table, keys), keys));
  const RequestItems = Object.fromEntries(
    [...byTable].map(([table, keys]) => [table, { Keys: [...keys.values()], ConsistentRead: true }]),
  );
  const body = JSON.stringify({ RequestItems });
  const headers = {
    ...Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !/^content-length$/i.test(name)),
    ),
    'x-amz-target': 'DynamoDB_20120810.BatchGetItem',
    'content-length': String(Buffer.byteLength(body)),
  };
  try {
    const { response } = await inner.handle({ ...request, headers, body });
    const answer = JSON.parse(await bodyOf({ ...request, body: response.body })) as {
      readonly Responses?: Readonly<Record<string, readonly Attributes[]>>;
    };
    const found = Object.entries(answer.Responses ?? {});
    return new Set(
      found.flatMap(([table, items]) =>
        items.flatMap((item) =>
          [...(byTable.get(table) ?? [])].flatMap(([id, keys]) =>
            Object.entries(keys).every(([name, value]) => item[name]?.S === value.S) ? [id] : [],
          ),
        ),
      ),
    );
  } catch {
    return new Set();
  }
}
