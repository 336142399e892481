/** A field of a document that has a cost, or holds a field that has one. */
export interface Part {
  /** The name of the field in the answer. */
  readonly key: string;
  /** Points of the field itself, and of each object in its value. */
  readonly base: number;
  readonly each: number;
  readonly below: Level;
  /** Maximum points of the field and all its fields. */
  readonly cost: number;
  readonly depth: number;
}

/** The fields of one object. */
export interface Level {
  readonly parts: readonly Part[];
  readonly cost: number;
  readonly depth: number;
}

/** Returns the actual cost of an answer: as estimated, but with the objects that it holds. */
export function actualCost({ parts }: Level, object: unknown): number {
  return parts.reduce((total, part) => total + partCost(part, valueAt(object, part.key)), 0);
}

/**
 * Returns the cost of one field. Its value is undefined if a directive left it out. A failed field is null
 * and costs its base, because a resolver worked on it.
 */
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
