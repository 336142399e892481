import { setTimeout as wait } from 'node:timers/promises';

/** Work that runs in this process next to the requests, at once and then from time to time. */
export interface Periodic {
  /** Resolves when the work has ended. */
  stop(): Promise<void>;
}

/**
 * Runs work until it has nothing left, and again after each pause. An error goes to `onError`, and the work runs again
 * after the pause.
 * @param work does a short slice; the returned `more` asks for the next one at once
 * @param pause in milliseconds
 */
export function openPeriodic(
  work: () => Promise<'done' | 'more'>,
  { pause, onError }: { readonly pause: number; readonly onError: (error: unknown) => void },
): Periodic {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const left = await work().catch((error: unknown) => {
        onError(error);
        return 'done' as const;
      });
      if (left === 'done') await wait(pause, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop() {
      stopping.abort();
      return running;
    },
  };
}
