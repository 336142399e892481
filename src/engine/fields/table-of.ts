import type { ModelType } from '../../model/index.ts';

import type { ResolverTable, Tables } from '../tables/open-tables.ts';

/** Returns the caller's table of a model. */
export function tableOf(context: { readonly store: Tables }, type: ModelType): ResolverTable {
  const table = context.store[type.name];
  if (!table)
    throw new Error(`The context has no table for "${type.name}": it was opened for another schema.`);
  return table;
}
