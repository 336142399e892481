import type { AwsScalarName } from '../../model/index.ts';

import type { JsonSchema } from './json-schema.ts';

type ScalarName = AwsScalarName | 'ID' | 'String' | 'Int' | 'Float' | 'Boolean';

const OFFSET = '(?:Z|[+-](?:0\\d|1[0-7]):[0-5]\\d(?::[0-5]\\d)?|[+-]18:00(?::00)?)';
const DAY = '-?\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?';
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

/**
 * The scalars as JSON Schema. A pattern takes every value that the API takes. It has no `format` of JSON Schema where that one
 * is narrower: `date` has no offset, and `email` no host without a dot.
 */
const scalars: Readonly<Record<ScalarName, JsonSchema>> = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Int: { type: 'integer', format: 'int32' },
  Float: { type: 'number', format: 'double' },
  Boolean: { type: 'boolean' },
  AWSDate: { type: 'string', maxLength: 32, pattern: `^${DAY}${OFFSET}?$` },
  AWSTime: { type: 'string', maxLength: 32, pattern: `^${TIME}${OFFSET}?$` },
  AWSDateTime: { type: 'string', maxLength: 48, pattern: `^${DAY}T${TIME}${OFFSET}$` },
  AWSTimestamp: {
    type: 'integer',
    format: 'int64',
    minimum: -31_557_014_167_219_200,
    maximum: Number(31_556_889_864_403_199n),
  },
  AWSEmail: {
    type: 'string',
    maxLength: 254,
    pattern: `^[\\w.!#$%&'*+/=?^\`{|}~-]{1,64}@${LABEL}(?:\\.${LABEL})*$`,
  },
  AWSJSON: { type: 'string', maxLength: 400_000, contentMediaType: 'application/json' },
  AWSURL: {
    type: 'string',
    maxLength: 8000,
    pattern: "^[A-Za-z][A-Za-z0-9+.-]*:(?:[\\w.~:/?#[\\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$",
  },
  AWSPhone: { type: 'string', maxLength: 40, pattern: '^\\+?[\\d(][\\d ().-]*$' },
  AWSIPAddress: {
    type: 'string',
    maxLength: 49,
    pattern: '^[0-9A-Fa-f:.]+(?:/(?:0|[1-9]\\d{0,2}))?$',
  },
};

/** Returns the schema of a scalar, or null if there is no scalar of that name. */
export function scalarSchema(name: string): JsonSchema | null {
  return isScalar(name) ? scalars[name] : null;
}

const examples: Readonly<Record<ScalarName, string | number | boolean>> = {
  ID: '01990a5c-7f6e-7c3a-9d1b-2f4e6a8c0b1d',
  String: 'text',
  Int: 3,
  Float: 1.5,
  Boolean: true,
  AWSDate: '2026-03-01',
  AWSTime: '09:30:00',
  AWSDateTime: '2026-03-01T09:30:00.000Z',
  AWSTimestamp: 1_772_357_400,
  AWSEmail: 'ada@example.com',
  AWSJSON: '{"colour":"red"}',
  AWSURL: 'https://example.com/a',
  AWSPhone: '+44 20 7946 0018',
  AWSIPAddress: '192.0.2.1',
};

/** Returns a value of a scalar, for examples. */
export function scalarExample(name: string): string | number | boolean {
  return isScalar(name) ? examples[name] : examples.String;
}

function isScalar(name: string): name is ScalarName {
  return Object.hasOwn(scalars, name);
}
