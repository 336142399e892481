import { orAborted } from '../../tenant/index.ts';
import {
  addUsage,
  BATCH_OPERATIONS,
  MARK_LIFE,
  NO_USAGE,
  processName,
  type Mark,
  type UsageBatch,
  type UsageFigures,
  type UsageLedger,
} from '../../store/index.ts';

/** A failed write of usage. `lost` means that it will not be retried. */
export interface UsageTrouble {
  readonly lost: boolean;
  readonly tenantId: string;
  readonly day: string;
  readonly requests: number;
  readonly cause: unknown;
}

export interface OutboxOptions {
  readonly ledger: UsageLedger;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  readonly onTrouble: (trouble: UsageTrouble) => void;
}

/**
 * The queue of usage that is not yet in the ledger. Its size depends on tenants and names, not on requests or
 * time.
 */
export interface Outbox {
  add(tenantId: string, day: string, operation: string, used: UsageFigures): void;
  /**
   * Sends the queued usage once, and keeps what fails. Never rejects. Await one call before the next.
   * @param signal ends the calls under way, of which the outcome is then unknown
   */
  send(signal?: AbortSignal): Promise<void>;
  isEmpty(): boolean;
}

/** The usage of one tenant and day. */
interface Bucket {
  readonly tenantId: string;
  readonly day: string;
  readonly operations: Map<string, UsageFigures>;
}

/** A part of a bucket that is being sent. It stays the same, under one mark, until it is in the ledger. */
interface Sending extends UsageBatch {
  /** When it was first sent with an unknown outcome. */
  unknownSince: number | null;
}

/**
 * The ledger remembers a batch for MARK_LIFE. A minute before its end, the outbox gives up a batch of unknown
 * outcome, so that it does not count twice.
 */
const UNKNOWN_FOR = MARK_LIFE - 60_000;
/** Maximum number of parallel writes. */
const MAX_PARALLEL = 8;

export function openOutbox({ ledger, now, onTrouble }: OutboxOptions): Outbox {
  const buckets = new Map<string, Bucket>();
  /** Batches that are being sent. Later usage waits in its bucket. */
  const sending = new Map<string, Sending[]>();
  const process = processName();
  let markedAt = 0;
  const nextMark = (): Mark => {
    markedAt = Math.max(now(), markedAt + 1);
    return { process, at: markedAt };
  };

  const trouble = (batch: Sending, lost: boolean, cause: unknown): void => {
    const { requests } = [...batch.operations.values()].reduce(addUsage, NO_USAGE);
    onTrouble({ lost, tenantId: batch.tenantId, day: batch.day, requests, cause });
  };

  /** Sends a batch. Returns whether it is finished. */
  const sendBatch = async (batch: Sending, signal: AbortSignal | undefined): Promise<boolean> => {
    const at = now();
    if (batch.unknownSince !== null && at - batch.unknownSince > UNKNOWN_FOR) {
      trouble(batch, true, null);
      return true;
    }
    if (signal?.aborted) return false;
    try {
      await orAborted(ledger.add(batch, signal), signal, cutOff);
      return true;
    } catch (error) {
      batch.unknownSince ??= at;
      trouble(batch, false, error);
      return false;
    }
  };

  const sendBucket = async (key: string, signal: AbortSignal | undefined): Promise<void> => {
    const batches = sending.get(key) ?? [];
    while (batches[0] && (await sendBatch(batches[0], signal))) batches.shift();
    if (batches.length === 0) sending.delete(key);
  };

  const sendAll = async (keys: string[], signal: AbortSignal | undefined): Promise<void> => {
    const worker = async (): Promise<void> => {
      for (let key = keys.shift(); key !== undefined; key = keys.shift()) await sendBucket(key, signal);
    };
    await Promise.all(Array.from({ length: MAX_PARALLEL }, worker));
  };

  return {
    add(tenantId, day, operation, used) {
      const key = `${tenantId} ${day}`;
      const bucket = buckets.get(key) ?? { tenantId, day, operations: new Map<string, UsageFigures>() };
      buckets.set(key, bucket);
      bucket.operations.set(operation, addUsage(bucket.operations.get(operation) ?? NO_USAGE, used));
    },

    async send(signal) {
      // Send the remaining batches first, because they hold up later usage.
      await sendAll([...sending.keys()], signal);
      const free = [...buckets].filter(([key]) => !sending.has(key));
      for (const [key, bucket] of free) {
        buckets.delete(key);
        sending.set(key, batchesOf(bucket, nextMark));
      }
      await sendAll(
        free.map(([key]) => key),
        signal,
      );
    },

    isEmpty: () => buckets.size === 0 && sending.size === 0,
  };
}

/** Returns the error of a call that ignores its signal. */
function cutOff(): Error {
  return new Error('The call was cut off, because the answer waits for it.');
}

function batchesOf({ tenantId, day, operations }: Bucket, nextMark: () => Mark): Sending[] {
  const all = [...operations];
  const count = Math.ceil(all.length / BATCH_OPERATIONS);
  return Array.from({ length: count }, (_, at) => ({
    mark: nextMark(),
    tenantId,
    day,
    operations: new Map(all.slice(at * BATCH_OPERATIONS, (at + 1) * BATCH_OPERATIONS)),
    unknownSince: null,
  }));
}
