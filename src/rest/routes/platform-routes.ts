import { getNamedType, getNullableType, isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';

import { platformFieldName, type Model } from '../../model/index.ts';

import type { PathParameter, QueryParameter, Route } from '../route.ts';
import { argumentBody } from './argument-body.ts';
import { PLATFORM, type PlatformRow } from './platform-table.ts';
import { argumentParameters } from './query-parameters.ts';

type RootField = GraphQLField<unknown, unknown>;

/** Returns whether a root field is one of the platform's that the table has. */
export function isPlatformField(
  { platformPrefix = '' }: Pick<Model, 'platformPrefix'>,
  name: string,
): boolean {
  return PLATFORM.some(({ field }) => platformFieldName(platformPrefix, field) === name);
}

/** Returns the routes of the platform: those of the table whose root field the schema has. */
export function platformRoutes({ platformPrefix = '' }: Model, schema: GraphQLSchema): readonly Route[] {
  return PLATFORM.flatMap((row): Route[] => {
    const root = row.method === 'GET' ? 'Query' : 'Mutation';
    const type = root === 'Query' ? schema.getQueryType() : schema.getMutationType();
    const field = type?.getFields()[platformFieldName(platformPrefix, row.field)];
    return field ? [routeOf(row, root, field)] : [];
  });
}

function routeOf(row: PlatformRow, root: Route['root'], field: RootField): Route {
  const inPath = [...row.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const { method, path, body, nested, status = 200 } = row;
  const kind = {
    is: 'platform',
    bodyArgument: body ?? null,
    status,
    ...(nested === undefined ? {} : { nested }),
  } as const;
  const input = field.args.find(({ name }) => name === body)?.type;
  const asked = nested === undefined ? field : nestedField(field, nested);
  const args = asked.args.filter(({ name }) => !inPath.includes(name));
  return {
    ...{ method, path: `/platform${path}`, root, field, kind, type: null },
    operationId: nested === undefined ? `platform_${row.field}` : `platform_${row.field}_${nested}`,
    summary: asked.description ?? `Calls ${row.field}`,
    pathParameters: inPath.map((name) => pathParameter(field, name)),
    queryParameters: root === 'Query' ? queryParameters(args) : [],
    body: root === 'Query' ? null : input ? getNullableType(input) : argumentBody(field, inPath),
  };
}

/** Returns the arguments of a query as parameters. A cursor has the name that it has in other lists. */
function queryParameters(args: RootField['args']): readonly QueryParameter[] {
  return argumentParameters(args, ({ name }) => name === 'filter').map((one) =>
    one.name === 'nextToken' ? { ...one, name: 'cursor' } : one,
  );
}

function nestedField(field: RootField, name: string): RootField {
  const type = getNamedType(field.type);
  const found = isObjectType(type) ? type.getFields()[name] : undefined;
  if (!found) throw new Error(`The answer of "${field.name}" has no field "${name}".`);
  return found;
}

function pathParameter(field: RootField, name: string): PathParameter {
  const argument = field.args.find((one) => one.name === name);
  if (!argument) throw new Error(`The field "${field.name}" has no argument "${name}" for its path.`);
  return { name, type: getNullableType(argument.type) };
}
