import { consumeChanges, openDone, type Consumer } from '../changes/index.ts';
import type { WorkQueue } from '../platform/index.ts';
import type { Log } from '../server/index.ts';
import type { StreamRecord, TypesByName } from '../store/index.ts';

/** Records of one shard of a table's stream, in their order. */
export interface ChangesEvent {
  readonly Records: readonly StreamRecord[];
}

/** The records that must come again: Lambda sends the first one that is named, and all after it. */
export interface BatchResult {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Lambda's remaining time. */
export interface ChangesTime {
  getRemainingTimeInMillis(): number;
}

export type ChangesHandler = (event: ChangesEvent, time?: ChangesTime) => Promise<BatchResult>;

export interface ChangesOptions {
  readonly queue: WorkQueue;
  readonly consumers: readonly Consumer[];
  readonly types: TypesByName;
  readonly log: Log;
}

/** Milliseconds of a batch that has no limit, as on a laptop. */
const UNLIMITED = 30_000;

/** Creates the handler that reads the streams of the tables and gives them to the consumers of changes. */
export function createChangesHandler(options: ChangesOptions): ChangesHandler {
  const done = openDone();
  return async ({ Records }, time) => {
    const remaining = time?.getRemainingTimeInMillis() ?? UNLIMITED;
    const first = await consumeChanges(Records, { ...options, remaining, done });
    if (first === null) return { batchItemFailures: [] };
    const itemIdentifier = Records[first]?.dynamodb?.SequenceNumber;
    // Without a number, Lambda sends the whole batch again.
    if (itemIdentifier === undefined) throw new Error('A record has no sequence number.');
    return { batchItemFailures: [{ itemIdentifier }] };
  };
}
