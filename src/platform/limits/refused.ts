import { Refusal } from '../../tenant/index.ts';

import type { Estimate } from './cost.ts';
import { monthEnd, type Charge, type Rate, type RateLimits } from './rate-limits.ts';

/** The refusal of a whole request by a limit. */
export interface Refused {
  readonly refusal: Refusal;
  readonly status: number;
  /** Whole seconds, at least 1. Null if waiting does not help. */
  readonly retryAfter: number | null;
}

/** Returns the refusal for a bucket that is empty for now. */
export function throttled(what: 'requests' | 'cost', { perSecond }: Rate, seconds: number): Refused {
  const retryAfter = Math.max(1, Math.ceil(seconds));
  const allowed = what === 'requests' ? `${perSecond} requests` : `${perSecond} points of query cost`;
  const message = `The plan of this tenant allows ${allowed} a second: try again in ${retryAfter} s.`;
  return { refusal: whole('THROTTLED', message), status: 429, retryAfter };
}

/** Returns the refusal of a request that costs more than the full bucket. */
function tooCostly(cost: number, { capacity }: Rate): Refused {
  const message = `This request costs ${cost} points, and the plan of this tenant allows at most ${Math.floor(capacity)} at once: ask for fewer rows, or for less of each.`;
  return { refusal: whole('QUOTA_EXCEEDED', message), status: 403, retryAfter: null };
}

/** Returns the refusal for a rate of zero. */
function noRequests(): Refused {
  const message = 'The plan of this tenant allows no requests.';
  return { refusal: whole('QUOTA_EXCEEDED', message), status: 403, retryAfter: null };
}

export function tooDeep({ depth }: Pick<Estimate, 'depth'>, maxDepth: number): Refused {
  const message = `This operation is ${depth} fields deep, and the plan of this tenant allows ${maxDepth}: ask for it in several requests.`;
  return { refusal: whole('QUOTA_EXCEEDED', message), status: 403, retryAfter: null };
}

/** Returns the refusal for a monthly sum that is used up. It is reset when the next month begins. */
export function monthSpent(what: 'requests' | 'cost', limit: number, now: number): Refused {
  const end = monthEnd(now);
  const retryAfter = Math.max(1, Math.ceil((end - now) / 1000));
  const spent = what === 'requests' ? `${limit} requests` : `${limit} points of query cost`;
  const message = `The plan of this tenant includes ${spent} a month, and they are used up until ${new Date(end).toISOString().slice(0, 10)}.`;
  return { refusal: whole('QUOTA_EXCEEDED', message), status: 429, retryAfter };
}

/** Returns the refusal of a request that could not pass even with a full bucket. */
export function neverAllowed(limits: RateLimits, { requests, cost }: Charge): Refused | null {
  if (limits.requests && requests > limits.requests.capacity) return noRequests();
  return limits.cost && cost > limits.cost.capacity ? tooCostly(cost, limits.cost) : null;
}

/** Returns the refusal of a request when too many processes take from the bucket at once. */
export function busy({ requests, cost }: RateLimits): Refused | null {
  if (cost) return throttled('cost', cost, 1);
  return requests ? throttled('requests', requests, 1) : null;
}

function whole(code: 'THROTTLED' | 'QUOTA_EXCEEDED', message: string): Refusal {
  return new Refusal(code, message, { wholeRequest: true });
}
