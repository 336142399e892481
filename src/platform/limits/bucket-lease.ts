import { UNTOUCHED, type Buckets, type BucketState } from '../../store/index.ts';

import { monthSpent, noRequests, throttled, tooCostly, type Refused } from './refused.ts';
import { monthEnd, monthOf, roomOf, type Rate, type Charge, type RateLimits } from './rate-limits.ts';

/**
 * Milliseconds for which a share is valid. After that the process discards it, because the bucket has
 * refilled.
 */
export const SHARE_LIFE = 5000;
/** Milliseconds of traffic, at the recent rate, that a lease is meant to cover. */
const LEASE_COVERS = 2000;
/** The smallest lease, as a part of what the bucket refills in a second. */
const MIN_LEASE = 0.1;
/** Maximum age in milliseconds of a state that is used to refuse a request without asking the table again. */
const MAX_STATE_AGE = 1000;
/**
 * Milliseconds for which all requests pass after the control table failed to answer, and the time limit of
 * one call.
 */
const FAIL_OPEN_FOR = 5000;
const CALL_TIMEOUT = 1000;
/** Minimum time in milliseconds over which a rate is measured. */
const MIN_MEASURED = 500;
/** Maximum attempts at one lease while other processes take from the same bucket. */
const ATTEMPTS = 5;

const KINDS = ['requests', 'cost'] as const;
type Kind = (typeof KINDS)[number];
type Amounts = Record<Kind, number>;
const FULL = { requests: 'requestsFull', cost: 'costFull' } as const;
const MONTH = { requests: 'monthRequests', cost: 'monthCost' } as const;
const NONE: Charge = { requests: 0, cost: 0 };

/** The tokens that a tenant has left, as this process knows it. */
export interface Remaining {
  readonly requests: number;
  readonly cost: number;
  readonly monthRequests: number;
  readonly monthCost: number;
}

/**
 * The lease of one process on the buckets of one tenant. It fetches the next share in parallel with a request
 * when the share runs low. A request waits only if the share is empty.
 *
 * Terminology:
 * - bucket: the tokens of a tenant, in the control table. It refills every second.
 * - share: the tokens that this process has leased and not spent.
 * - lease: the call that moves tokens from the bucket to the share, or surplus back.
 * - charge: the tokens that one request takes.
 * - unsent: tokens that were spent, but are not yet in the month's sums of the table.
 * - settle: correct a charge to the actual cost of the answer.
 */
export interface BucketLease {
  /** Takes the tokens of a request, or returns the reason why it may not run. */
  take(limits: RateLimits, charge: Charge): Promise<Refused | null>;
  /** Returns the difference between the estimated and the actual cost to the share. */
  settle(limits: RateLimits, charged: number, actual: number): void;
  remaining(limits: RateLimits): Remaining;
}

export interface BucketLeaseOptions {
  readonly buckets: Buckets;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Called if the control table does not answer. Requests pass meanwhile. */
  readonly onTrouble: (error: unknown) => void;
}

export function openBucketLease(
  tenantId: string,
  { buckets, now, onTrouble }: BucketLeaseOptions,
): BucketLease {
  const share: Amounts = { ...NONE };
  let shareUntil = 0;
  /** Tokens that were spent this month and are not yet in its sums. The month ends at `unsentUntil`. */
  const unsent: Amounts = { ...NONE };
  let unsentUntil = 0;
  /**
   * Tokens spent since the last lease, at actual cost; the earlier rate per millisecond; tokens that requests
   * wait for.
   */
  const spent: Amounts = { ...NONE };
  const recentRate: Amounts = { ...NONE };
  const waiting: Amounts = { ...NONE };
  /** Tokens on their way back to the bucket. No request may spend them meanwhile. */
  const returning: Amounts = { ...NONE };
  let leasedAt = 0;
  let state: BucketState = UNTOUCHED;
  let stateAt = 0;
  let openUntil = 0;
  let pending: Promise<boolean> | null = null;

  const available = (kind: Kind, rate: Rate, at: number): number => roomOf(rate, state[FULL[kind]], at);

  /** Returns the tokens of the share. A debt remains when the share expires. */
  const leasedOf = (kind: Kind, at: number): number =>
    at < shareUntil ? share[kind] : Math.min(0, share[kind]);

  const monthSum = (kind: Kind, at: number): number =>
    (state.month === monthOf(at) ? state[MONTH[kind]] : 0) + unsent[kind];

  /** Returns the tokens that this process needs to continue at its recent rate. */
  const target = (kind: Kind, { perSecond }: Rate, at: number): number => {
    const fast = Math.max(recentRate[kind], rateNow(kind, at));
    return Math.max(perSecond * MIN_LEASE, fast * LEASE_COVERS, waiting[kind]);
  };

  const rateNow = (kind: Kind, at: number): number => spent[kind] / Math.max(MIN_MEASURED, at - leasedAt);

  /** Returns the tokens that this process does not need, or 0 if returning them is not worth a call. */
  const surplus = (kind: Kind, rate: Rate, at: number): number => {
    const wanted = target(kind, rate, at);
    const excess = leasedOf(kind, at) - wanted;
    return excess > Math.max(wanted, rate.perSecond) ? excess : 0;
  };

  /**
   * Returns the tokens to lease: enough for `need`, and at most half of the rest of the bucket. Negative
   * tokens go back.
   */
  const amountOf = (kind: Kind, rate: Rate, need: number, at: number): number => {
    const leased = leasedOf(kind, at);
    const missing = Math.max(0, need - leased);
    const spare = missing === 0 ? surplus(kind, rate, at) : 0;
    if (spare > 0) return -spare;
    return Math.max(missing, Math.min(target(kind, rate, at) - leased, available(kind, rate, at) / 2), 0);
  };

  /** Returns the seconds until the bucket has enough tokens, or 0 if it has. */
  const delayOf = (kind: Kind, rate: Rate, need: number, at: number): number =>
    Math.max(0, (need - leasedOf(kind, at) - available(kind, rate, at)) / rate.perSecond);

  const takingOf = (kind: Kind, rate: Rate | null, need: number, at: number) => {
    if (!rate) return { tokens: 0, taking: null };
    const tokens = amountOf(kind, rate, need, at);
    // Round up to whole microseconds, so that the tenant never gets more than its limit.
    return { tokens, taking: { amount: Math.ceil((tokens / rate.perSecond) * 1e6) / 1e3, span: rate.span } };
  };

  const tryLease = async (limits: RateLimits, need: Charge): Promise<boolean> => {
    const at = now();
    const requests = takingOf('requests', limits.requests, need.requests, at);
    const cost = takingOf('cost', limits.cost, need.cost, at);
    const sent = { ...unsent };
    const own = monthOf(at);
    returning.requests = Math.max(0, -requests.tokens);
    returning.cost = Math.max(0, -cost.tokens);
    for (const kind of KINDS) share[kind] -= returning[kind];
    const answer = await buckets.move(
      tenantId,
      {
        now: at,
        requests: requests.taking,
        cost: cost.taking,
        // Another process may already count the next month.
        month: state.month > own ? state.month : own,
        monthRequests: sent.requests,
        monthCost: sent.cost,
      },
      state,
      AbortSignal.timeout(CALL_TIMEOUT),
    );
    state = answer.state;
    stateAt = at;
    for (const kind of KINDS) {
      if (!answer.moved) share[kind] += returning[kind];
      returning[kind] = 0;
    }
    if (!answer.moved) return false;
    const left = { requests: leasedOf('requests', now()), cost: leasedOf('cost', now()) };
    share.requests = left.requests + Math.max(0, requests.tokens);
    share.cost = left.cost + Math.max(0, cost.tokens);
    shareUntil = at + SHARE_LIFE;
    const decay = 0.5 ** ((at - leasedAt) / LEASE_COVERS);
    for (const kind of KINDS) {
      unsent[kind] -= sent[kind];
      recentRate[kind] = Math.max(rateNow(kind, at), recentRate[kind] * decay);
      spent[kind] = 0;
    }
    leasedAt = at;
    return true;
  };

  const lease = async (limits: RateLimits, need: Charge): Promise<boolean> => {
    try {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        if (await tryLease(limits, need)) return true;
        if (refusedBy(limits, need)) return false;
      }
      return false;
    } catch (error) {
      for (const kind of KINDS) returning[kind] = 0;
      openUntil = now() + FAIL_OPEN_FOR;
      onTrouble(error);
      return true;
    }
  };

  /** Runs one lease at a time. Other callers wait for it and then check again. */
  const leaseOnce = (limits: RateLimits, need: Charge): Promise<boolean> => {
    pending ??= lease(limits, need).finally(() => {
      pending = null;
    });
    return pending;
  };

  const refusedBy = (limits: RateLimits, need: Charge): Refused | null => {
    const at = now();
    for (const kind of KINDS) {
      const rate = limits[kind];
      const delay = rate ? delayOf(kind, rate, need[kind], at) : 0;
      if (rate && delay > 0) return throttled(kind, rate, delay);
    }
    return null;
  };

  /** Begins a new month. Drops what was not sent in the last seconds of the old one. */
  const startNewMonth = (at: number): void => {
    if (at < unsentUntil) return;
    unsentUntil = monthEnd(at);
    for (const kind of KINDS) unsent[kind] = 0;
  };

  const monthRefusal = (limits: RateLimits, charge: Charge): Refused | null => {
    for (const kind of KINDS) {
      const limit = limits[MONTH[kind]];
      const at = now();
      if (limit !== null && monthSum(kind, at) + charge[kind] > limit) return monthSpent(kind, limit, at);
    }
    return null;
  };

  const isLow = (limits: RateLimits, at: number): boolean =>
    at - leasedAt >= LEASE_COVERS ||
    KINDS.some((kind) => {
      const rate = limits[kind];
      if (!rate || available(kind, rate, at) < 2 * rate.perSecond * MIN_LEASE) return false;
      return share[kind] < target(kind, rate, at) / 2;
    });

  const deduct = (charge: Charge): void => {
    for (const kind of KINDS) {
      share[kind] -= charge[kind];
      unsent[kind] += charge[kind];
    }
    spent.requests += charge.requests;
  };

  return {
    async take(limits, charge) {
      const never = neverAllowed(limits, charge);
      if (never) return never;
      for (let tries = 0; ; tries += 1) {
        const at = now();
        startNewMonth(at);
        if (at < openUntil) {
          for (const kind of KINDS) unsent[kind] += charge[kind];
          return null;
        }
        const isKnown = at < shareUntil;
        const over = stateAt > 0 ? monthRefusal(limits, charge) : null;
        if (over) return over;
        const covered = KINDS.every((kind) => !limits[kind] || share[kind] >= charge[kind]);
        if (isKnown && covered) {
          deduct(charge);
          if (isLow(limits, at)) void leaseOnce(limits, NONE);
          return null;
        }
        const refused = refusedBy(limits, charge);
        if (refused && (at - stateAt < MAX_STATE_AGE || tries >= ATTEMPTS)) return refused;
        for (const kind of KINDS) waiting[kind] += charge[kind];
        const leased = await leaseOnce(limits, charge);
        for (const kind of KINDS) waiting[kind] -= charge[kind];
        if (!leased && tries >= ATTEMPTS) return refusedBy(limits, charge) ?? busy(limits);
      }
    },

    settle(limits, charged, actual) {
      share.cost += charged - actual;
      unsent.cost -= charged - actual;
      spent.cost += actual;
      // A running lease did not include these tokens, so wait for it.
      void Promise.resolve(pending).then(() => {
        const at = now();
        if (!limits.cost || at < openUntil) return;
        // A request may cost more than its estimate. The bucket pays the debt at once if it can.
        if (share.cost < 0 || surplus('cost', limits.cost, at) > 0) void leaseOnce(limits, NONE);
      });
    },

    remaining(limits) {
      const at = now();
      const left = (kind: Kind): number => {
        const rate = limits[kind];
        if (!rate) return 0;
        const all = leasedOf(kind, at) + returning[kind] + available(kind, rate, at);
        return Math.floor(Math.min(rate.capacity, Math.max(0, all)));
      };
      return {
        requests: left('requests'),
        cost: left('cost'),
        monthRequests: monthSum('requests', at),
        monthCost: monthSum('cost', at),
      };
    },
  };
}

/** Returns the refusal of a request that could not pass even with a full bucket. */
function neverAllowed(limits: RateLimits, { requests, cost }: Charge): Refused | null {
  if (limits.requests && requests > limits.requests.capacity) return noRequests();
  return limits.cost && cost > limits.cost.capacity ? tooCostly(cost, limits.cost) : null;
}

/** Returns the refusal of a request when too many processes take from the bucket at once. */
function busy({ requests, cost }: RateLimits): Refused | null {
  if (cost) return throttled('cost', cost, 1);
  return requests ? throttled('requests', requests, 1) : null;
}
