/**
 * Milliseconds from a delete to its first sweep, and from a sweep that found rows to the next. By then every request that began before the
 * delete has ended, and indexes show its rows.
 */
export const SWEEP_AFTER = 60_000;
