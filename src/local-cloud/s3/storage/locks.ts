/** A lock per name. Who waits for a name gets it in the order of asking. */
export interface Locks {
  run<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

export function openLocks(): Locks {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(name, work) {
      const before = last.get(name) ?? Promise.resolve();
      const own = before.then(work, work);
      const ended = own.catch(() => undefined);
      last.set(name, ended);
      try {
        return await own;
      } finally {
        if (last.get(name) === ended) last.delete(name);
      }
    },
  };
}
