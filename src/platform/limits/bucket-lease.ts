import {
  MARK_LIFE,
  processName,
  UNTOUCHED,
  type BucketMove,
  type Buckets,
  type BucketState,
} from '../../store/index.ts';
import { timeLimit } from '../../tenant/index.ts';

import { openPace, type Pace } from './pace.ts';
import { busy, monthSpent, neverAllowed, throttled, type Refused } from './refused.ts';
import { monthOf, roomOf, type Rate, type Charge, type RateLimits } from './rate-limits.ts';
import { draftOf, NO_DRAFT, type Draft } from './token-draft.ts';
import type { Remaining } from './throttle.ts';
import { openUnsent } from './unsent.ts';

/**
 * Milliseconds for which a share may be spent. After that the process returns it with its next lease, as far
 * as the bucket has room for it.
 */
export const SHARE_LIFE = 5000;
/** Milliseconds of traffic, at the recent pace, that a lease is meant to cover. */
const LEASE_COVERS = 2000;
/** The part of the target below which the share is renewed in parallel with a request. */
const LOW = 1 / 4;
/** Maximum age in milliseconds of a state that is used to refuse a request without asking the table again. */
const MAX_STATE_AGE = 1000;
/** Milliseconds for which all requests pass after the control table failed to answer. */
const FAIL_OPEN_FOR = 5000;
/** Maximum milliseconds of one lease. */
const LEASE_TIMEOUT = 1000;
/** A lease that took longer in wall-clock time was frozen with its process, so its timer proves nothing. */
const FROZEN_AFTER = 1.2 * LEASE_TIMEOUT;
/** Maximum attempts at one lease while other processes take from the same bucket. */
const ATTEMPTS = 5;
/** After this, the table may have forgotten a move of unknown outcome. A minute is for differences of clocks. */
const UNKNOWN_FOR = MARK_LIFE - 60_000;

const KINDS = ['requests', 'cost'] as const;
type Kind = (typeof KINDS)[number];
type Amounts = Record<Kind, number>;
const FULL = { requests: 'requestsFull', cost: 'costFull' } as const;
const MONTH = { requests: 'monthRequests', cost: 'monthCost' } as const;
const NONE: Charge = { requests: 0, cost: 0 };

/**
 * The lease of one process on the buckets of one tenant. A first request leases the tokens that it needs. The
 * process leases ahead only when requests follow each other quickly.
 *
 * Lambda freezes a process after its answer. So the process waits for each `onCall` before it answers, and no
 * timer of the lease runs between requests. A share that was not spent is returned by the next lease, however late.
 *
 * Terminology:
 * - bucket: the tokens of a tenant, in the control table. It refills every second.
 * - share: the tokens that this process has leased and not spent.
 * - lease: the call that moves tokens from the bucket to the share, and back.
 * - charge: the tokens that one request takes.
 * - unsent: tokens that were spent, but are not yet in the month's sums of the table.
 * - settle: correct a charge to the actual cost of the answer.
 */
export interface BucketLease {
  /** Takes the tokens of a request, or returns the reason why it may not run. */
  take(limits: RateLimits, charge: Charge): Promise<Refused | null>;
  /**
   * Returns whether `take` would ask the table, and probably get the tokens. Then work that can be dropped may begin before
   * its answer. One request at a time may: so a tenant beyond its limits gets little work for nothing.
   */
  mayBegin(limits: RateLimits, charge: Charge): boolean;
  /** Begins a lease for a request that will probably follow, if the share has expired. */
  prepare(limits: RateLimits): void;
  /**
   * Returns the difference between the estimated and the actual cost to the share. Begins a lease if the
   * bucket must know of it at once.
   * @param isLast whether the process may get no further request, so that nothing may be left unsent
   */
  settle(limits: RateLimits, charged: number, actual: number, isLast?: boolean): void;
  remaining(limits: RateLimits): Remaining;
}

export interface BucketLeaseOptions {
  readonly buckets: Buckets;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Called if the control table does not answer. Requests pass meanwhile. */
  readonly onTrouble: (error: unknown) => void;
  /** Called with each call that `take` and `settle` do not wait for. It never rejects. */
  readonly onCall?: (call: Promise<unknown>) => void;
  /** A name of up to 20 letters and digits that no other process has. */
  readonly process?: string;
}

/** A move under way or of unknown outcome. */
interface Sent {
  readonly move: BucketMove & { readonly mark: { readonly at: number } };
  readonly believed: BucketState;
  readonly gained: Amounts;
  readonly perSecond: Amounts;
}

export function openBucketLease(
  tenantId: string,
  { buckets, now, onTrouble, onCall = () => undefined, process = processName() }: BucketLeaseOptions,
): BucketLease {
  const share: Amounts = { ...NONE };
  let shareUntil = 0;
  /** The refill when the share was leased. A plan may change. */
  const sharePerSecond: Amounts = { ...NONE };
  const unsent = openUnsent();
  const paces: Record<Kind, Pace> = { requests: openPace(LEASE_COVERS), cost: openPace(LEASE_COVERS) };
  let lastCost = 0;
  const waiting: Amounts = { ...NONE };
  let leasedAt = 0;
  let state: BucketState = UNTOUCHED;
  let stateAt = 0;
  let openUntil = 0;
  let markedAt = 0;
  let pending: Promise<boolean> | null = null;
  let settling: Promise<void> | null = null;
  let unknown: Sent | null = null;

  const available = (kind: Kind, rate: Rate, at: number): number => roomOf(rate, state[FULL[kind]], at);

  /** Returns the tokens that a lease could give to the requests of this process. */
  const reachable = (kind: Kind, rate: Rate, at: number): number => {
    const all = available(kind, rate, at) + share[kind];
    return at < shareUntil ? all : Math.min(rate.capacity, all);
  };

  const monthSum = (kind: Kind, at: number): number =>
    (state.month === monthOf(at) ? state[MONTH[kind]] : 0) + unsent.all()[kind];

  /** Returns the requests that will probably follow before the next lease. A first request expects none. */
  const expected = (at: number): number =>
    Math.max(0, Math.floor(paces.requests.expect(LEASE_COVERS, at)) - 1);

  /** Returns the tokens that a lease takes ahead of requests. */
  const target = (kind: Kind, at: number): number => {
    const requests = expected(at);
    if (kind === 'requests') return Math.max(requests, waiting.requests);
    // The next request takes its whole estimate, and returns most of it.
    return Math.max(requests > 0 ? paces.cost.expect(LEASE_COVERS, at) + lastCost : 0, waiting.cost);
  };

  const draft = (kind: Kind, rate: Rate | null, need: number, at: number): Draft => {
    if (!rate) return NO_DRAFT;
    const holding = {
      share: share[kind],
      sharePerSecond: sharePerSecond[kind],
      fullAt: state[FULL[kind]],
      need,
      target: target(kind, at),
    };
    return draftOf(rate, holding, at, kind === 'requests');
  };

  /** Removes from the share what a move returns, so that no request spends it meanwhile. */
  const reserve = ({ gained }: Sent, sign: 1 | -1): void => {
    for (const kind of KINDS) share[kind] += sign * Math.min(0, gained[kind]);
  };

  const send = async (sent: Sent, signal: AbortSignal): Promise<boolean> => {
    const { move, believed, gained, perSecond } = sent;
    unknown = sent;
    const answer = await buckets.move(tenantId, move, believed, signal);
    unknown = null;
    state = answer.state;
    stateAt = now();
    if (!answer.moved) {
      reserve(sent, -1);
      return false;
    }
    for (const kind of KINDS) {
      share[kind] += Math.max(0, gained[kind]);
      sharePerSecond[kind] = perSecond[kind];
    }
    unsent.sent(addedBy(move), move.now, now());
    shareUntil = Math.max(shareUntil, move.now + SHARE_LIFE);
    leasedAt = Math.max(leasedAt, move.now);
    return true;
  };

  /** Sends a move of unknown outcome again, unless the table may have forgotten it. */
  const resolve = async (signal: AbortSignal): Promise<void> => {
    if (!unknown) return;
    const sent = unknown;
    if (now() - sent.move.now <= UNKNOWN_FOR) await send(sent, signal);
    else unsent.sent(addedBy(sent.move), sent.move.now, now());
    unknown = null;
  };

  const tryLease = (limits: RateLimits, need: Charge, signal: AbortSignal): Promise<boolean> => {
    const at = now();
    const requests = draft('requests', limits.requests, need.requests, at);
    const cost = draft('cost', limits.cost, need.cost, at);
    const own = monthOf(at);
    const added = unsent.toSend(need.requests);
    markedAt = Math.max(at, markedAt + 1);
    const move = {
      now: at,
      requests: requests.taking,
      cost: cost.taking,
      // Another process may already count the next month.
      month: state.month > own ? state.month : own,
      monthRequests: added.requests,
      monthCost: added.cost,
      mark: { process, at: markedAt },
    };
    // Of an unknown item, the likeliest state: another process has begun the month.
    const believed = stateAt > 0 ? state : { ...state, month: own };
    const sent = {
      move,
      believed,
      gained: { requests: requests.gained, cost: cost.gained },
      perSecond: { requests: limits.requests?.perSecond ?? 0, cost: limits.cost?.perSecond ?? 0 },
    };
    reserve(sent, 1);
    return send(sent, signal);
  };

  const lease = async (limits: RateLimits, need: Charge): Promise<boolean> => {
    for (let isRepeat = false; ; isRepeat = true) {
      const began = now();
      const signal = timeLimit(LEASE_TIMEOUT);
      try {
        await resolve(signal);
        for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
          if (await tryLease(limits, need, signal)) return true;
          if (refusedBy(limits, need)) return false;
        }
        return false;
      } catch (error) {
        if (!isRepeat && now() - began > FROZEN_AFTER) continue;
        openUntil = now() + FAIL_OPEN_FOR;
        onTrouble(error);
        return true;
      }
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
      const delay = rate ? Math.max(0, need[kind] - reachable(kind, rate, at)) / rate.perSecond : 0;
      if (rate && delay > 0) return throttled(kind, rate, delay);
    }
    return null;
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
      const wanted = target(kind, at);
      // A bucket that is almost empty gives nothing ahead.
      return rate !== null && share[kind] < wanted * LOW && available(kind, rate, at) > wanted;
    });

  /** Returns whether the share has the tokens of a request. */
  const isCovered = (limits: RateLimits, charge: Charge, at: number): boolean =>
    at < shareUntil &&
    KINDS.every((kind) => {
      const rate = limits[kind];
      return !rate || (share[kind] >= charge[kind] && rate.perSecond === sharePerSecond[kind]);
    });

  const deduct = (limits: RateLimits, charge: Charge, at: number): void => {
    for (const kind of KINDS) if (limits[kind]) share[kind] -= charge[kind];
    unsent.count(charge);
    paces.requests.add(charge.requests, at);
    lastCost = charge.cost;
  };

  /** Returns whether the bucket must know of a settled cost before the answer goes. */
  const isDue = (limits: RateLimits, isLast: boolean, at: number): boolean => {
    if (at < openUntil) return false;
    // A request may cost more than its estimate. The bucket pays the debt at once if it can.
    if (limits.cost && share.cost < 0) return true;
    // The month counts a request that was refused after its lease.
    if (unsent.all().requests < 0 && waiting.requests === 0) return true;
    const wanted = target('cost', at);
    if (limits.cost && share.cost > wanted + Math.max(wanted, limits.cost.perSecond)) return true;
    const owed = unsent.toSend(0);
    return isLast && (owed.requests !== 0 || owed.cost !== 0);
  };

  const settleBucket = async (limits: RateLimits, isLast: boolean): Promise<void> => {
    // A running lease did not include the settled tokens.
    await pending;
    if (isDue(limits, isLast, now())) await leaseOnce(limits, NONE);
  };

  const settleIfDue = (limits: RateLimits, isLast: boolean): void => {
    if (settling || !isDue(limits, isLast, now())) return;
    settling = settleBucket(limits, isLast).finally(() => {
      settling = null;
    });
    onCall(settling);
  };

  return {
    async take(limits, charge) {
      const never = neverAllowed(limits, charge);
      if (never) return never;
      for (let tries = 0; ; tries += 1) {
        const at = now();
        unsent.turn(at);
        if (at < openUntil) {
          unsent.count(charge);
          return null;
        }
        const over = stateAt > 0 ? monthRefusal(limits, charge) : null;
        if (over) {
          settleIfDue(limits, false);
          return over;
        }
        if (isCovered(limits, charge, at)) {
          deduct(limits, charge, at);
          if (isLow(limits, at)) onCall(leaseOnce(limits, NONE));
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

    mayBegin(limits, charge) {
      const at = now();
      if (waiting.requests > 0 || at < openUntil || isCovered(limits, charge, at)) return false;
      if (neverAllowed(limits, charge) || refusedBy(limits, charge)) return false;
      return stateAt === 0 || monthRefusal(limits, charge) === null;
    },

    prepare(limits) {
      const at = now();
      if (stateAt === 0 || at < shareUntil || at < openUntil || pending) return;
      unsent.turn(at);
      const likely = { requests: 1, cost: lastCost };
      if (neverAllowed(limits, likely) || monthRefusal(limits, likely) || refusedBy(limits, likely)) return;
      onCall(leaseOnce(limits, likely));
    },

    settle(limits, charged, actual, isLast = false) {
      const at = now();
      // While limits are off, the share did not pay the estimate.
      if (limits.cost && at >= openUntil) share.cost += charged - actual;
      unsent.settle(charged, actual);
      paces.cost.add(actual, at);
      settleIfDue(limits, isLast);
    },

    remaining(limits) {
      const at = now();
      const left = (kind: Kind): number => {
        const rate = limits[kind];
        const returning = Math.max(0, -(unknown?.gained[kind] ?? 0));
        return rate
          ? Math.floor(Math.min(rate.capacity, Math.max(0, reachable(kind, rate, at) + returning)))
          : 0;
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

/** Returns what a move adds to the month's sums. */
function addedBy({ monthRequests, monthCost }: BucketMove): Charge {
  return { requests: monthRequests, cost: monthCost };
}
