import { setMaxListeners } from 'node:events';

/**
 * Returns a signal that aborts after so many milliseconds. Any number of calls may run under it: each adds a listener while
 * it runs, and Node would warn of a leak from the eleventh on.
 */
export function timeLimit(milliseconds: number): AbortSignal {
  const signal = AbortSignal.timeout(milliseconds);
  setMaxListeners(0, signal);
  return signal;
}
