import { createHash } from 'node:crypto';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds from each failed attempt of a message to the next one: together about three days. */
export const RETRY_DELAYS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  20 * HOUR,
] as const;

/** The longest time that a receiver may ask for by `retry-after`. */
const MAX_RETRY_AFTER = HOUR;
/** Delays differ by so much from message to message, so that those of one failure do not come back together. */
const JITTER = 0.1;

/** Failures in a row after which an endpoint is paused. Then one attempt is made after each pause. */
export const FAILURES_TO_PAUSE = 5;
const FIRST_PAUSE = MINUTE;
const LONGEST_PAUSE = HOUR;

/** Milliseconds without a success after which an endpoint is disabled. */
const DEAD_AFTER = 72 * HOUR;
/** The same for an endpoint of which a message has used up its attempts; with jitter, the last one may be earlier. */
const DEAD_WITH_LOST = 60 * HOUR;

/**
 * Returns when a message is tried next, in milliseconds since 1970; null if it has used up its attempts.
 * @param tries attempts so far, at least one
 * @param retryAfter milliseconds that the receiver asked for; null if it did not
 */
export function nextTry(id: string, tries: number, now: number, retryAfter: number | null): number | null {
  const delay = RETRY_DELAYS[tries - 1];
  if (delay === undefined) return null;
  const spread = 1 + JITTER * (2 * fractionOf(`${id} ${tries}`) - 1);
  return now + Math.max(Math.round(delay * spread), Math.min(retryAfter ?? 0, MAX_RETRY_AFTER));
}

/**
 * Returns until when an endpoint is paused, in milliseconds since 1970.
 * @param pauses earlier pauses since the last success
 */
export function pauseAfter(pauses: number, now: number): number {
  return now + Math.min(FIRST_PAUSE * 2 ** pauses, LONGEST_PAUSE);
}

/**
 * Returns whether an endpoint is given up after a failure.
 * @param failingSince when the first of the failures in a row was, in milliseconds since 1970
 * @param isLost whether the message has used up its attempts
 */
export function isDead(failingSince: number, isLost: boolean, now: number): boolean {
  return now - failingSince >= (isLost ? DEAD_WITH_LOST : DEAD_AFTER);
}

/** Reads the header `retry-after` (RFC 9110, 10.2.3): seconds or a date. Returns milliseconds from now; null if it says nothing. */
export function readRetryAfter(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * SECOND;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Returns a fraction from 0 to 1 that is always the same for a text. */
function fractionOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
