import type { Json } from '../../../model/index.ts';
import { Refusal } from '../../../tenant/index.ts';

/** Ends each part of a key. It sorts below every character that an encoded value can hold. */
export const END = '#';
/**
 * The encoding of a sort field without a value. It sorts below END, and so before every value, even the empty
 * text.
 */
export const NOTHING = '"';
/**
 * The first character of each escape. It follows END directly, so `…$` is the bound just above all that
 * begins with `…#`.
 */
export const AFTER_END = '$';

/**
 * Encodes text for a key: injective, and in the order of code points, which is DynamoDB's order of UTF-8
 * bytes. Every character up to `$` becomes `$` and a character above `$`.
 */
export function encodeText(text: string): string {
  return text.replace(/[\0-$]/g, (low) => AFTER_END + String.fromCharCode(low.charCodeAt(0) + 0x30));
}

/** Decodes a text. */
export function decodeText(encoded: string): string {
  return encoded.replace(/\$([\s\S])/g, (_, high: string) => String.fromCharCode(high.charCodeAt(0) - 0x30));
}

const view = new DataView(new ArrayBuffer(8));

/**
 * Encodes a double as 16 hex digits that sort as the numbers do: IEEE 754 bits, sign flipped, negatives
 * inverted.
 */
export function encodeNumber(number: number): string {
  view.setFloat64(0, number === 0 ? 0 : number);
  const bits = view.getBigUint64(0);
  const negative = bits >> 63n === 1n;
  const ordered = negative ? ~bits & 0xffffffffffffffffn : bits | (1n << 63n);
  return ordered.toString(16).padStart(16, '0');
}

/**
 * Encodes the value of a key field. Values of one type are encoded injectively and in their order; `false`
 * comes before `true`.
 * @throws {Refusal} VALIDATION_FAILED with the field, if the value cannot be in a key
 */
export function encodeValue(value: Json | undefined, field: string): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number' && Number.isFinite(value)) return encodeNumber(value);
  if (typeof value === 'string') {
    if (value.isWellFormed()) return encodeText(value);
    throw refuseKey(field, 'holds text that is not well-formed Unicode.');
  }
  throw refuseKey(field, 'is part of a key and needs a value.');
}

/** A UUID in its usual form, in lower case. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Begins a short UUID. No encoded value begins so. */
const SHORT = '!';
/** 64 characters in the order of their bytes, none of which ends a part. */
const DIGITS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const SHORT_LENGTH = 22;

/**
 * Encodes a value that is compared for equality alone: injectively, and a UUID in 23 characters instead of 36. UUIDs keep
 * their order among themselves, so that those of version 7 are in the order of time.
 * @throws {Refusal} as `encodeValue`
 */
export function encodeExact(value: Json | undefined, field: string): string {
  return typeof value === 'string' && UUID.test(value) ? SHORT + shortened(value) : encodeValue(value, field);
}

function shortened(uuid: string): string {
  let rest = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let digits = '';
  for (let place = 0; place < SHORT_LENGTH; place++, rest >>= 6n)
    digits = DIGITS.charAt(Number(rest & 63n)) + digits;
  return digits;
}

/** Returns the refusal of a value in a key field. */
export function refuseKey(field: string, why: string): Refusal<'VALIDATION_FAILED'> {
  const message = `The field "${field}" ${why}`;
  return new Refusal('VALIDATION_FAILED', message, { fields: [{ path: [field], rule: 'key', message }] });
}
