import type { Scope } from '../../tenant/index.ts';
import type { OnCreate } from '../../engine/index.ts';
import type { Buckets, Store } from '../../store/index.ts';

import { planOf, type Plans } from '../plans/plan.ts';
import { openBucketLease, type BucketLease } from './bucket-lease.ts';
import { LEAST_COST, type Estimate } from './cost.ts';
import { openItemLimit } from './item-limit.ts';
import { actualCost } from './parts.ts';
import { tooDeep, type Refused } from './refused.ts';
import { standingOf, type Throttle } from './throttle.ts';
import { rateLimitsOf, type RateLimits } from './rate-limits.ts';

/** Holds tenants to the rates, the months and the depth of their plans: made once a process. */
export interface Limiter {
  /** What measures one request of a tenant. */
  meter(scope: Scope): RequestMeter;
  /** What is asked before a row is created; undefined when the plan does not bind how many there are. */
  onCreate(scope: Scope, store: Pick<Store, 'total'>): OnCreate | undefined;
}

/** Measures one request. */
export interface RequestMeter {
  /** Charges what an operation may cost, or says why it may not run. Without an operation the least is charged. */
  charge(estimate: Estimate | null): Promise<Refused | null>;
  /** Gives back what the answer did not cost. */
  settle(data: unknown): void;
  /** What it cost, in points, once it was settled; 0 for one that was refused. */
  cost(): number;
  /** What was charged, and where the tenant stands now. */
  throttle(): Throttle;
}

export interface LimiterOptions {
  readonly buckets: Buckets;
  readonly plans: Plans;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears that the control table did not answer, so that tenants are let through for some seconds. */
  readonly onTrouble: (tenantId: string, error: unknown) => void;
}

/** Accounts kept; beyond it the oldest goes, with what it holds. One takes some hundred bytes. */
const MOST_ACCOUNTS = 10_000;

export function openLimiter({ buckets, plans, now, onTrouble }: LimiterOptions): Limiter {
  const itemLimit = openItemLimit(now);
  const accounts = new Map<string, BucketLease>();
  const accountOf = (tenantId: string): BucketLease => {
    const known = accounts.get(tenantId);
    if (known) return known;
    const account = openBucketLease(tenantId, {
      buckets,
      now,
      onTrouble: (error) => {
        onTrouble(tenantId, error);
      },
    });
    const [oldest] = accounts.keys();
    if (accounts.size >= MOST_ACCOUNTS && oldest !== undefined) accounts.delete(oldest);
    accounts.set(tenantId, account);
    return account;
  };
  return {
    meter({ tenant }) {
      const { limits } = planOf(plans, tenant);
      const terms = rateLimitsOf(limits);
      return openRequestMeter(terms && { terms, account: accountOf(tenant.id) }, limits.maxDepth, now);
    },
    onCreate({ tenant }, store) {
      const { itemsPerModel } = planOf(plans, tenant).limits;
      return itemsPerModel === null ? undefined : itemLimit(tenant.id, itemsPerModel, store);
    },
  };
}

interface Metered {
  readonly terms: RateLimits;
  readonly account: BucketLease;
}

function openRequestMeter(metered: Metered | null, maxDepth: number | null, now: () => number): RequestMeter {
  let estimated: Estimate | null = null;
  let requested = LEAST_COST;
  let actual: number | null = null;
  return {
    async charge(estimate) {
      requested = estimate?.cost ?? LEAST_COST;
      if (estimate && maxDepth !== null && estimate.depth > maxDepth) return tooDeep(estimate, maxDepth);
      const refused = await metered?.account.take(metered.terms, { requests: 1, cost: requested });
      if (refused) return refused;
      estimated = estimate;
      if (!estimate) {
        actual = requested;
        metered?.account.settle(metered.terms, requested, actual);
      }
      return null;
    },
    settle(data) {
      if (!estimated) return;
      // A resolver that gives more rows than its `limit` says costs no more than was announced.
      actual = Math.min(requested, Math.max(LEAST_COST, actualCost(estimated.level, data)));
      metered?.account.settle(metered.terms, requested, actual);
      estimated = null;
    },
    cost: () => actual ?? 0,
    throttle: () => ({
      requested,
      actual,
      ...(metered
        ? standingOf(metered.terms, metered.account.remaining(metered.terms), now())
        : NOTHING_BINDS),
    }),
  };
}

const NOTHING_BINDS = { status: null, policies: [] };
