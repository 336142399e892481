import { Cron } from 'croner';

/** The times of a schedule. */
export interface Times {
  readonly cron: string;
  readonly timeZone: string;
}

const MINUTE = 60_000;

/**
 * Opens the expression of a schedule. A local time that the clock skips runs at the first minute after the gap. Of one
 * that comes twice, the first is a slot, unless the expression repeats within the hours of the day.
 * @throws {Error} if the expression or the time zone is wrong
 */
function open({ cron, timeZone }: Times): Cron {
  return new Cron(cron, { timezone: timeZone, mode: '5-part', fixedTimeRule: 'no-wildcard', paused: true });
}

/** Returns the latest slot that is due at a time, in milliseconds since 1970, as ISO 8601; null if there was none. */
export function latestSlot(times: Times, now: number): string | null {
  const minute = Math.floor(now / MINUTE) * MINUTE;
  // The slot of this minute has begun.
  const [slot] = open(times).previousRuns(1, new Date(minute + 1000));
  return slot?.toISOString() ?? null;
}

/** Returns the first slot after a time, in milliseconds since 1970, as ISO 8601; null if there is none. */
export function nextSlot(times: Times, now: number): string | null {
  return open(times).nextRun(new Date(now))?.toISOString() ?? null;
}
