/** A record of a stream, as DynamoDB Streams returns it and Lambda passes it on. */
export interface StreamedRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSourceARN: string;
  readonly dynamodb: { readonly SequenceNumber: string };
}

/** What the function answers: the first record that must come again. */
export interface StreamAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export interface StreamOptions {
  /** The URL of DynamoDB. */
  readonly endpoint: string;
  readonly region: string;
  /** Returns the names of the tables to read. It is asked at each read, so that tables can be added. */
  readonly tables: () => readonly string[];
  /** Receives records of one shard in their order. */
  readonly deliver: (event: { readonly Records: readonly StreamedRecord[] }) => Promise<StreamAnswer>;
}

/** A reader of the streams of tables, as Lambda's event sources are. */
export interface StreamReader {
  /** Begins at the end of each stream: later reads return what is written from now on. */
  begin(): Promise<void>;
  /**
   * Reads each shard once and delivers what it has. Records that the receiver names as failed come again with the next
   * read, and so do all of a delivery that throws. A shard that fails stops no other.
   * @throws what failed first, after all shards were read
   * @returns how many records were delivered
   */
  read(): Promise<number>;
}

interface Shard {
  readonly arn: string;
  readonly id: string;
  /** Where to read on; null if the shard has ended. */
  iterator: string | null;
  /** The number of the last record that was read. */
  last: string | null;
  /** Records that were read and not delivered. */
  pending: readonly StreamedRecord[];
}

/** Records in one delivery, which is Lambda's default. */
const BATCH = 100;

/** Opens a reader of streams. It reads nothing until it is asked. */
export function openStreamReader({ endpoint, region, tables, deliver }: StreamOptions): StreamReader {
  const call = callsOf(endpoint, region);
  const known = new Map<string, Shard[]>();

  const iteratorOf = async ({ arn, id }: Pick<Shard, 'arn' | 'id'>, position: object): Promise<string> => {
    const input = { StreamArn: arn, ShardId: id, ...position };
    return ((await call('GetShardIterator', input)) as { ShardIterator: string }).ShardIterator;
  };

  /** Finds the shards of a table that are not known yet. */
  const find = async (table: string, type: 'LATEST' | 'TRIM_HORIZON'): Promise<void> => {
    const shards = known.get(table) ?? [];
    const { Streams = [] } = (await call('ListStreams', { TableName: table })) as {
      Streams?: { StreamArn: string }[];
    };
    for (const { StreamArn: arn } of Streams) {
      const { StreamDescription } = (await call('DescribeStream', { StreamArn: arn })) as {
        StreamDescription: { Shards?: { ShardId: string }[] };
      };
      for (const { ShardId: id } of StreamDescription.Shards ?? []) {
        if (shards.some((shard) => shard.id === id && shard.arn === arn)) continue;
        const iterator = await iteratorOf({ arn, id }, { ShardIteratorType: type });
        shards.push({ arn, id, iterator, last: null, pending: [] });
      }
    }
    known.set(table, shards);
  };

  const fill = async (shard: Shard): Promise<void> => {
    if (shard.iterator === null) return;
    try {
      const input = { ShardIterator: shard.iterator, Limit: BATCH };
      const { Records = [], NextShardIterator = null } = (await call('GetRecords', input)) as {
        Records?: StreamedRecord[];
        NextShardIterator?: string | null;
      };
      shard.iterator = NextShardIterator;
      shard.pending = Records.map((record) => ({ ...record, eventSourceARN: shard.arn }));
      shard.last = Records.at(-1)?.dynamodb.SequenceNumber ?? shard.last;
    } catch (error) {
      // An iterator expires when the laptop sleeps.
      if (!(error instanceof StreamError)) throw error;
      const position =
        shard.last === null || error.code.includes('TrimmedDataAccess')
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: shard.last };
      shard.iterator = await iteratorOf(shard, position);
    }
  };

  const readShard = async (shard: Shard): Promise<number> => {
    if (shard.pending.length === 0) await fill(shard);
    const { pending } = shard;
    if (pending.length === 0) return 0;
    const { batchItemFailures } = await deliver({ Records: pending });
    const failed = batchItemFailures[0]?.itemIdentifier;
    const done =
      failed === undefined
        ? pending.length
        : Math.max(
            0,
            pending.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failed),
          );
    shard.pending = pending.slice(done);
    return done;
  };

  return {
    async begin() {
      for (const table of tables()) await find(table, 'LATEST');
    },
    async read() {
      let delivered = 0;
      const failures: { readonly error: unknown }[] = [];
      for (const table of tables()) {
        const shards = known.get(table) ?? [];
        if (shards.every(({ iterator }) => iterator === null)) await find(table, 'TRIM_HORIZON');
        for (const shard of known.get(table) ?? [])
          try {
            delivered += await readShard(shard);
          } catch (error) {
            failures.push({ error });
          }
      }
      if (failures[0]) throw failures[0].error;
      return delivered;
    },
  };
}

class StreamError extends Error {
  override readonly name = 'StreamError';

  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type StreamCall = (operation: string, input: object) => Promise<unknown>;

/** Returns calls of DynamoDB Streams. An emulator checks no signature. */
function callsOf(endpoint: string, region: string): StreamCall {
  const credential = `local/20260101/${region}/dynamodb/aws4_request`;
  return async (operation, input) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
        'x-amz-date': '20260101T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    const answer = (await response.json()) as { readonly __type?: string; readonly message?: string };
    if (!response.ok) throw new StreamError(answer.__type ?? '', answer.message ?? `HTTP ${response.status}`);
    return answer;
  };
}
