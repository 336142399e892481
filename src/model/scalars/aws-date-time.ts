import { dayOf, isDay, isOffset, isTimeOfDay, offsetOf, printSecond, secondOf } from './iso-8601.ts';
import { dateOutput } from './date-output.ts';
import { textScalar } from './text-scalar.ts';

/**
 * A day, `T`, a time of day and an offset: `2026-03-01T09:30Z`. The offset is compulsory, seconds are not.
 * ±hhmm without a colon is refused as AppSync does (aws-amplify/amplify-swift#3393). The parts and our choices are in
 * iso-8601.ts.
 */
export const awsDateTime = textScalar({
  name: 'AWSDateTime',
  description:
    'A day and time with a compulsory offset, YYYY-MM-DDThh:mm:ss.sssZ: 2024-02-29T12:30Z or 2024-02-29T12:30:24.5+05:30.',
  expected:
    'YYYY-MM-DDThh:mm, YYYY-MM-DDThh:mm:ss or the same with 1 to 9 digits of fraction, of a day that exists, then Z or an offset ±hh:mm or ±hh:mm:ss up to 18:00, which is compulsory',
  maxLength: 48,
  accepts: (text) => partsOf(text) !== null,
  comparison: { formOf: instantOf, parts: false },
  toOutput: dateOutput,
});

interface Parts {
  readonly day: string;
  readonly time: string;
  readonly offset: string;
}

function partsOf(text: string): Parts | null {
  const [, day = '', time = '', offset = ''] = /^(-?\d{4}-\d\d-\d\d)T([\d:.]+)(.+)$/s.exec(text) ?? [];
  return isDay(day) && isTimeOfDay(time) && isOffset(offset) ? { day, time, offset } : null;
}

/** The form as it is printed by `Date.toISOString`, which is also the form of the API's own stamps. */
const OWN_FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * Returns the instant in UTC: `2026-03-01T09:30:00.000Z`. Digits after the milliseconds follow the Z, so that texts
 * sort as instants: `….722Z`, `….722Z000001`, `….723Z`.
 */
function instantOf(text: string): string {
  if (OWN_FORM.test(text)) return text;
  const parts = partsOf(text);
  if (!parts) return text;
  const second = dayOf(parts.day) + secondOf(parts.time) - offsetOf(parts.offset);
  const fraction = (parts.time.split('.')[1] ?? '').padEnd(3, '0');
  return `${printSecond(second)}.${fraction.slice(0, 3)}Z${fraction.slice(3).replace(/0+$/, '')}`;
}
