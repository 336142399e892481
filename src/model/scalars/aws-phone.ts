import { isValidPhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { textScalar } from './text-scalar.ts';

/**
 * A telephone number that exists in its country's numbering plan. One without a country code is American.
 * Our choices: ASCII digits with spaces, hyphens, dots and parentheses between them, and a + only in front. No
 * extension, no letters, no `tel:`; at most 40 characters.
 * The `max` metadata is needed: `min` lacks most patterns and accepts twice as many random numbers.
 */
export const awsPhone = textScalar({
  name: 'AWSPhone',
  description:
    'A telephone number, American unless it starts with + and a country code: 206-555-0100 or +44 20 7946 0018.',
  expected:
    'a telephone number such as 206-555-0100 or +44 20 7946 0018, in digits, spaces, hyphens, dots and parentheses',
  maxLength: 40,
  accepts: isPhone,
  comparison: { formOf: internationalForm, parts: false },
});

function isPhone(text: string): boolean {
  return /^\+?[\d(][\d ().-]*$/.test(text) && isValidPhoneNumber(text, 'US');
}

/** Returns the number as E.164 writes it: `+12065550100`. */
function internationalForm(text: string): string {
  return isPhone(text) ? (parsePhoneNumberFromString(text, 'US')?.number ?? text) : text;
}
