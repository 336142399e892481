import { randomUUID } from 'node:crypto';

import {
  addUsage,
  BATCH_OPERATIONS,
  NO_USAGE,
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
  /** Sends the queued usage once, and keeps what fails. Never rejects. Await one call before the next. */
  send(): Promise<void>;
  isEmpty(): boolean;
}

/** The usage of one tenant and day. */
interface Bucket {
  readonly tenantId: string;
  readonly day: string;
  readonly operations: Map<string, UsageFigures>;
}

/** A part of a bucket that is being sent. It stays the same, under one token, until it is in the ledger. */
interface Sending extends UsageBatch {
  /** When it was first sent with an unknown outcome. */
  unknownSince: number | null;
}

/**
 * DynamoDB remembers a client request token for ten minutes (TransactWriteItems). After nine, the outbox
 * gives up a batch of unknown outcome, so that it does not count twice.
 */
const TOKEN_LIFETIME = 9 * 60_000;
/** Maximum number of parallel writes. */
const MAX_PARALLEL = 8;

export function openOutbox({ ledger, now, onTrouble }: OutboxOptions): Outbox {
  const buckets = new Map<string, Bucket>();
  /** Batches that are being sent. Later usage waits in its bucket. */
  const sending = new Map<string, Sending[]>();

  const trouble = (batch: Sending, lost: boolean, cause: unknown): void => {
    const { requests } = [...batch.operations.values()].reduce(addUsage, NO_USAGE);
    onTrouble({ lost, tenantId: batch.tenantId, day: batch.day, requests, cause });
  };

  /** Sends a batch. Returns whether it is finished. */
  const sendBatch = async (batch: Sending): Promise<boolean> => {
    const at = now();
    if (batch.unknownSince !== null && at - batch.unknownSince > TOKEN_LIFETIME) {
      trouble(batch, true, null);
      return true;
    }
    try {
      return await ledger.add(batch);
    } catch (error) {
      batch.unknownSince ??= at;
      trouble(batch, false, error);
      return false;
    }
  };

  const sendBucket = async (key: string): Promise<void> => {
    const batches = sending.get(key) ?? [];
    while (batches[0] && (await sendBatch(batches[0]))) batches.shift();
    if (batches.length === 0) sending.delete(key);
  };

  const sendAll = async (keys: string[]): Promise<void> => {
    const worker = async (): Promise<void> => {
      for (let key = keys.shift(); key !== undefined; key = keys.shift()) await sendBucket(key);
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

    async send() {
      // Send the remaining batches first, because they hold up later usage.
      await sendAll([...sending.keys()]);
      const free = [...buckets].filter(([key]) => !sending.has(key));
      for (const [key, bucket] of free) {
        buckets.delete(key);
        sending.set(key, batchesOf(bucket));
      }
      await sendAll(free.map(([key]) => key));
    },

    isEmpty: () => buckets.size === 0 && sending.size === 0,
  };
}

function batchesOf({ tenantId, day, operations }: Bucket): Sending[] {
  const all = [...operations];
  const count = Math.ceil(all.length / BATCH_OPERATIONS);
  return Array.from({ length: count }, (_, at) => ({
    token: randomUUID(),
    tenantId,
    day,
    operations: new Map(all.slice(at * BATCH_OPERATIONS, (at + 1) * BATCH_OPERATIONS)),
    unknownSince: null,
  }));
}
