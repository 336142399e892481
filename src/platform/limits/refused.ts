import { Refusal } from '../../tenant/index.ts';

import type { Estimate } from './cost.ts';
import { monthEnd, type Rate } from './rate-limits.ts';

/** A request that a limit stops as a whole. */
export interface Refused {
  readonly refusal: Refusal;
  readonly status: number;
  /** Whole seconds, 1 or more; null when waiting does not help. */
  readonly retryAfter: number | null;
}

/** The bucket is empty for now. */
export function throttled(what: 'requests' | 'cost', { perSecond }: Rate, seconds: number): Refused {
  const retryAfter = Math.max(1, Math.ceil(seconds));
  const allowed = what === 'requests' ? `${perSecond} requests` : `${perSecond} points of query cost`;
  const message = `The plan of this tenant allows ${allowed} a second: try again in ${retryAfter} s.`;
  return { refusal: whole('THROTTLED', message), status: 429, retryAfter };
}

/** The bucket can never hold so much. */
export function tooCostly(cost: number, { capacity }: Rate): Refused {
  const message = `This request costs ${cost} points, and the plan of this tenant allows at most ${Math.floor(capacity)} at once: ask for fewer rows, or for less of each.`;
  return { refusal: whole('QUOTA_EXCEEDED', message), status: 403, retryAfter: null };
}

/** A rate of nothing. */
export function noRequests(): Refused {
  const message = 'The plan of this tenant allows no requests.';
  return { refusal: whole('QUOTA_EXCEEDED', message), status: 403, retryAfter: null };
}

export function tooDeep({ depth }: Pick<Estimate, 'depth'>, maxDepth: number): Refused {
  const message = `This operation is ${depth} fields deep, and the plan of this tenant allows ${maxDepth}: ask for it in several requests.`;
  return { refusal: whole('QUOTA_EXCEEDED', message), status: 403, retryAfter: null };
}

/** The month's sum is spent: it begins anew with the next month. */
export function monthSpent(what: 'requests' | 'cost', limit: number, now: number): Refused {
  const end = monthEnd(now);
  const retryAfter = Math.max(1, Math.ceil((end - now) / 1000));
  const spent = what === 'requests' ? `${limit} requests` : `${limit} points of query cost`;
  const message = `The plan of this tenant includes ${spent} a month, and they are used up until ${new Date(end).toISOString().slice(0, 10)}.`;
  return { refusal: whole('QUOTA_EXCEEDED', message), status: 429, retryAfter };
}

function whole(code: 'THROTTLED' | 'QUOTA_EXCEEDED', message: string): Refusal {
  return new Refusal(code, message, { wholeRequest: true });
}
