import { isOffset, isTimeOfDay } from './iso-8601.ts';
import { textScalar } from './text-scalar.ts';

/** `hh:mm(:ss(.f{1,9})?)?`, then optionally an offset: `09:30Z`. The parts and our choices are in iso-8601.ts. */
export const awsTime = textScalar({
  name: 'AWSTime',
  description:
    'A time of day, hh:mm or hh:mm:ss.sss, with an optional offset: 12:30, 12:30:24.5Z or 12:30:24-07:00.',
  expected:
    'hh:mm, hh:mm:ss or hh:mm:ss with 1 to 9 digits of fraction, from 00:00 to 23:59:59.999999999, then optionally Z or an offset ±hh:mm or ±hh:mm:ss up to 18:00',
  maxLength: 32,
  accepts(text) {
    const [, time = '', offset = ''] = /^([\d:.]+)(.*)$/s.exec(text) ?? [];
    return isTimeOfDay(time) && (offset === '' || isOffset(offset));
  },
});
