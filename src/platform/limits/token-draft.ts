import type { Taking } from '../../store/index.ts';

import { roomOf, type Rate } from './rate-limits.ts';

/** Maximum part of the bucket's rest that a process leases ahead of its requests. */
const AHEAD = 1 / 4;

/** What one lease does to one bucket and to the share of the process. */
export interface Draft {
  /** The change of the bucket. Null leaves it alone. */
  readonly taking: Taking | null;
  /** Tokens that the share gains. Negative if the share returns some. */
  readonly gained: number;
}

export const NO_DRAFT: Draft = { taking: null, gained: 0 };

/** What a process knows of one bucket before it leases. */
export interface Holding {
  /** The tokens of the share, whether it has expired or not. Negative is a debt. */
  readonly share: number;
  /** The refill of the bucket when the share was leased, in tokens a second. */
  readonly sharePerSecond: number;
  /** Milliseconds since 1970 at which the bucket is full, as far as the process knows. */
  readonly fullAt: number;
  /** The tokens that requests wait for. */
  readonly need: number;
  /** The tokens that the process expects to spend until its next lease. */
  readonly target: number;
}

/**
 * Drafts a lease that returns the whole share and takes the tokens that the process needs now. A bucket is never
 * above its capacity. So a share that fits into it leaves the same tokens as if it had never been leased. If it
 * does not fit, the bucket is full before it gives tokens.
 */
export function draftOf(
  rate: Rate,
  { share, sharePerSecond, fullAt, need, target }: Holding,
  now: number,
  isWhole: boolean,
): Draft {
  const { perSecond, capacity, span } = rate;
  const held = Math.max(0, share);
  const due = need + Math.max(0, -share);
  const back = held > 0 ? refillTime(held, sharePerSecond) : 0;
  const fits = fullAt >= now + back;
  const free = fits ? roomOf(rate, fullAt - back, now) : capacity;
  const ahead = Math.max(0, Math.min(target - due, (free - due) * AHEAD));
  const total = due + (isWhole ? Math.floor(ahead) : ahead);
  const amount = refillTime(total, perSecond);
  return { taking: { amount: fits ? amount - back : amount, span, back }, gained: total - held };
}

/** Returns milliseconds, in whole microseconds rounded up, so that the tenant never gets more than its limit. */
function refillTime(tokens: number, perSecond: number): number {
  return Math.ceil((tokens / perSecond) * 1e6) / 1e3;
}
