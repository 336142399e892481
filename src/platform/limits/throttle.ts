import { monthEnd, type Rate, type RateLimits } from './rate-limits.ts';

/** The tokens that a tenant has left, as this process knows it. */
export interface Remaining {
  readonly requests: number;
  readonly cost: number;
  readonly monthRequests: number;
  readonly monthCost: number;
}

/** The state of the limits that a client gets with the answer. */
export interface Throttle {
  /** Estimated and actual points of the request. The actual ones are null if it was refused. */
  readonly requested: number;
  readonly actual: number | null;
  /** The bucket of points, or null if the plan has none. */
  readonly status: ThrottleStatus | null;
  /** Every limit that applies, for the headers. */
  readonly policies: readonly Policy[];
}

/** The bucket's state, with the names of Shopify's API. */
export interface ThrottleStatus {
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  /** Points per second. */
  readonly restoreRate: number;
}

/** One limit, with the names of draft-ietf-httpapi-ratelimit-headers. */
export interface Policy {
  readonly name: string;
  readonly quota: number;
  /** Seconds in which the quota is refilled. */
  readonly window: number;
  readonly remaining: number;
  /** Seconds until the quota is full. */
  readonly reset: number;
}

export function throttleOf(
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
