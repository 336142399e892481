import { type Index, type Json, keyFields, type ModelType } from '../../model/index.ts';
import type { Filter } from '../../store/port/index.ts';

/** A filter of which a part became a key. The rest of the filter may be null. */
export interface PushedDown {
  readonly index: Index;
  readonly where: readonly Json[];
  readonly filter: Filter | null;
}

/**
 * Finds the index that serves a filter best: the one whose leading fields it compares with `eq`. Returns null if none
 * helps. The order of an index must not show the values of a field that the caller may not read.
 * Then the store reads only matching rows, in the order of that index.
 */
export function pushDown(
  type: ModelType,
  filter: Filter | null,
  isReadable: (field: string) => boolean,
): PushedDown | null {
  const parts = filter === null ? [] : 'and' in filter ? filter.and : [filter];
  const equal = new Map<string, Filter & { readonly value: Json }>();
  for (const part of parts) {
    if (
      'op' in part &&
      !part.shown &&
      part.op === 'eq' &&
      typeof part.field === 'string' &&
      part.value !== null
    ) {
      equal.set(part.field, part);
    }
  }
  const [best] = type.indexes
    .filter((index) => keyFields(index).every(isReadable))
    .map((index) => ({ index, fields: leading(keyFields(index), equal) }))
    .filter(({ fields }) => fields.length > 0)
    .sort((a, b) => b.fields.length - a.fields.length);
  if (!best) return null;
  const used = new Set(best.fields.map((field) => equal.get(field)));
  const left = parts.filter((part) => !used.has(part as Filter & { value: Json }));
  const where = best.fields.map((field) => equal.get(field)?.value ?? null);
  return { index: best.index, where, filter: left.length === 0 ? null : { and: left } };
}

function leading(fields: readonly string[], equal: ReadonlyMap<string, unknown>): readonly string[] {
  const end = fields.findIndex((field) => !equal.has(field));
  return end < 0 ? fields : fields.slice(0, end);
}
