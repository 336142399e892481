import type { Remaining } from './bucket-lease.ts';
import { monthEnd, type Rate, type RateLimits } from './rate-limits.ts';

/** What a client is told of the limits after a request. */
export interface Throttle {
  /** Points that the request could cost, and did; null when it was refused. */
  readonly requested: number;
  readonly actual: number | null;
  /** The bucket of points; null without one. */
  readonly status: ThrottleStatus | null;
  /** Every limit that counts, for the headers. */
  readonly policies: readonly Policy[];
}

/** In Shopify's words. */
export interface ThrottleStatus {
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  /** Points a second. */
  readonly restoreRate: number;
}

/** One limit, in the words of draft-ietf-httpapi-ratelimit-headers. */
export interface Policy {
  readonly name: string;
  readonly quota: number;
  /** Seconds in which the quota comes back. */
  readonly window: number;
  readonly remaining: number;
  /** Seconds until all of it is back. */
  readonly reset: number;
}

export function standingOf(
  { requests, cost, monthRequests, monthCost }: RateLimits,
  standing: Remaining,
  now: number,
): Pick<Throttle, 'status' | 'policies'> {
  return {
    status: cost && {
      maximumAvailable: Math.floor(cost.capacity),
      currentlyAvailable: standing.cost,
      restoreRate: cost.perSecond,
    },
    policies: [
      requests && bucketPolicy('requests', requests, standing.requests),
      cost && bucketPolicy('cost', cost, standing.cost),
      monthPolicy('requests-month', monthRequests, standing.monthRequests, now),
      monthPolicy('cost-month', monthCost, standing.monthCost, now),
    ].filter((policy) => policy !== null),
  };
}

function bucketPolicy(name: string, { capacity, perSecond, span }: Rate, left: number): Policy {
  const quota = Math.floor(capacity);
  const reset = perSecond > 0 ? Math.ceil((quota - left) / perSecond) : 0;
  return { name, quota, window: Math.ceil(span / 1000), remaining: left, reset };
}

function monthPolicy(name: string, quota: number | null, spent: number, now: number): Policy | null {
  if (quota === null) return null;
  const date = new Date(now);
  const window = (monthEnd(now) - Date.UTC(date.getUTCFullYear(), date.getUTCMonth())) / 1000;
  const reset = Math.ceil((monthEnd(now) - now) / 1000);
  return { name, quota, window, remaining: Math.max(0, quota - spent), reset };
}
