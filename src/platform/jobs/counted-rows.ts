import type { Model, ModelType } from '../../model/index.ts';
import type { Store } from '../../store/index.ts';

/** Returns whether the store counts the rows of a type. Join models, for example, have no counter. */
export function isCounted({ operations }: ModelType): boolean {
  return (operations.count ?? null) !== null;
}

/** Returns the number of a tenant's rows of all counted types. A job uses it as its first total. */
export async function countedRows({ models }: Model, store: Store): Promise<number> {
  let total = 0;
  for (const type of Object.values(models)) if (isCounted(type)) total += await store.total(type);
  return total;
}
