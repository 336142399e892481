import type { Model, ModelType } from '../../model/index.ts';
import type { Store } from '../../store/index.ts';

/** Whether a counter is kept of the rows of a type; join models, for one, have none. */
export function isCounted({ operations }: ModelType): boolean {
  return (operations.count ?? null) !== null;
}

/** How many rows a tenant has of the types that are counted: what a job begins with as its total. */
export async function countedRows({ models }: Model, store: Store): Promise<number> {
  let total = 0;
  for (const type of Object.values(models)) if (isCounted(type)) total += await store.total(type);
  return total;
}
