import { Refusal } from './refusal.ts';

/** The request header by which a repeated mutation has its effect once. */
export const IDEMPOTENCY_HEADER = 'idempotency-key';

/** 1 to 255 visible characters of ASCII. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Parses the values of the header `idempotency-key`. Returns null if the request has none.
 * @throws {Refusal} BAD_REQUEST if there are several, or if the value is not 1 to 255 visible characters
 */
export function parseIdempotencyKey(values: readonly string[]): string | null {
  const [value] = values;
  if (value === undefined) return null;
  if (values.length > 1)
    throw new Refusal('BAD_REQUEST', `The header "${IDEMPOTENCY_HEADER}" is there more than once: send one.`);
  if (!KEY.test(value))
    throw new Refusal(
      'BAD_REQUEST',
      `The header "${IDEMPOTENCY_HEADER}" must hold 1 to 255 visible characters, such as a UUID.`,
    );
  return value;
}
