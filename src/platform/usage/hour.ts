/** Milliseconds of an hour. */
export const HOUR = 3_600_000;

/** The length of an hour in an instant: `2026-01-31T13:37:00.000Z`. */
const LENGTH = 'yyyy-mm-ddThh'.length;

/** Returns the hour of UTC of a time in milliseconds since 1970: `2026-01-31T13`. */
export function hourOf(time: number): string {
  return new Date(time).toISOString().slice(0, LENGTH);
}

/** Returns when an hour begins, in milliseconds since 1970. */
export function startOf(hour: string): number {
  return Date.parse(`${hour}:00:00Z`);
}
