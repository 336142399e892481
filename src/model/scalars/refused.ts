import { inspect } from 'node:util';
import type { AwsScalarName } from './aws-scalar.ts';

const SHOWN = 80;

/** Returns the error for a value that is not a `name`. `expected` completes the sentence "Expected …". */
export function refused(name: AwsScalarName, value: unknown, expected: string): TypeError {
  return new TypeError(`${quoted(value)} is not a valid ${name}. Expected ${expected}.`);
}

function quoted(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shortened(value));
  // Printing a value of 100 000 entries must cost nothing.
  return shortened(
    inspect(value, { depth: 1, breakLength: Infinity, maxArrayLength: 5, maxStringLength: SHOWN }),
  );
}

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
}
