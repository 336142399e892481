import { GraphQLInt } from 'graphql';

import type { ModelType } from '../../model/index.ts';

import type { Build, FieldConfigs } from '../build.ts';
import { withCostKind } from '../cost-kind.ts';
import type { FilterInput } from '../tables/read-filter.ts';
import { filterInput } from '../types/filters.ts';
import { tableOf } from './table-of.ts';

/**
 * Returns `countTasks(filter): Int`. It reads a counter without a filter, and the rows with one. A refused count is null,
 * so that it takes no other field along.
 */
export function countField(build: Build, type: ModelType): FieldConfigs {
  const name = type.operations.count;
  if (build.compat || name === null) return {};
  return {
    [name]: {
      type: GraphQLInt,
      ...withCostKind({ is: 'count' }),
      args: { filter: { type: filterInput(build, type) } },
      resolve: (_root, { filter }: { filter?: FilterInput | null }, context) => {
        const request = { index: null, where: [], range: null, filter };
        return tableOf(context, type).countRows(request, { field: name, on: 'Query' });
      },
    },
  };
}
