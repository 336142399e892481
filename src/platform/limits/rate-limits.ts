import type { Limits } from '../plans/plan.ts';

/** What a request takes: itself, and its points of cost. */
export interface Charge {
  readonly requests: number;
  readonly cost: number;
}

/** A token bucket. */
export interface Rate {
  /** Refilled each second. */
  readonly perSecond: number;
  /** Milliseconds in which an empty bucket fills up. */
  readonly span: number;
  /** What it holds at most. */
  readonly capacity: number;
}

/** The limits of a plan that are kept in buckets and sums; null does not bind. */
export interface RateLimits {
  readonly requests: Rate | null;
  readonly cost: Rate | null;
  readonly monthRequests: number | null;
  readonly monthCost: number | null;
}

const ONE_SECOND = 1000;

/** The terms of a plan, or null when it binds nothing of the kind. */
export function rateLimitsOf(limits: Limits): RateLimits | null {
  const { requestsPerSecond, costPerSecond, requestsPerMonth, costPerMonth } = limits;
  const given = [requestsPerSecond, costPerSecond, requestsPerMonth, costPerMonth];
  if (given.every((limit) => limit === null)) return null;
  // A rate of one request in ten seconds must still save up for one.
  const slowest = requestsPerSecond ? ONE_SECOND / requestsPerSecond : 0;
  return {
    requests: rateOf(requestsPerSecond, Math.max(burstOf(limits), slowest)),
    cost: rateOf(costPerSecond, burstOf(limits)),
    monthRequests: requestsPerMonth,
    monthCost: costPerMonth,
  };
}

/** Without a word about bursts, one second is saved up. */
function burstOf({ burstSeconds }: Limits): number {
  return (burstSeconds ?? 1) * ONE_SECOND;
}

function rateOf(perSecond: number | null, span: number): Rate | null {
  return perSecond === null ? null : { perSecond, span, capacity: (perSecond * span) / ONE_SECOND };
}

/** The month of a moment in UTC, as `2026-11`. */
export function monthOf(now: number): string {
  return new Date(now).toISOString().slice(0, 7);
}

/** When the month of a moment ends, in milliseconds since 1970. */
export function monthEnd(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** What a bucket holds that is full at a moment, both in milliseconds since 1970. */
export function roomOf({ capacity, perSecond }: Rate, fullAt: number, now: number): number {
  return capacity - (Math.max(0, fullAt - now) * perSecond) / 1000;
}
