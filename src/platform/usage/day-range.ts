import { Refusal } from '../../tenant/index.ts';
import type { DayRange } from '../../store/index.ts';

const DAY = 86_400_000;

/**
 * Returns the days of a range in order, both ends included.
 * @throws {Refusal} INVALID_ARGUMENTS if a date is malformed, the days are in the wrong order, or there are
 * more than `most`
 */
export function daysOf({ from, to }: DayRange, most: number): readonly string[] {
  const [first, last] = [timeOf('from', from), timeOf('to', to)];
  const count = (last - first) / DAY + 1;
  if (count < 1) throw refuse('The argument "to" must not lie before "from".');
  if (count > most) throw refuse(`From "from" to "to" there may be at most ${most} days.`);
  return Array.from({ length: count }, (_, at) => dayOf(first + at * DAY));
}

/** Returns the UTC day of a time in milliseconds since 1970: `2026-01-31`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/**
 * Parses a day of UTC. AWSDate permits an offset, such as `2026-01-31+02:00`, but days of usage are days of
 * UTC.
 */
function timeOf(argument: string, day: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : Number.NaN;
  if (Number.isNaN(time)) throw refuse(`The argument "${argument}" must be a day of UTC such as 2026-01-31.`);
  return time;
}

function refuse(message: string): Refusal {
  return new Refusal('INVALID_ARGUMENTS', message);
}
