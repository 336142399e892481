import type { Json } from '../../model/index.ts';
import { Refusal } from '../../tenant/index.ts';

/** Limits of numbers and of nesting, those of the narrowest store: a row can move between stores. */
const TOO_LARGE = 1e126;
const SMALLEST = 1e-130;
const DEEPEST = 32;

/**
 * Returns a value that every store can hold exactly.
 * @throws {Refusal} VALIDATION_FAILED naming the field.
 */
export function storable(value: Json, field: string): Json {
  const why = whyUnstorable(value);
  if (why === null) return value;
  const message = `The field "${field}" ${why}`;
  throw new Refusal('VALIDATION_FAILED', message, { fields: [{ path: [field], rule: 'storable', message }] });
}

/** Returns why no store can hold a value, as the end of a sentence, or null. No row can equal such a value. */
export function whyUnstorable(value: Json): string | null {
  return unstorable(value, 1);
}

/** The driver of a store may take such an object for a Set, a Map or binary data. */
function looksLikeClass(value: object): boolean {
  const { constructor } = value as { constructor: unknown };
  return (
    Object.hasOwn(value, 'constructor') &&
    typeof (constructor as { name?: unknown } | null)?.name === 'string'
  );
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
  if (looksLikeClass(value))
    return 'holds an object called "constructor" with a "name", which cannot be stored.';
  for (const inner of Object.values(value) as (Json | undefined)[]) {
    const why = unstorable(inner, depth + 1);
    if (why !== null) return why;
  }
  return null;
}
