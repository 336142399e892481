import { GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLString } from 'graphql';

import type { ModelType } from '../../model/index.ts';
import type { Page } from '../../store/index.ts';

import type { Build } from '../build.ts';
import type { Context } from '../context.ts';

/** `ModelTaskConnection`: one page. Items are never null, except under Amplify's exact API. */
export function connection(build: Build, type: ModelType): GraphQLObjectType {
  const name = `Model${type.name}Connection`;
  return build.types.once(
    name,
    () =>
      new GraphQLObjectType<Page, Context>({
        name,
        fields: () => {
          const item = build.types.named(type.name) as GraphQLObjectType;
          const items = build.compat ? new GraphQLList(item) : new GraphQLList(new GraphQLNonNull(item));
          return {
            items: { type: new GraphQLNonNull(items), resolve: (page) => page.rows },
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
