import { setTimeout as pause } from 'node:timers/promises';

/** The longest time, in milliseconds, that a replacement waits for work under way; the gateway gives up on it after 29 s. */
const LONGEST = 30_000;

/** The value that requests work with. It can be replaced while they run. */
export interface Served<T> {
  readonly current: () => T;
  /** Runs work on the current value; it ends on the value that it began with. Waits while a value is replaced alone. */
  use<R>(work: (value: T) => Promise<R>): Promise<R>;
  /** Serves another value from the next request on. */
  replace(value: T): void;
  /** Runs a change while no other work runs: what is under way ends first, and new work waits for its end. */
  alone<R>(change: () => Promise<R>): Promise<R>;
}

/** Opens a served value. One caller at a time replaces it. */
export function openServed<T>(first: T): Served<T> {
  let value = first;
  let closed: Promise<unknown> | null = null;
  const underWay = new Set<Promise<unknown>>();
  return {
    current: () => value,
    async use(work) {
      while (closed) await closed;
      const run = work(value);
      underWay.add(run);
      try {
        return await run;
      } finally {
        underWay.delete(run);
      }
    },
    replace(next) {
      value = next;
    },
    async alone(change) {
      const timer = new AbortController();
      const run = Promise.race([
        Promise.allSettled([...underWay]),
        pause(LONGEST, undefined, { ref: false, signal: timer.signal }),
      ]).then(() => {
        timer.abort();
        return change();
      });
      closed = run.catch(() => undefined);
      try {
        return await run;
      } finally {
        closed = null;
      }
    },
  };
}
