import { setTimeout } from 'node:timers/promises';

import { Refusal } from '../../../tenant/index.ts';

const BASE = 20;
const CAP = 400;

/** Returns the most milliseconds to wait before attempt 1, 2, …. */
export function longestPause(attempt: number): number {
  return Math.min(CAP, BASE * 2 ** attempt);
}

/**
 * Waits before attempt 1, 2, …: full jitter under an exponential cap, in milliseconds
 * (AWS Architecture Blog, "Exponential Backoff And Jitter").
 * @throws {Refusal} TIMEOUT when the deadline passes.
 */
export async function backOff(attempt: number, deadline: AbortSignal | undefined): Promise<void> {
  const delay = Math.random() * longestPause(attempt);
  try {
    await setTimeout(delay, undefined, deadline ? { signal: deadline } : {});
  } catch {
    throw new Refusal('TIMEOUT', 'The request took too long: try again, or ask for less at once.');
  }
}
