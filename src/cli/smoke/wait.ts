import { setTimeout as pause } from 'node:timers/promises';

import { UsageError } from '../../app/index.ts';
import type { Terminal } from '../operator/index.ts';

/** The time and the patience of a run. */
export interface Patience {
  readonly terminal: Terminal;
  /** Aborted when the user stops the run. */
  readonly signal: AbortSignal;
  /** The most seconds of one wait. */
  readonly most: number;
}

/** The milliseconds between two looks: the first, and the longest. */
const LOOK_AGAIN = { first: 250, most: 5_000 };

/**
 * Looks until there is something to see, and shows how long it has waited.
 * @throws {UsageError} after `most` seconds
 * @throws the reason of the signal if the user stops the run
 */
export async function waitFor<Seen>(
  what: string,
  { terminal, signal, most }: Patience,
  look: () => Promise<Seen | null>,
): Promise<Seen> {
  const started = performance.now();
  let wait = LOOK_AGAIN.first;
  for (;;) {
    signal.throwIfAborted();
    const seen = await look();
    if (seen !== null) return seen;
    const waited = (performance.now() - started) / 1000;
    if (waited >= most) throw new UsageError(`No ${what} was seen within ${most} seconds.`);
    terminal.progress(`waiting for ${what}, seconds`, Math.round(waited), most);
    await pause(Math.min(wait, (most - waited) * 1000), undefined, { signal });
    wait = Math.min(LOOK_AGAIN.most, wait * 1.5);
  }
}
