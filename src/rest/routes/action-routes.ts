import type { GraphQLSchema } from 'graphql';

import type { Model } from '../../model/index.ts';

import type { QueryParameter, Route } from '../route.ts';
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
          queryParameters: isQuery ? withShape(argumentParameters(field.args)) : SHAPE,
          body: isQuery ? null : argumentBody(field),
        },
      ];
    }),
  );
}

/** Returns the parameters of a query. An argument wins over a parameter of the same name that chooses members. */
function withShape(args: readonly QueryParameter[]): readonly QueryParameter[] {
  const names = new Set(args.map(({ name }) => name));
  return [...args, ...SHAPE.filter(({ name }) => !names.has(name))];
}
