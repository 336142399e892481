import type { GraphQLField } from 'graphql';

import type { Route } from './route.ts';
import type { Selection } from './selection/select.ts';

/** A field with its arguments. */
export interface Called {
  readonly field: Pick<GraphQLField<unknown, unknown>, 'name' | 'args'>;
  /** The values by the name of their argument. Undefined leaves one out. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** An operation of GraphQL that a REST call became. */
export interface RestOperation {
  readonly query: string;
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Where the value of the innermost field is in the data. */
  readonly place: readonly string[];
}

/**
 * Returns the operation that calls a root field, and fields within its answer. Each value is a variable, so that no value is
 * part of a document, and the server parses each document once.
 * @param id the name of the operation, without `rest_`
 */
export function operationOf(
  root: 'Query' | 'Mutation',
  id: string,
  calls: readonly Called[],
  selection: string,
): RestOperation {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const opened = calls.map(({ field, args }, depth) => {
    const given = field.args.filter(({ name }) => Object.hasOwn(args, name) && args[name] !== undefined);
    const parts = given.map(({ name, type }) => {
      const variable = `${'v'.repeat(depth + 1)}_${name}`;
      declared.push(`$${variable}: ${String(type)}`);
      variables[variable] = args[name];
      return `${name}: $${variable}`;
    });
    return parts.length > 0 ? `${field.name}(${parts.join(', ')})` : field.name;
  });
  const operationName = `rest_${id}`;
  const head = declared.length > 0 ? `${operationName}(${declared.join(', ')})` : operationName;
  const body = opened.join(' { ') + selection + ' }'.repeat(calls.length - 1);
  return {
    query: `${root === 'Query' ? 'query' : 'mutation'} ${head} { ${body} }`,
    operationName,
    variables,
    place: calls.map(({ field }) => field.name),
  };
}

/** Returns the operation that calls the root field of a route alone. */
export function routeOperation(
  { root, operationId, field }: Pick<Route, 'root' | 'operationId' | 'field'>,
  args: Called['args'],
  { text }: Pick<Selection, 'text'>,
): RestOperation {
  return operationOf(root, operationId, [{ field, args }], text);
}
