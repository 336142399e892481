import { isDay, isOffset, isTimeOfDay } from './iso-8601.ts';
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
  accepts(text) {
    const [, day = '', time = '', offset = ''] = /^(-?\d{4}-\d\d-\d\d)T([\d:.]+)(.+)$/s.exec(text) ?? [];
    return isDay(day) && isTimeOfDay(time) && isOffset(offset);
  },
});
