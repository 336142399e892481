import type { ModelType } from './model.ts';

/**
 * How the number of rows of a type is kept. `EXACT`: in the transaction of each write. `EVENTUAL`: by the consumer of changes,
 * seconds after the write.
 */
export type CountKind = 'EXACT' | 'EVENTUAL';

/** Returns how the rows of a type are counted. Returns null if they are not: `queries: { count: null }`. */
export function countKind({
  operations,
  exactCount,
}: Pick<ModelType, 'operations' | 'exactCount'>): CountKind | null {
  if ((operations.count ?? null) === null) return null;
  return exactCount ? 'EXACT' : 'EVENTUAL';
}
