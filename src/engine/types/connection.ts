import {
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  type GraphQLFieldConfigMap,
} from 'graphql';

import { type ModelType, upperFirst } from '../../model/index.ts';

import type { Build } from '../build.ts';
import type { Context } from '../context.ts';
import type { CountedPage } from '../tables/table.ts';
import { withCostKind } from '../cost-kind.ts';

/**
 * Returns `ModelTaskConnection`, a page. Items are never null, except under Amplify's exact API.
 * @param spelled the type's name in it: see `filterInput`
 */
export function connection(
  build: Build,
  type: ModelType,
  spelled = upperFirst(type.name),
): GraphQLObjectType {
  const name = `Model${spelled}Connection`;
  return build.types.once(
    name,
    () =>
      new GraphQLObjectType<CountedPage, Context>({
        name,
        fields: () => {
          const item = build.types.named(type.name) as GraphQLObjectType;
          const items = build.compat ? new GraphQLList(item) : new GraphQLList(new GraphQLNonNull(item));
          return {
            items: {
              type: new GraphQLNonNull(items),
              ...withCostKind({ is: 'items' }),
              resolve: (page) => page.rows,
            },
            ...countField(build, type),
            nextToken: {
              type: GraphQLString,
              ...(build.compat
                ? {}
                : { description: 'Pass it on to get the next page; null exactly at the end.' }),
            },
          };
        },
      }),
  );
}

/** Returns `totalCount`, the number of rows of the whole list. Every page has it. It is null if it is refused. */
function countField(build: Build, type: ModelType): GraphQLFieldConfigMap<CountedPage, Context> {
  if (build.compat || type.operations.count === null) return {};
  return {
    totalCount: {
      type: GraphQLInt,
      ...withCostKind({ is: 'total' }),
      resolve: (page) => page.total(),
    },
  };
}
