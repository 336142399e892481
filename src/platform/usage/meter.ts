import type { UsageFigures, UsageLedger } from '../../store/index.ts';
import { dayOf } from './day-range.ts';
import { openOutbox, type OutboxOptions } from './outbox.ts';

/** One request that was answered. */
export interface MeteredRequest {
  readonly tenantId: string;
  /** The name that it is counted under. */
  readonly operation: string;
  readonly used: UsageFigures;
}

/**
 * Counts what tenants use: in memory at first, then by adding to the ledger. A process that dies loses what it had not
 * written: what it answered since its last flush. Nothing is counted twice.
 */
export interface Meter {
  readonly ledger: UsageLedger;
  record(request: MeteredRequest): void;
  /**
   * Answers a request; a flush that is due begins beside it. One that lasts longer than the request is waited for, but
   * not for long: a Lambda is frozen once it has answered.
   */
  alongside<Answer>(request: () => Promise<Answer>): Promise<Answer>;
  /** Writes all that was recorded before the call. What cannot be written is kept for the next flush. */
  settle(): Promise<void>;
}

/** How long usage waits in memory before a flush is due, in milliseconds. */
const FLUSH_AFTER = 5_000;
/** The longest that an answer waits for a flush, in milliseconds. */
const LONGEST_WAIT = 250;
/** Names of operations that a process tells apart for each tenant and day. */
const MAX_OPERATIONS = 200;
/** What has no name of its own is counted under it. */
export const OTHER = 'other';

export function openMeter(options: OutboxOptions): Meter {
  const { ledger, now } = options;
  const outbox = openOutbox(options);
  const nameFor = boundedNames();
  let waitingSince: number | null = null;
  let underWay: Promise<void> | null = null;

  const flush = (): Promise<void> => {
    waitingSince = null;
    underWay ??= outbox.send().finally(() => {
      underWay = null;
      if (!outbox.isEmpty()) waitingSince ??= now();
    });
    return underWay;
  };

  return {
    ledger,

    record({ tenantId, operation, used }) {
      const at = now();
      const day = dayOf(at);
      outbox.add(tenantId, day, nameFor(tenantId, day, operation), used);
      waitingSince ??= at;
    },

    async alongside(request) {
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

/** A client chooses the names of its operations: only so many of a tenant and day are told apart. */
function boundedNames(): (tenantId: string, day: string, operation: string) => string {
  const names = new Map<string, Set<string>>();
  let today = '';
  return (tenantId, day, operation) => {
    if (day !== today) names.clear();
    today = day;
    const known = names.get(tenantId) ?? new Set();
    names.set(tenantId, known);
    if (known.size < MAX_OPERATIONS) known.add(operation);
    return known.has(operation) ? operation : OTHER;
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
