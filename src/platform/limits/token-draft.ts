import type { Taking } from '../../store/index.ts';

import type { Rate } from './rate-limits.ts';

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
  /** The tokens of the bucket. */
  readonly room: number;
  /** The tokens that requests wait for. */
  readonly need: number;
  /** The tokens that the process expects to spend until its next lease. */
  readonly target: number;
}

/**
 * Drafts a lease that returns the whole share and takes the tokens that the process needs now. The bucket is
 * never above its capacity. So a share that fits into it leaves the same tokens as if it had never been
 * leased. A share that does not fit is void, and all tokens are taken anew.
 */
export function draftOf(
  { perSecond, capacity, span }: Rate,
  { share, room, need, target }: Holding,
  isWhole: boolean,
): Draft {
  const held = Math.max(0, share);
  const due = need + Math.max(0, -share);
  const isVoid = room + held > capacity;
  const free = isVoid ? capacity : room + held;
  const ahead = Math.max(0, Math.min(target - due, (free - due) * AHEAD));
  const total = due + (isWhole ? Math.floor(ahead) : ahead);
  // Round up to whole microseconds, so that the tenant never gets more than its limit.
  const refillTime = (tokens: number): number => Math.ceil((tokens / perSecond) * 1e6) / 1e3;
  const taking = isVoid
    ? { amount: refillTime(total), span }
    : { amount: refillTime(total - held), span, back: refillTime(held) };
  return { taking, gained: total - held };
}
