import { dayOf, isDay, isOffset, offsetOf, printSecond } from './iso-8601.ts';
import { textScalar } from './text-scalar.ts';

/** `-?YYYY-MM-DD`, then optionally an offset: `2026-03-01`. The parts and our choices are in iso-8601.ts. */
export const awsDate = textScalar({
  name: 'AWSDate',
  description:
    'A calendar day, YYYY-MM-DD, with an optional offset: 2024-02-29, 1970-01-01Z or 1970-01-01+05:30.',
  expected: 'a day that exists as YYYY-MM-DD, then optionally Z or an offset ±hh:mm or ±hh:mm:ss up to 18:00',
  maxLength: 32,
  accepts: (text) => partsOf(text) !== null,
  comparison: { formOf: beginOf, parts: false },
});

function partsOf(text: string): { readonly day: string; readonly offset: string } | null {
  const [, day = '', offset = ''] = /^(-?\d{4}-\d\d-\d\d)(.*)$/s.exec(text) ?? [];
  return isDay(day) && (offset === '' || isOffset(offset)) ? { day, offset } : null;
}

/**
 * Returns the instant at which the day begins, in UTC: `2026-03-01`, or `2026-02-28T22:00` for `2026-03-01+02:00`. A day
 * without an offset begins in UTC.
 */
function beginOf(text: string): string {
  const parts = partsOf(text);
  if (!parts) return text;
  return printSecond(dayOf(parts.day) - offsetOf(parts.offset)).replace(/(T00:00)?:00$/, '');
}
