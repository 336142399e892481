import { type Json, keyFields, type ModelType } from '../../../model/index.ts';
import type { Row } from '../../port/access.ts';
import type { Item } from '../driver/send.ts';
import { isField } from '../keys/keys.ts';

/** The timestamps of a type whose second one is left out of an item while it equals the first. */
export interface TimePair {
  readonly createdAt: string;
  readonly updatedAt: string;
}

const pairs = new WeakMap<ModelType, TimePair | null>();

/**
 * Returns the timestamps of a type of which one may be left out; null if there is no such pair. A key, a unique value or a
 * reference needs its fields as they are.
 */
export function timePair(type: ModelType): TimePair | null {
  const known = pairs.get(type);
  if (known !== undefined) return known;
  const { createdAt, updatedAt } = type.timestamps;
  const groups = [type.key, ...type.indexes].map(keyFields);
  const used = [...groups, ...[...type.uniques, ...type.references].map(({ fields }) => fields)].flat();
  const isPair = createdAt !== null && updatedAt !== null && createdAt !== updatedAt;
  const pair = isPair && !used.includes(updatedAt) ? { createdAt, updatedAt } : null;
  pairs.set(type, pair);
  return pair;
}

/** Returns the fields of a row as its item holds them. A field that is null is absent. */
export function storedFields(type: ModelType, row: Row): Row {
  const present = Object.fromEntries(Object.entries(row).filter(([, value]) => (value ?? null) !== null));
  const pair = timePair(type);
  if (!pair || (row[pair.createdAt] ?? null) === null) return present;
  const { [pair.updatedAt]: updated = null, ...rest } = present;
  if (updated === row[pair.createdAt]) return rest;
  return { ...rest, [pair.updatedAt]: updated };
}

/** Returns the row of an item: its fields without the table's own attributes. */
export function rowOf(type: ModelType, item: Item): Row {
  const row = fieldsOf(item);
  const pair = timePair(type);
  if (!pair) return row;
  const { createdAt, updatedAt } = pair;
  const { [updatedAt]: updated } = row;
  if (updated === null) {
    const { [updatedAt]: _, ...rest } = row;
    return rest;
  }
  // The row is still ours alone, so it needs no copy.
  if (updated === undefined && row[createdAt] !== undefined) row[updatedAt] = row[createdAt];
  return row;
}

/** Returns the attributes of an item that are not the table's own, as they are. */
export function fieldsOf(item: Item): Record<string, Json> {
  const row: Record<string, Json> = {};
  for (const name in item) if (isField(name)) row[name] = item[name] ?? null;
  return row;
}
