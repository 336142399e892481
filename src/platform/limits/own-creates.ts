import type { Total } from '../../store/index.ts';

/** Seconds for which a create is added to a late counter. A write that failed is added as long. */
const ADDED = 60;

/** The rows of a type that a process has recently created. */
export interface OwnCreates {
  add(now: number): void;
  /** Returns how many of them a late counter does not have. */
  missing(counter: Pick<Total, 'asOf' | 'created'>, now: number): number;
}

/** Opens the creates of a type, by their seconds. */
export function ownCreates(): OwnCreates {
  const bySecond = new Map<number, number>();
  const forget = (now: number): void => {
    for (const second of bySecond.keys()) if (second < secondOf(now) - ADDED) bySecond.delete(second);
  };
  return {
    add(now) {
      forget(now);
      bySecond.set(secondOf(now), (bySecond.get(secondOf(now)) ?? 0) + 1);
    },
    missing({ asOf, created }, now) {
      forget(now);
      const counted = asOf === null ? -Infinity : secondOf(asOf);
      let missing = 0;
      for (const [second, rows] of bySecond) {
        if (second > counted) missing += rows;
        // The counter has the first of that second, and does not say whose they are.
        else if (second === counted) missing += Math.max(0, rows - created);
      }
      return missing;
    },
  };
}

function secondOf(now: number): number {
  return Math.floor(now / 1000);
}
