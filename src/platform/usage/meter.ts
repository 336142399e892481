import { randomUUID } from 'node:crypto';

import {
  addUsage,
  BATCH_OPERATIONS,
  NO_USAGE,
  type UsageBatch,
  type UsageFigures,
  type UsageLedger,
} from '../../store/index.ts';
import { dayOf } from './day-range.ts';

/** One request that was answered. */
export interface MeteredRequest {
  readonly tenantId: string;
  /** What it is counted under; see `operationLabel`. */
  readonly operation: string;
  readonly used: UsageFigures;
}

/**
 * Counts what tenants use: in memory at first, then by adding to the ledger. A process that dies loses what it had not
 * written: at most what it answered since its last flush. Nothing is counted twice.
 */
export interface Meter {
  readonly ledger: UsageLedger;
  record(request: MeteredRequest): void;
  /**
   * Answers a request; a flush that is due begins beside it. One that lasts longer than the request is waited for, but
   * not for long: a Lambda is frozen once it has answered.
   */
  beside<Answer>(request: () => Promise<Answer>): Promise<Answer>;
  /** Writes all that was recorded before the call. What cannot be written is kept for the next flush. */
  settle(): Promise<void>;
}

export interface MeterOptions {
  readonly ledger: UsageLedger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears that usage was not written: `lost` when it never will be. */
  readonly onTrouble: (trouble: UsageTrouble) => void;
}
export interface UsageTrouble {
  readonly lost: boolean;
  readonly tenantId: string;
  readonly day: string;
  readonly requests: number;
  readonly cause: unknown;
}

/** How long usage waits in memory before a flush is due, in milliseconds. */
const FLUSH_AFTER = 5_000;
/** The longest that an answer waits for a flush, in milliseconds. */
const LONGEST_WAIT = 250;
/** DynamoDB knows a request token for ten minutes; after nine, a batch of unknown outcome is not sent again. */
const TOKEN_LIVES = 9 * 60_000;
/** Batches that are sent at the same time. */
const LANES = 8;
/** Names of operations that a process tells apart for each tenant and day. */
const MAX_OPERATIONS = 200;
/** What is counted under no name of its own. */
export const OTHER = 'other';

/** Usage of one tenant and day. */
interface Bucket {
  readonly tenantId: string;
  readonly day: string;
  readonly operations: Map<string, UsageFigures>;
}
/** A part of a bucket on its way to the ledger: it is sent as it is until it is there. */
interface Sending extends UsageBatch {
  /** When it was first sent without our learning whether it arrived. */
  unknownSince: number | null;
}

export function openMeter({ ledger, now, onTrouble }: MeterOptions): Meter {
  const buckets = new Map<string, Bucket>();
  /** While one of a bucket is here, what comes after it waits in the bucket: neither grows with time. */
  const sending = new Map<string, Sending[]>();
  const names = new Map<string, Set<string>>();
  let today = '';
  let waitingSince: number | null = null;
  let underWay: Promise<void> | null = null;

  const labelFor = (tenantId: string, operation: string): string => {
    const known = names.get(tenantId) ?? new Set();
    names.set(tenantId, known);
    if (known.size < MAX_OPERATIONS) known.add(operation);
    return known.has(operation) ? operation : OTHER;
  };

  /** Puts all buckets that can go on their way; answers which. */
  const cut = (): string[] => {
    const keys: string[] = [];
    for (const [key, { tenantId, day, operations }] of buckets) {
      if (sending.has(key)) continue;
      const all = [...operations];
      const batches: Sending[] = [];
      for (let at = 0; at < all.length; at += BATCH_OPERATIONS) {
        const part = new Map(all.slice(at, at + BATCH_OPERATIONS));
        batches.push({ token: randomUUID(), tenantId, day, operations: part, unknownSince: null });
      }
      sending.set(key, batches);
      buckets.delete(key);
      keys.push(key);
    }
    waitingSince = null;
    return keys;
  };

  const trouble = (batch: Sending, lost: boolean, cause: unknown): void => {
    const { requests } = [...batch.operations.values()].reduce(addUsage, NO_USAGE);
    onTrouble({ lost, tenantId: batch.tenantId, day: batch.day, requests, cause });
  };

  /** True when the batch is done with: added, or given up because a repeat could count it twice. */
  const send = async (batch: Sending): Promise<boolean> => {
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
    while (batches[0] && (await send(batches[0]))) batches.shift();
    if (batches.length === 0) sending.delete(key);
  };
  const sendAll = async (keys: string[]): Promise<void> => {
    const lane = async (): Promise<void> => {
      for (let key = keys.shift(); key !== undefined; key = keys.shift()) await sendBucket(key);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  };

  const run = async (): Promise<void> => {
    // What an earlier flush left comes first: it holds up what came after it.
    if (sending.size > 0) await sendAll([...sending.keys()]);
    await sendAll(cut());
    if (sending.size > 0) waitingSince ??= now();
  };
  const flush = (): Promise<void> =>
    (underWay ??= run().finally(() => {
      underWay = null;
    }));

  return {
    ledger,

    record({ tenantId, operation, used }) {
      const at = now();
      const day = dayOf(at);
      if (day !== today) names.clear();
      today = day;
      const key = `${tenantId} ${day}`;
      const bucket = buckets.get(key) ?? { tenantId, day, operations: new Map<string, UsageFigures>() };
      buckets.set(key, bucket);
      const label = labelFor(tenantId, operation);
      bucket.operations.set(label, addUsage(bucket.operations.get(label) ?? NO_USAGE, used));
      waitingSince ??= at;
    },

    async beside(request) {
      if (waitingSince !== null && now() - waitingSince >= FLUSH_AFTER) void flush();
      try {
        return await request();
      } finally {
        if (underWay) await atMost(LONGEST_WAIT, underWay);
      }
    },

    async settle() {
      await underWay;
      await flush();
    },
  };
}

/** Waits for work that never fails, but not longer than this many milliseconds. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
