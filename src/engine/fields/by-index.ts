import { GraphQLNonNull } from 'graphql';

import type { Json, ModelType } from '../../model/index.ts';

import type { Build, FieldConfigs } from '../build.ts';
import { DEFAULT_LIMIT } from '../tables/table.ts';
import { connection } from '../types/connection.ts';
import { sortArgument, sortArgumentConfig } from '../types/key-conditions.ts';
import { optional } from '../types/registry.ts';
import { withCostKind } from '../cost-kind.ts';
import { listArguments, pageRequest } from './arguments.ts';
import { tableOf } from './table-of.ts';

/** Returns the query field of each `@index` that has one: `tasksByStatus(status: Status!, dueDate …)`. */
export function indexFields(build: Build, type: ModelType): FieldConfigs {
  const fields: FieldConfigs = {};
  for (const index of type.indexes) {
    const hash = type.fields[index.hash];
    if (!index.queryField || !hash) continue;
    const site = { field: index.queryField, on: 'Query' };
    const sort = sortArgument(index.sort);
    fields[index.queryField] = {
      type: connection(build, type, type.name),
      ...withCostKind({ is: 'page', limit: DEFAULT_LIMIT }),
      args: {
        [hash.name]: { type: new GraphQLNonNull(build.types.input(optional(hash.type)) as never) },
        ...sortArgumentConfig(build, type, index.name, sort),
        ...listArguments(build, type, true, type.name),
      },
      resolve: (_root, args: Record<string, unknown>, context, info) => {
        const where = [args[hash.name] as Json];
        return tableOf(context, type).page(
          pageRequest(build, args, { index, where, sort }, info.fieldName),
          site,
        );
      },
    };
  }
  return fields;
}
