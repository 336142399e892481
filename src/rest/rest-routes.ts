import type { GraphQLSchema } from 'graphql';

import type { Model } from '../model/index.ts';

import { pathNames } from './path-names.ts';
import type { Route } from './route.ts';
import { actionRoutes } from './routes/action-routes.ts';
import { modelRoutes } from './routes/model-routes.ts';
import { isPlatformField, platformRoutes } from './routes/platform-routes.ts';

/**
 * Returns every operation of the REST API of a schema, with the root field of GraphQL that it calls. An operation that the
 * schema lacks has no route.
 */
export function restRoutes(model: Model, schema: GraphQLSchema): readonly Route[] {
  return withUniqueIds([
    ...[...pathNames(model)].flatMap(([type, segment]) => modelRoutes(model, schema, type, segment)),
    ...actionRoutes(model, schema, (_root, name) => isPlatformField(model, name)),
    ...platformRoutes(model, schema),
  ]);
}

/** A name of the schema may be that of another operation: then `_2` follows. */
function withUniqueIds(routes: readonly Route[]): readonly Route[] {
  const taken = new Set<string>();
  return routes.map((route) => {
    let { operationId } = route;
    for (let number = 2; taken.has(operationId); number += 1) operationId = `${route.operationId}_${number}`;
    taken.add(operationId);
    return { ...route, operationId };
  });
}
