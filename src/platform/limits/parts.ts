/** One field of a document that costs something, or holds something that does. */
export interface Part {
  /** Where its value stands in the answer. */
  readonly key: string;
  /** Points for the field itself, and for each object that it holds. */
  readonly base: number;
  readonly each: number;
  readonly below: Level;
  /** Points at most: of the field, and of all that it may hold. */
  readonly cost: number;
  readonly depth: number;
}

/** The fields of one object. */
export interface Level {
  readonly parts: readonly Part[];
  readonly cost: number;
  readonly depth: number;
}

/** What an answer cost: as estimated, but objects are counted as they are there. */
export function actualCost({ parts }: Level, object: unknown): number {
  return parts.reduce((total, part) => total + partCost(part, valueAt(object, part.key)), 0);
}

/** A field that a fragment kept out is undefined; one that failed is null and was worked on all the same. */
function partCost({ base, each, below }: Part, value: unknown): number {
  if (value === undefined) return 0;
  if (each === 0 && below.parts.length === 0) return base;
  return base + objectsCost(each, below, value);
}

function objectsCost(each: number, below: Level, value: unknown): number {
  if ((value ?? null) === null) return 0;
  if (!Array.isArray(value)) return each + actualCost(below, value);
  if (below.parts.length === 0)
    return value.reduce<number>((total, one) => total + (one === null ? 0 : each), 0);
  return value.reduce<number>((total, one) => total + objectsCost(each, below, one), 0);
}

function valueAt(object: unknown, key: string): unknown {
  return typeof object === 'object' && object !== null
    ? (object as Readonly<Record<string, unknown>>)[key]
    : null;
}
