import { textScalar } from './text-scalar.ts';

/**
 * JSON as text (RFC 8259), kept as written: spaces, order of names and digits of numbers survive.
 * Our choices: repeated names and an escaped lone surrogate (`"\ud800"`) pass, as the grammar allows them. A byte order
 * mark does not. A text has at most 400 000 characters, about what one row can hold.
 */
export const awsJson = textScalar({
  name: 'AWSJSON',
  description:
    'JSON written as a string, any value: "{\\"colour\\":\\"red\\"}", "[1,2]", "\\"text\\"" or "null".',
  expected: 'JSON written as a string, such as "{\\"colour\\":\\"red\\"}": use JSON.stringify on the value',
  maxLength: 400_000,
  accepts: isJson,
  // As AppSync, which writes any value of a resolver as JSON.
  toOutput: (value) => (typeof value === 'string' && isJson(value) ? value : JSON.stringify(value)),
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
