/** The calls of a process that run in parallel with requests. */
export interface UnderWay {
  /** Adds a call. It must not reject. */
  readonly add: (call: Promise<unknown>) => void;
  /** Waits for the calls that run now. */
  readonly settled: () => Promise<void>;
}

/** Opens the calls of a process. Lambda freezes the process after an answer, so the answer waits for them. */
export function openUnderWay(): UnderWay {
  const calls = new Set<Promise<unknown>>();
  return {
    add(call) {
      calls.add(call);
      void call.finally(() => calls.delete(call));
    },
    async settled() {
      await Promise.all(calls);
    },
  };
}
