/** A measure of how fast tokens were spent recently. Older tokens count less. */
export interface Pace {
  /** Counts tokens that were spent. A negative number corrects an earlier count. */
  add(tokens: number, at: number): void;
  /** Returns the tokens that the next `ms` milliseconds take at this pace. */
  expect(ms: number, at: number): number;
}

/**
 * Opens a pace. Tokens count half after `halfLife` milliseconds. So one token after a long pause is a slow
 * pace, although it is the only one.
 */
export function openPace(halfLife: number): Pace {
  let tokens = 0;
  let countedAt = 0;
  const remaining = (at: number): number => tokens * 0.5 ** (Math.max(0, at - countedAt) / halfLife);
  return {
    add(more, at) {
      tokens = Math.max(0, remaining(at) + more);
      countedAt = at;
    },
    expect: (ms, at) => (remaining(at) * Math.LN2 * ms) / halfLife,
  };
}
