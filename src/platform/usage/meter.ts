import type { UsageFigures, UsageLedger } from '../../store/index.ts';
import { dayOf } from './day-range.ts';
import { openOutbox, type OutboxOptions } from './outbox.ts';

/** An answered request. */
export interface MeteredRequest {
  readonly tenantId: string;
  /** The name under which the request is counted. */
  readonly operation: string;
  readonly used: UsageFigures;
}

/**
 * A counter of the tenants' usage. It counts in memory and adds the sums to the ledger later. A process that
 * dies loses what it has not written since its last flush. The meter never counts a request twice.
 */
export interface Meter {
  readonly ledger: UsageLedger;
  record(request: MeteredRequest): void;
  /**
   * Runs a request, and starts a flush in parallel if one is due. Delays the answer until the flush is done,
   * but only briefly, because Lambda freezes the process after the answer.
   */
  alongside<Answer>(request: () => Promise<Answer>): Promise<Answer>;
  /** Writes all that was recorded before the call. Keeps what it cannot write for the next flush. */
  settle(): Promise<void>;
}

/** Milliseconds after which usage in memory is due to be written. */
const FLUSH_AFTER = 5_000;
/** Maximum milliseconds that an answer waits for a flush. */
const MAX_WAIT = 250;
/** Maximum number of operation names that a process counts separately for each tenant and day. */
const MAX_OPERATIONS = 200;
/** The name under which all other operations are counted. */
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
        if (underWay) await waitAtMost(MAX_WAIT, underWay);
      }
    },

    async settle() {
      await underWay;
      await flush();
    },
  };
}

/**
 * Limits the operation names of a tenant and day. Clients choose these names, so their number is unbounded.
 */
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

/** Waits for a promise that never rejects, but at most `ms` milliseconds. */
async function waitAtMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
