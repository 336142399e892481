import { setTimeout } from 'node:timers/promises';

/** Waits with full jitter, at most 100 ms: rivals for the same items spread out instead of meeting again. */
export async function jitter(attempt: number): Promise<void> {
  await setTimeout(Math.random() * Math.min(100, 2 ** attempt * 5));
}
