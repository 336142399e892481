import type { GraphQLSchema } from 'graphql';

import type { Model } from '../../model/index.ts';

import type { Route } from '../route.ts';
import { argumentBody } from './argument-body.ts';
import { argumentParameters, SHAPE } from './query-parameters.ts';

/** Returns a route for each field that the app declares on Query and Mutation. */
export function actionRoutes(
  { queries, mutations }: Model,
  schema: GraphQLSchema,
  isPlatform: (root: Route['root'], name: string) => boolean,
): readonly Route[] {
  const declared = { Query: queries, Mutation: mutations };
  return (['Query', 'Mutation'] as const).flatMap((root) =>
    Object.values(declared[root]).flatMap(({ name, description }): Route[] => {
      const field = (root === 'Query' ? schema.getQueryType() : schema.getMutationType())?.getFields()[name];
      if (!field || isPlatform(root, name)) return [];
      const isQuery = root === 'Query';
      return [
        {
          ...({ method: isQuery ? 'GET' : 'POST', path: `/actions/${name}`, root, field } as const),
          ...({ kind: { is: 'action' }, type: null } as const),
          operationId: name,
          summary: description ?? `Calls ${name}`,
          pathParameters: [],
          queryParameters: isQuery ? [...argumentParameters(field.args), ...SHAPE] : SHAPE,
          body: isQuery ? null : argumentBody(field),
        },
      ];
    }),
  );
}
