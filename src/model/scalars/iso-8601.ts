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

/** Returns the first second of a valid day in UTC, counted from 1970. */
export function dayOf(text: string): number {
  const [, sign, year, month, day] = DAY.exec(text) ?? [];
  const date = new Date(0);
  date.setUTCFullYear(Number(`${sign ?? ''}${year ?? ''}`), Number(month) - 1, Number(day));
  return date.getTime() / 1000;
}

/** Returns the second of a valid time of day, without its fraction. */
export function secondOf(text: string): number {
  const [hour = '', minute = '', second = '0'] = text.split(':');
  return Number(hour) * 3600 + Number(minute) * 60 + Math.trunc(Number(second));
}

/** Returns the seconds of a valid offset. No offset counts as Z. */
export function offsetOf(text: string): number {
  if (text === '' || text === 'Z') return 0;
  return (text.startsWith('-') ? -1 : 1) * secondOf(text.slice(1));
}

/**
 * Prints a second since 1970 as a text that sorts as time does: `2026-03-01T09:30:00`. A year before 0 is `-` and a
 * number that grows with time, a year after 9999 follows a colon, which sorts after the digits.
 */
export function printSecond(second: number): string {
  const date = new Date(second * 1000);
  const year = date.getUTCFullYear();
  const [, rest = ''] = /-(\d\d-\d\dT\d\d:\d\d:\d\d)\.000Z$/.exec(date.toISOString()) ?? [];
  if (year > 9999) return `:${year}-${rest}`;
  if (year < 0) return `-${padded(year + 19_999, 5)}-${rest}`;
  return `${padded(year, 4)}-${rest}`;
}

/** Prints a second of a day, which may lie in the day before or after: `-3600` is `23:00:00`. */
export function printTimeOfDay(second: number): string {
  const inDay = (second + 2 * 86_400) % 86_400;
  return [inDay / 3600, (inDay / 60) % 60, inDay % 60].map((part) => padded(Math.trunc(part), 2)).join(':');
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

/** Returns the days of a month. The sign of the year does not matter: leap years are symmetric about year 0. */
function daysIn(month: number, year: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
