import { abortedUnsent } from './before-abort.ts';

/** A queue in front of a limited number of slots. */
export interface Slots {
  /**
   * Waits for a slot, first come, first served. Returns a function that frees it.
   * @throws {CallError} AbortError if the signal aborts first
   */
  take(signal: AbortSignal | undefined): Promise<() => void>;
}

export function openSlots(count: number): Slots {
  let free = count;
  /** A set keeps the order of insertion. */
  const waiting = new Set<() => void>();
  const release = (): void => {
    const [next] = waiting;
    if (!next) free += 1;
    else {
      waiting.delete(next);
      next();
    }
  };
  return {
    async take(signal) {
      if (signal?.aborted) throw abortedUnsent();
      if (free > 0) free -= 1;
      else
        await new Promise<void>((resolve, reject) => {
          const abort = (): void => {
            waiting.delete(enter);
            reject(abortedUnsent());
          };
          const enter = (): void => {
            signal?.removeEventListener('abort', abort);
            resolve();
          };
          waiting.add(enter);
          signal?.addEventListener('abort', abort, { once: true });
        });
      return release;
    },
  };
}
