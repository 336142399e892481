import type { Limits } from '../plans/plan.ts';

/** The tokens that a request takes: one request, and its points of cost. */
export interface Charge {
  readonly requests: number;
  readonly cost: number;
}

/** The rate of a token bucket. */
export interface Rate {
  /** Tokens that are refilled each second. */
  readonly perSecond: number;
  /** Milliseconds in which an empty bucket fills up. */
  readonly span: number;
  /** Maximum number of tokens. */
  readonly capacity: number;
}

/** The limits of a plan that use buckets or monthly sums. A limit that is null does not apply. */
export interface RateLimits {
  readonly requests: Rate | null;
  readonly cost: Rate | null;
  readonly monthRequests: number | null;
  readonly monthCost: number | null;
}

const ONE_SECOND = 1000;

/** Returns the rate limits of a plan, or null if it has none. */
export function rateLimitsOf(limits: Limits): RateLimits | null {
  const { requestsPerSecond, costPerSecond, requestsPerMonth, costPerMonth } = limits;
  const given = [requestsPerSecond, costPerSecond, requestsPerMonth, costPerMonth];
  if (given.every((limit) => limit === null)) return null;
  // A rate of one request in ten seconds must still save up one whole request.
  const slowest = requestsPerSecond ? ONE_SECOND / requestsPerSecond : 0;
  return {
    requests: rateOf(requestsPerSecond, Math.max(burstOf(limits), slowest)),
    cost: rateOf(costPerSecond, burstOf(limits)),
    monthRequests: requestsPerMonth,
    monthCost: costPerMonth,
  };
}

/** Returns the milliseconds that a burst may save up. Without `burstSeconds` it is one second. */
function burstOf({ burstSeconds }: Limits): number {
  return (burstSeconds ?? 1) * ONE_SECOND;
}

function rateOf(perSecond: number | null, span: number): Rate | null {
  return perSecond === null ? null : { perSecond, span, capacity: (perSecond * span) / ONE_SECOND };
}

/** Returns the month of a time in UTC, as `2026-11`. */
export function monthOf(now: number): string {
  return new Date(now).toISOString().slice(0, 7);
}

/** Returns the end of a time's month, in milliseconds since 1970. */
export function monthEnd(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** Returns the tokens of a bucket that is full at `fullAt`. Both times are in milliseconds since 1970. */
export function roomOf({ capacity, perSecond }: Rate, fullAt: number, now: number): number {
  return capacity - (Math.max(0, fullAt - now) * perSecond) / 1000;
}
