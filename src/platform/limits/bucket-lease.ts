import { UNTOUCHED, type Buckets, type BucketState } from '../../store/index.ts';

import { monthSpent, noRequests, throttled, tooCostly, type Refused } from './refused.ts';
import { monthEnd, monthOf, roomOf, type Rate, type Charge, type RateLimits } from './rate-limits.ts';

/** How long a share may be used, in milliseconds: what is left of it then is void, for the bucket has refilled. */
export const SHARE_LIFE = 5000;
/** What a lease is meant for: so many milliseconds at the recentRate of late. */
const LEASE_FOR = 2000;
/** A lease is of at least a tenth of what is refilled in a second. */
const LEAST_LEASE = 0.1;
/** How old a state may be, in milliseconds, to refuse a request by it without asking again. */
const BELIEVED_FOR = 1000;
/** How long to let everyone through after the control table did not answer, and how long to wait for it. */
const OPEN_FOR = 5000;
const PATIENCE = 1000;
/** The shortest time, in milliseconds, that a recentRate is measured over. */
const LEAST_MEASURED = 500;
/** Tries of one lease while other processes take from the same bucket. */
const ATTEMPTS = 5;

const KINDS = ['requests', 'cost'] as const;
type Kind = (typeof KINDS)[number];
type Amounts = Record<Kind, number>;
const FULL = { requests: 'requestsFull', cost: 'costFull' } as const;
const MONTH = { requests: 'monthRequests', cost: 'monthCost' } as const;
const NONE: Charge = { requests: 0, cost: 0 };

/** What is left to a tenant, as this process knows it. */
export interface Remaining {
  readonly requests: number;
  readonly cost: number;
  readonly monthRequests: number;
  readonly monthCost: number;
}

/**
 * What one process holds of the buckets of one tenant: it leases a share of them, spends that on its own, and fetches
 * the next one beside a request when the share runs low. Only a request that meets an empty share waits.
 */
export interface BucketLease {
  /** Takes what a request needs, or says why it may not. */
  take(limits: RateLimits, spend: Charge): Promise<Refused | null>;
  /** Gives back what a request was charged beyond its actual points. */
  settle(limits: RateLimits, charged: number, actual: number): void;
  remaining(limits: RateLimits): Remaining;
}

export interface BucketLeaseOptions {
  readonly buckets: Buckets;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears that the control table did not answer: requests are let through meanwhile. */
  readonly onTrouble: (error: unknown) => void;
}

export function openBucketLease(
  tenantId: string,
  { buckets, now, onTrouble }: BucketLeaseOptions,
): BucketLease {
  const share: Amounts = { ...NONE };
  let shareUntil = 0;
  /** Spent in the month that ends then, and not yet added to its sums. */
  const unsent: Amounts = { ...NONE };
  let unsentUntil = 0;
  /** Spent since the last lease, by what it came to cost; the recentRate before it, a millisecond; what is waited for. */
  const spent: Amounts = { ...NONE };
  const recentRate: Amounts = { ...NONE };
  const waiting: Amounts = { ...NONE };
  /** On its way back to the bucket: nobody's, so that no request spends it meanwhile. */
  const givingBack: Amounts = { ...NONE };
  let leasedAt = 0;
  let state: BucketState = UNTOUCHED;
  let stateAt = 0;
  let openUntil = 0;
  let pending: Promise<boolean> | null = null;

  const room = (kind: Kind, rate: Rate, at: number): number => roomOf(rate, state[FULL[kind]], at);

  const leasedOf = (kind: Kind, at: number): number => (at < shareUntil ? share[kind] : 0);

  const monthSum = (kind: Kind, at: number): number =>
    (state.month === monthOf(at) ? state[MONTH[kind]] : 0) + unsent[kind];

  /** What this process should hold to go on at its recentRate. */
  const target = (kind: Kind, { perSecond }: Rate, at: number): number => {
    const fast = Math.max(recentRate[kind], rateNow(kind, at));
    return Math.max(perSecond * LEAST_LEASE, fast * LEASE_FOR, waiting[kind]);
  };

  const rateNow = (kind: Kind, at: number): number => spent[kind] / Math.max(LEAST_MEASURED, at - leasedAt);

  /** What the share holds beyond what this process goes on with; 0 when it is not worth a call. */
  const surplus = (kind: Kind, rate: Rate, at: number): number => {
    const wanted = target(kind, rate, at);
    const beyond = leasedOf(kind, at) - wanted;
    return beyond > Math.max(wanted, rate.perSecond) ? beyond : 0;
  };

  /** What to lease: enough for `need`, at most half of what is there beyond it; negative to give back. */
  const amountOf = (kind: Kind, rate: Rate, need: number, at: number): number => {
    const held = leasedOf(kind, at);
    const missing = Math.max(0, need - held);
    const spare = missing === 0 ? surplus(kind, rate, at) : 0;
    if (spare > 0) return -spare;
    return Math.max(missing, Math.min(target(kind, rate, at) - held, room(kind, rate, at) / 2), 0);
  };

  /** How many seconds until the bucket holds what is missing; 0 when it does. */
  const delayOf = (kind: Kind, rate: Rate, need: number, at: number): number =>
    Math.max(0, (need - leasedOf(kind, at) - room(kind, rate, at)) / rate.perSecond);

  const takingOf = (kind: Kind, rate: Rate | null, need: number, at: number) => {
    if (!rate) return { tokens: 0, taking: null };
    const tokens = amountOf(kind, rate, need, at);
    // Whole microseconds, to the tenant's disadvantage.
    return { tokens, taking: { amount: Math.ceil((tokens / rate.perSecond) * 1e6) / 1e3, span: rate.span } };
  };

  const tryLease = async (limits: RateLimits, need: Charge): Promise<boolean> => {
    const at = now();
    const requests = takingOf('requests', limits.requests, need.requests, at);
    const cost = takingOf('cost', limits.cost, need.cost, at);
    const sent = { ...unsent };
    const own = monthOf(at);
    givingBack.requests = Math.max(0, -requests.tokens);
    givingBack.cost = Math.max(0, -cost.tokens);
    for (const kind of KINDS) share[kind] -= givingBack[kind];
    const answer = await buckets.move(
      tenantId,
      {
        now: at,
        requests: requests.taking,
        cost: cost.taking,
        // Another process may be in the next month already.
        month: state.month > own ? state.month : own,
        monthRequests: sent.requests,
        monthCost: sent.cost,
      },
      state,
      AbortSignal.timeout(PATIENCE),
    );
    state = answer.state;
    stateAt = at;
    for (const kind of KINDS) {
      if (!answer.moved) share[kind] += givingBack[kind];
      givingBack[kind] = 0;
    }
    if (!answer.moved) return false;
    const left = { requests: leasedOf('requests', now()), cost: leasedOf('cost', now()) };
    share.requests = left.requests + Math.max(0, requests.tokens);
    share.cost = left.cost + Math.max(0, cost.tokens);
    shareUntil = at + SHARE_LIFE;
    const fading = 0.5 ** ((at - leasedAt) / LEASE_FOR);
    for (const kind of KINDS) {
      unsent[kind] -= sent[kind];
      recentRate[kind] = Math.max(rateNow(kind, at), recentRate[kind] * fading);
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
      for (const kind of KINDS) givingBack[kind] = 0;
      openUntil = now() + OPEN_FOR;
      onTrouble(error);
      return true;
    }
  };

  /** One lease at a time: others wait for it and look again. */
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

  /** What a month's last seconds did not send is let go. */
  const turnMonth = (at: number): void => {
    if (at < unsentUntil) return;
    unsentUntil = monthEnd(at);
    for (const kind of KINDS) unsent[kind] = 0;
  };

  const overMonth = (limits: RateLimits, spend: Charge): Refused | null => {
    for (const kind of KINDS) {
      const limit = limits[MONTH[kind]];
      const at = now();
      if (limit !== null && monthSum(kind, at) + spend[kind] > limit) return monthSpent(kind, limit, at);
    }
    return null;
  };

  const isLow = (limits: RateLimits, at: number): boolean =>
    at - leasedAt >= LEASE_FOR ||
    KINDS.some((kind) => {
      const rate = limits[kind];
      if (!rate || room(kind, rate, at) < 2 * rate.perSecond * LEAST_LEASE) return false;
      return share[kind] < target(kind, rate, at) / 2;
    });

  const spend = (wanted: Charge): void => {
    for (const kind of KINDS) {
      share[kind] -= wanted[kind];
      unsent[kind] += wanted[kind];
    }
    spent.requests += wanted.requests;
  };

  return {
    async take(limits, wanted) {
      const never = neverAllowed(limits, wanted);
      if (never) return never;
      for (let tries = 0; ; tries += 1) {
        const at = now();
        turnMonth(at);
        if (at < openUntil) {
          for (const kind of KINDS) unsent[kind] += wanted[kind];
          return null;
        }
        const isKnown = at < shareUntil;
        const over = stateAt > 0 ? overMonth(limits, wanted) : null;
        if (over) return over;
        const covered = KINDS.every((kind) => !limits[kind] || share[kind] >= wanted[kind]);
        if (isKnown && covered) {
          spend(wanted);
          if (isLow(limits, at)) void leaseOnce(limits, NONE);
          return null;
        }
        const refused = refusedBy(limits, wanted);
        if (refused && (at - stateAt < BELIEVED_FOR || tries >= ATTEMPTS)) return refused;
        for (const kind of KINDS) waiting[kind] += wanted[kind];
        const leased = await leaseOnce(limits, wanted);
        for (const kind of KINDS) waiting[kind] -= wanted[kind];
        if (!leased && tries >= ATTEMPTS) return refusedBy(limits, wanted) ?? busy(limits);
      }
    },

    settle(limits, charged, actual) {
      share.cost += charged - actual;
      unsent.cost -= charged - actual;
      spent.cost += actual;
      // A lease that is under way was not reckoned with it.
      void Promise.resolve(pending).then(() => {
        const at = now();
        if (limits.cost && at >= openUntil && surplus('cost', limits.cost, at) > 0)
          void leaseOnce(limits, NONE);
      });
    },

    remaining(limits) {
      const at = now();
      const left = (kind: Kind): number => {
        const rate = limits[kind];
        if (!rate) return 0;
        const all = leasedOf(kind, at) + givingBack[kind] + room(kind, rate, at);
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

/** What waiting never makes possible. */
function neverAllowed(limits: RateLimits, { requests, cost }: Charge): Refused | null {
  if (limits.requests && requests > limits.requests.capacity) return noRequests();
  return limits.cost && cost > limits.cost.capacity ? tooCostly(cost, limits.cost) : null;
}

/** Too many processes take from the bucket at the same moment. */
function busy({ requests, cost }: RateLimits): Refused | null {
  if (cost) return throttled('cost', cost, 1);
  return requests ? throttled('requests', requests, 1) : null;
}
