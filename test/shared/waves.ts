import type { Send } from '../../src/store/index.ts';

/** Counts waves of calls. A call is of a later wave if it began after the answer of one of an earlier wave. */
export interface Waves {
  readonly through: (send: Send) => Send;
  /** Begins to count anew. */
  begin(): void;
  count(): number;
}

export function countWaves(): Waves {
  let answered = 0;
  let last = 0;
  return {
    through: (send) => async (command, options) => {
      const own = answered + 1;
      last = Math.max(last, own);
      try {
        return await send(command, options);
      } finally {
        answered = Math.max(answered, own);
      }
    },
    begin() {
      answered = 0;
      last = 0;
    },
    count: () => last,
  };
}
