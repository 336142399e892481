import { isOffset, isTimeOfDay, offsetOf, printTimeOfDay, secondOf } from './iso-8601.ts';
import { textScalar } from './text-scalar.ts';

/** `hh:mm(:ss(.f{1,9})?)?`, then optionally an offset: `09:30Z`. The parts and our choices are in iso-8601.ts. */
export const awsTime = textScalar({
  name: 'AWSTime',
  description:
    'A time of day, hh:mm or hh:mm:ss.sss, with an optional offset: 12:30, 12:30:24.5Z or 12:30:24-07:00.',
  expected:
    'hh:mm, hh:mm:ss or hh:mm:ss with 1 to 9 digits of fraction, from 00:00 to 23:59:59.999999999, then optionally Z or an offset ±hh:mm or ±hh:mm:ss up to 18:00',
  maxLength: 32,
  accepts: (text) => partsOf(text) !== null,
  comparison: { formOf: timeInUtc, parts: false },
});

function partsOf(text: string): { readonly time: string; readonly offset: string } | null {
  const [, time = '', offset = ''] = /^([\d:.]+)(.*)$/s.exec(text) ?? [];
  return isTimeOfDay(time) && (offset === '' || isOffset(offset)) ? { time, offset } : null;
}

/** Returns the time of day in UTC, `09:30:00` or `09:30:00.5`. A time without an offset is in UTC. */
function timeInUtc(text: string): string {
  const parts = partsOf(text);
  if (!parts) return text;
  const fraction = (parts.time.split('.')[1] ?? '').replace(/0+$/, '');
  const second = printTimeOfDay(secondOf(parts.time) - offsetOf(parts.offset));
  return fraction === '' ? second : `${second}.${fraction}`;
}
