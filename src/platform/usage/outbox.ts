import { randomUUID } from 'node:crypto';

import {
  addUsage,
  BATCH_OPERATIONS,
  NO_USAGE,
  type UsageBatch,
  type UsageFigures,
  type UsageLedger,
} from '../../store/index.ts';

/** Usage that was not written: `lost` when it never will be. */
export interface UsageTrouble {
  readonly lost: boolean;
  readonly tenantId: string;
  readonly day: string;
  readonly requests: number;
  readonly cause: unknown;
}

export interface OutboxOptions {
  readonly ledger: UsageLedger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onTrouble: (trouble: UsageTrouble) => void;
}

/** Usage on its way to the ledger. Its size grows with tenants and names, not with requests or time. */
export interface Outbox {
  add(tenantId: string, day: string, operation: string, used: UsageFigures): void;
  /** Sends what is here once; what fails stays. Never rejects. Let one end before the next begins. */
  send(): Promise<void>;
  isEmpty(): boolean;
}

/** Usage of one tenant and day. */
interface Bucket {
  readonly tenantId: string;
  readonly day: string;
  readonly operations: Map<string, UsageFigures>;
}

/** A part of a bucket: it is sent as it is, under its token, until it is in the ledger. */
interface Sending extends UsageBatch {
  /** When it was first sent without our learning whether it arrived. */
  unknownSince: number | null;
}

/** DynamoDB knows a token for ten minutes; after nine, a batch of unknown outcome is given up, lest it count twice. */
const TOKEN_LIVES = 9 * 60_000;
/** Batches that are sent at the same time. */
const LANES = 8;

export function openOutbox({ ledger, now, onTrouble }: OutboxOptions): Outbox {
  const buckets = new Map<string, Bucket>();
  /** While a part of a bucket is here, what comes after it waits in the bucket. */
  const sending = new Map<string, Sending[]>();

  const trouble = (batch: Sending, lost: boolean, cause: unknown): void => {
    const { requests } = [...batch.operations.values()].reduce(addUsage, NO_USAGE);
    onTrouble({ lost, tenantId: batch.tenantId, day: batch.day, requests, cause });
  };

  /** True when the batch is done with. */
  const sendBatch = async (batch: Sending): Promise<boolean> => {
    const at = now();
    if (batch.unknownSince !== null && at - batch.unknownSince > TOKEN_LIVES) {
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
    const lane = async (): Promise<void> => {
      for (let key = keys.shift(); key !== undefined; key = keys.shift()) await sendBucket(key);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  };

  return {
    add(tenantId, day, operation, used) {
      const key = `${tenantId} ${day}`;
      const bucket = buckets.get(key) ?? { tenantId, day, operations: new Map<string, UsageFigures>() };
      buckets.set(key, bucket);
      bucket.operations.set(operation, addUsage(bucket.operations.get(operation) ?? NO_USAGE, used));
    },

    async send() {
      // What is left of an earlier time goes first: it holds up what came after it.
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
