/**
 * The parts of AppSync's dates and times, https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html.
 * Where that page is silent we decide:
 * - years have four digits and an optional minus; year 0000 exists (1 BC) and is a leap year; -0000 is refused;
 * - the calendar is the proleptic Gregorian one of ISO 8601;
 * - `T` and `Z` are capitals, so that equal instants of one form sort as text;
 * - 24:00 is refused (ISO 8601-1:2019 withdrew it), a leap second :60 too (no field of time computes with it);
 * - an offset reaches from -18:00 to +18:00, the bound of java.time.ZoneOffset; -00:00 is accepted.
 */
const DAY = /^(-?)(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?$/;
const OFFSET = /^(Z|[+-](0\d|1[0-7]):[0-5]\d(:[0-5]\d)?|[+-]18:00(:00)?)$/;

/** Returns whether a text is a day of the calendar, `-?YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const [, sign, year, month, day] = DAY.exec(text) ?? [];
  if (year === undefined || (sign === '-' && year === '0000')) return false;
  return Number(day) >= 1 && Number(day) <= daysIn(Number(month), Number(year));
}

/** Returns whether a text is `hh:mm`, `hh:mm:ss` or `hh:mm:ss.f` with one to nine digits of fraction. */
export function isTimeOfDay(text: string): boolean {
  return TIME.test(text);
}

/** Returns whether a text is `Z`, `±hh:mm` or `±hh:mm:ss`. */
export function isOffset(text: string): boolean {
  return OFFSET.test(text);
}

/** Returns the days of a month. The sign of the year does not matter: leap years are symmetric about year 0. */
function daysIn(month: number, year: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
