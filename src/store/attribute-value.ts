import type { Json } from '../model/index.ts';
import { Refusal } from '../tenant/index.ts';
import type { Item } from './send.ts';

/** DynamoDB's JSON of a value (API reference, AttributeValue), of the kinds that JSON has. */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { L: AttributeValue[] }
  | { M: Record<string, AttributeValue> };

/** DynamoDB's limits of numbers and of nesting (Developer Guide, "Constraints in Amazon DynamoDB"). */
const TOO_LARGE = 1e126;
const SMALLEST = 1e-130;
const DEEPEST = 32;

/**
 * Passes a value that DynamoDB can hold exactly.
 * @throws {Refusal} VALIDATION_FAILED naming the field.
 */
export function storable(value: Json, field: string): Json {
  const why = unstorable(value, 1);
  if (why === null) return value;
  const message = `The field "${field}" ${why}`;
  throw new Refusal('VALIDATION_FAILED', message, { fields: [{ path: [field], rule: 'storable', message }] });
}

function unstorable(value: Json | undefined, depth: number): string | null {
  if (typeof value === 'string')
    return value.isWellFormed() ? null : 'holds text that is not well-formed Unicode.';
  if (typeof value === 'number') {
    const size = Math.abs(value);
    const fits = size === 0 || (size >= SMALLEST && size < TOO_LARGE);
    return fits ? null : 'holds a number that is too large or too small to be stored.';
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= DEEPEST) return `is nested more than ${DEEPEST} levels deep.`;
  if (!Array.isArray(value) && !Object.keys(value).every((name) => name.isWellFormed())) {
    return 'holds a name that is not well-formed Unicode.';
  }
  for (const inner of Object.values(value) as (Json | undefined)[]) {
    const why = unstorable(inner, depth + 1);
    if (why !== null) return why;
  }
  return null;
}

/**
 * A value in DynamoDB's JSON. Written here because the SDK's own marshaller takes an object for a Set
 * or fails when its data holds a member called `constructor`, and loses one called `__proto__`.
 */
export function toAttribute(value: Json): AttributeValue {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    default:
      if (value === null) return { NULL: true };
      return Array.isArray(value) ? { L: value.map(toAttribute) } : { M: toAttributes(value as Item) };
  }
}

/** The attributes of an item in DynamoDB's JSON; `undefined` members are left out. */
export function toAttributes(item: Item): Record<string, AttributeValue> {
  const present = Object.entries(item).filter(([, value]) => (value as Json | undefined) !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, toAttribute(value)]));
}

/** The value that DynamoDB's JSON holds. Kinds that this store never writes are read as null. */
export function fromAttribute(attribute: object): Json {
  const value = attribute as {
    S?: string;
    N?: string;
    BOOL?: boolean;
    L?: object[];
    M?: Record<string, object>;
  };
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.L !== undefined) return value.L.map(fromAttribute);
  if (value.M !== undefined) return fromAttributes(value.M);
  return null;
}

/** The item that DynamoDB's JSON holds. */
export function fromAttributes(attributes: Readonly<Record<string, object>>): Item {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, fromAttribute(value)]));
}
