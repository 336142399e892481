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
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const left = await work().catch((error: unknown) => {
        onError(error);
        return 'done' as const;
      });
      if (left === 'done') await passed(pause, stopping.signal);
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

/** Waits some milliseconds, or until the signal aborts. */
export function passed(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (delay <= 0 || signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, delay);
    signal.addEventListener('abort', end);
  });
}
