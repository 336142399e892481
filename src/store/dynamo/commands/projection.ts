import { type Index, keyFields, type ModelType } from '../../../model/index.ts';
import { PK, RETIRED, SK, slotNames } from '../keys/keys.ts';

/** The attributes that a query returns, and their names by placeholder. */
export interface Projection {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
}

/** Rows of a query from which on the answer gets shorter by more than the request gets longer. */
const FEWEST_ROWS = 10;
/** An expression has at most 4 KB (Constraints in Amazon DynamoDB), and a placeholder takes up to 7 bytes of it. */
const MOST_ATTRIBUTES = 500;

const known = new WeakMap<ModelType, Map<number, Projection | null>>();

/**
 * Returns what a query for up to so many rows asks for: the fields of the type and the keys that a page reads, without the
 * keys of other indexes. Returns null if all attributes cost less. The units are the same: DynamoDB counts whole items.
 */
export function projectionOf(type: ModelType, index: Index | null, rows: number): Projection | null {
  if (rows < FEWEST_ROWS) return null;
  const bySlot = known.get(type) ?? new Map<number, Projection | null>();
  known.set(type, bySlot);
  const slot = index?.slot ?? 0;
  const found = bySlot.get(slot);
  if (found !== undefined) return found;
  const made = projectionFor(type, index);
  bySlot.set(slot, made);
  return made;
}

function projectionFor(type: ModelType, index: Index | null): Projection | null {
  if (type.indexes.every(({ slot }) => slot === index?.slot)) return null;
  const inRow = Object.values(type.fields)
    .filter(({ kind }) => kind.is === 'stored' || kind.is === 'implicit' || kind.is === 'file')
    .map(({ name }) => name);
  const keys = [type.key, ...type.indexes].flatMap(keyFields);
  const others = [...type.uniques, ...type.references].flatMap(({ fields }) => fields);
  const stamps = [type.timestamps.createdAt, type.timestamps.updatedAt, type.version];
  const position = index ? [slotNames(index.slot).pk, slotNames(index.slot).sk] : [];
  const attributes = new Set([PK, SK, RETIRED, ...position, ...inRow, ...keys, ...others]);
  for (const name of stamps) if (name !== null) attributes.add(name);
  if (attributes.size > MOST_ATTRIBUTES) return null;
  const names = [...attributes].map((name, at) => [`#f${at}`, name] as const);
  return {
    expression: names.map(([placeholder]) => placeholder).join(','),
    names: Object.fromEntries(names),
  };
}
