/** The fewest rows that the first call of a filtered page reads: most rows fit into one or two read units. */
const LEAST_FIRST = 10;
/** The most rows that one call of a filtered page reads, unless more are missing. */
const MOST = 1_000;
/** How much more than it needs the first call reads. */
const FIRST_SPARE = 1.5;
/** How much more than the rate of hits demands a later call reads, so that it seldom takes one more. */
const SPARE = 1.25;
/** How often more than all calls before it a call may read. So a short row of misses does not cost a thousand rows. */
const GROWTH = 8;

/** How far a filtered page is. */
export interface Progress {
  /** The rows that it still needs. */
  readonly missing: number;
  readonly found: number;
  /** The rows that its calls have read. */
  readonly scanned: number;
}

/**
 * Returns how many rows the next call of a filtered page reads. The first reads somewhat more than the page needs. A later one
 * reads what the rate of hits demands, or eight times as much as was read before if none was a hit.
 */
export function nextChunk({ missing, found, scanned }: Progress): number {
  const most = scanned === 0 ? MOST : Math.min(MOST, GROWTH * scanned);
  return Math.max(missing, Math.min(most, wanted()));

  function wanted(): number {
    if (scanned === 0) return Math.max(LEAST_FIRST, Math.ceil(missing * FIRST_SPARE));
    return found === 0 ? Infinity : Math.ceil((missing * scanned * SPARE) / found);
  }
}
