import type { ModelType } from '../../model/index.ts';

import type { Context } from '../context.ts';
import type { ResolverTable } from '../tables/open-tables.ts';

/** The caller's table of a model. */
export function tableOf(context: Context, type: ModelType): ResolverTable {
  const table = context.store[type.name];
  if (!table)
    throw new Error(`The context has no table for "${type.name}": it was opened for another schema.`);
  return table;
}
