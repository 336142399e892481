/** Rounds of one variant, summed up. */
export interface Summary {
  readonly p25: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function summaryOf(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  return { p25: at(0.25), median: at(0.5), min: at(0), max: at(1) };
}

/** A ratio to the reference of the same run. */
export interface Ratio {
  /** The ratio of the lower quartiles, which a busy machine disturbs least. */
  readonly p25: number;
  /** The median, the least and the most of the ratios of the rounds. */
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Returns the ratio of two variants, whose rounds are interleaved and so have the same noise. */
export function ratioOf(values: readonly number[], reference: readonly number[]): Ratio {
  const { median, min, max } = summaryOf(values.map((value, round) => value / (reference[round] ?? value)));
  return { p25: summaryOf(values).p25 / summaryOf(reference).p25, median, min, max };
}

/** Returns the values in a random order. */
export function shuffled<Value>(values: readonly Value[], random: () => number): Value[] {
  return values
    .map((value) => ({ value, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
