import { boundedMap, type Scope } from '../../tenant/index.ts';
import type { OnCreate } from '../../engine/index.ts';
import type { Buckets, Consumed, Store } from '../../store/index.ts';

import { openUnderWay } from '../under-way.ts';
import { ceilingsOf, type Ceilings } from '../plans/ceilings.ts';
import { planOf, type Limits, type Plans } from '../plans/plan.ts';
import { openBucketLease, type BucketLease } from './bucket-lease.ts';
import type { Estimate } from './cost.ts';
import { openItemLimit } from './item-limit.ts';
import { tooDeep, type Refused } from './refused.ts';
import { throttleOf, type Throttle } from './throttle.ts';
import { rateLimitsOf, type RateLimits } from './rate-limits.ts';
import { MIN_COST, WEIGHTS } from './weights.ts';

/** The limiter of rates, monthly sums and depth of the tenants' plans. Each process creates one. */
export interface Limiter {
  /** Creates the meter of one request of a tenant. */
  meter(scope: Scope): RequestMeter;
  /** Begins a lease for a request of a tenant that will probably follow, if the process has no share left. */
  prepare(scope: Pick<Scope, 'tenant'>): void;
  /**
   * Waits for the calls that run in parallel with requests. Await it before each answer, because Lambda freezes
   * the process after it. Never rejects.
   */
  idle(): Promise<void>;
  /** Returns the check before a row is created, or undefined if the plan does not limit rows. */
  onCreate(scope: Scope, store: Pick<Store, 'counted'>): OnCreate | undefined;
}

/** The work of a request when its answer is complete. */
export interface DoneWork {
  /** Points of the work that resolvers did. */
  readonly points: number;
  readonly extraReads: Consumed['extraReads'];
  /** Whether the answer has no data, or is complete before all resolvers are. */
  readonly isUnfinished: boolean;
}

/** The meter of one request. */
export interface RequestMeter {
  /**
   * Charges the estimated cost of an operation, or returns why it may not run. Charges the minimum if there
   * is no operation.
   */
  charge(estimate: Estimate | null): Promise<Refused | null>;
  /**
   * Returns whether an operation may begin before `charge` has answered: it only reads, and its charge asks the table. If the
   * charge is refused, its result must be dropped.
   */
  mayBegin(estimate: Estimate): boolean;
  /** Charges the actual cost of the request's work in place of the estimate. */
  settle(work: DoneWork): void;
  /** Returns the actual cost in points after `settle`. It is 0 if the request was refused. */
  cost(): number;
  /** Returns the charge, and the tenant's remaining tokens. */
  throttle(): Throttle;
}

export interface LimiterOptions {
  readonly buckets: Buckets;
  readonly plans: Plans;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Called if the control table does not answer, so that tenants pass without limits for some seconds. */
  readonly onTrouble: (tenantId: string, error: unknown) => void;
}

/**
 * Maximum number of cached accounts, of some hundred bytes each. The oldest is dropped first, with its
 * tokens.
 */
const MAX_ACCOUNTS = 10_000;
/**
 * After each of so many requests, a young process writes all that it spent. So the month is exact, also if the
 * process gets no further request.
 */
const YOUNG_REQUESTS = 20;

/**
 * Opens the limiter of a process.
 * @example
 * ```ts
 * const limiter = openLimiter({ ...platform, onTrouble: console.error });
 * const refused = await limiter.meter(scope).charge(null);
 * ```
 */
export function openLimiter({ buckets, plans, now, onTrouble }: LimiterOptions): Limiter {
  const itemLimit = openItemLimit(now);
  const accounts = boundedMap<string, BucketLease>(MAX_ACCOUNTS);
  const calls = openUnderWay();
  let charged = 0;
  const isYoung = (): boolean => charged <= YOUNG_REQUESTS;
  const accountOf = (tenantId: string): BucketLease => {
    const known = accounts.get(tenantId);
    if (known) return known;
    const account = openBucketLease(tenantId, {
      buckets,
      now,
      onTrouble: (error) => {
        onTrouble(tenantId, error);
      },
      onCall: calls.add,
    });
    accounts.set(tenantId, account);
    return account;
  };
  return {
    meter({ tenant }) {
      const { limits } = planOf(plans, tenant);
      const rates = rateLimitsOf(limits);
      charged += 1;
      return openRequestMeter(rates && { rates, account: accountOf(tenant.id), isYoung }, limits, now);
    },
    prepare({ tenant }) {
      const rates = rateLimitsOf(planOf(plans, tenant).limits);
      if (rates) accounts.get(tenant.id)?.prepare(rates);
    },
    idle: calls.settled,
    onCreate({ tenant }, store) {
      const { itemsPerModel } = planOf(plans, tenant).limits;
      return itemsPerModel === null ? undefined : itemLimit(tenant.id, itemsPerModel, store);
    },
  };
}

/** Returns the most points that a request can do within its ceilings, if each call is a write. */
function mostPoints({ objects, calls }: Ceilings): number {
  return objects + calls * WEIGHTS.write;
}

interface Metered {
  readonly rates: RateLimits;
  readonly account: BucketLease;
  readonly isYoung: () => boolean;
}

function openRequestMeter(metered: Metered | null, limits: Limits, now: () => number): RequestMeter {
  const { maxDepth } = limits;
  let estimated: Estimate | null = null;
  let requested = MIN_COST;
  let actual: number | null = null;
  const isTooDeep = ({ depth }: Estimate): boolean => maxDepth !== null && depth > maxDepth;
  return {
    mayBegin: (estimate) =>
      estimate.isRead &&
      !isTooDeep(estimate) &&
      (metered?.account.mayBegin(metered.rates, { requests: 1, cost: estimate.cost }) ?? false),
    async charge(estimate) {
      requested = estimate?.cost ?? MIN_COST;
      if (estimate && maxDepth !== null && isTooDeep(estimate)) return tooDeep(estimate, maxDepth);
      const refused = await metered?.account.take(metered.rates, { requests: 1, cost: requested });
      if (refused) return refused;
      estimated = estimate;
      if (!estimate) {
        actual = requested;
        metered?.account.settle(metered.rates, requested, actual, metered.isYoung());
      }
      return null;
    },
    settle({ points, extraReads, isUnfinished }) {
      if (!estimated) return;
      // A null that an error left behind does not show which work was done for it.
      const least = isUnfinished ? Math.min(requested, mostPoints(ceilingsOf(limits))) : MIN_COST;
      actual = Math.max(least, points + extraReads);
      metered?.account.settle(metered.rates, requested, actual, metered.isYoung());
      estimated = null;
    },
    cost: () => actual ?? 0,
    throttle: () => ({
      requested,
      actual,
      ...(metered ? throttleOf(metered.rates, metered.account.remaining(metered.rates), now()) : NO_THROTTLE),
    }),
  };
}

const NO_THROTTLE = { status: null, policies: [] };
