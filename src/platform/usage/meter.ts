import { OTHER, type UsageFigures, type UsageLedger } from '../../store/index.ts';
import { timeLimit } from '../../tenant/index.ts';
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
   * Runs a request, and flushes in parallel if a flush is due. A young process flushes after the request. The
   * answer waits for the flush and for `finish`, because Lambda freezes the process after it.
   * @param finish waits for other calls that run in parallel with requests
   */
  alongside<Answer>(request: () => Promise<Answer>, finish?: () => Promise<void>): Promise<Answer>;
  /** Writes all that was recorded before the call. Keeps what it cannot write for the next flush. */
  settle(): Promise<void>;
}

/** A young process flushes after each of so many requests, because it may get no further one. */
const YOUNG_REQUESTS = 20;
/** The part of a process's requests, and their number, after which a flush is due. */
const DUE_PART = 1 / 20;
const DUE_COUNT = 100;
/** Milliseconds after which usage in memory is due to be written. */
const FLUSH_AFTER = 60_000;
/** Milliseconds without a flush after one that failed. */
const BACK_OFF = 5_000;
/** Maximum milliseconds that an answer waits for a flush. What is not written then waits for the next one. */
const MAX_WAIT = 1_000;
/** Maximum number of operation names that a process counts separately for each tenant and day. */
const MAX_OPERATIONS = 200;

export function openMeter(options: OutboxOptions): Meter {
  const { ledger, now } = options;
  const outbox = openOutbox(options);
  const nameFor = boundedNames();
  let recorded = 0;
  let waiting = 0;
  let waitingSince: number | null = null;
  let retryAt = 0;
  let underWay: Promise<void> | null = null;

  const flush = (signal?: AbortSignal): Promise<void> => {
    waiting = 0;
    waitingSince = null;
    underWay ??= outbox.send(signal).finally(() => {
      underWay = null;
      if (outbox.isEmpty()) return;
      waitingSince ??= now();
      retryAt = now() + BACK_OFF;
    });
    return underWay;
  };

  const isDue = (): boolean => {
    if (waitingSince === null || now() < retryAt) return false;
    return waiting >= Math.min(DUE_COUNT, recorded * DUE_PART) || now() - waitingSince >= FLUSH_AFTER;
  };

  return {
    ledger,

    record({ tenantId, operation, used }) {
      const at = now();
      const day = dayOf(at);
      outbox.add(tenantId, day, nameFor(tenantId, day, operation), used);
      recorded += 1;
      waiting += 1;
      waitingSince ??= at;
    },

    async alongside(request, finish = () => Promise.resolve()) {
      if (!underWay && isDue()) void flush(timeLimit(MAX_WAIT));
      const flushed = async (): Promise<void> => {
        await underWay;
        if (recorded <= YOUNG_REQUESTS && isDue()) await flush(timeLimit(MAX_WAIT));
      };
      try {
        return await request();
      } finally {
        await Promise.all([flushed(), finish()]);
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
