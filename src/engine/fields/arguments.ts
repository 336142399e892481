import {
  GraphQLInt,
  GraphQLNonNull,
  GraphQLString,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLInputObjectType,
} from 'graphql';

import type { Index, Json, ModelType } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import type { Build } from '../build.ts';
import type { FilterInput } from '../tables/read-filter.ts';
import { readRange, type KeyCondition } from '../tables/read-range.ts';
import { MAX_LIMIT, type PageRequest } from '../tables/table.ts';
import { sortDirection } from '../types/enums.ts';
import { conditionInput, filterInput } from '../types/filters.ts';
import type { SortArgument } from '../types/key-conditions.ts';

/** Returns the arguments of a list: `filter`, `limit`, `nextToken`, and `sortDirection` if the list has an order. */
export function listArguments(
  build: Build,
  type: ModelType,
  sorted: boolean,
  spelled?: string,
): GraphQLFieldConfigArgumentMap {
  return {
    filter: { type: filterInput(build, type, spelled) },
    ...(sorted ? { sortDirection: { type: sortDirection } } : {}),
    limit: { type: GraphQLInt },
    nextToken: { type: GraphQLString },
  };
}

/** Returns the arguments of a mutation: `input` and `condition`. */
export function writeArguments(
  build: Build,
  type: ModelType,
  input: GraphQLInputObjectType,
): GraphQLFieldConfigArgumentMap {
  return {
    input: { type: new GraphQLNonNull(input) },
    condition: { type: conditionInput(build, type) },
  };
}

/** The arguments of a list as the client sent them. */
export type ListArguments = Readonly<Record<string, unknown>>;

/**
 * Returns the request for a table: the equal values of the key, the condition on its sort fields, and the page.
 * Under Amplify's exact API a `limit` above the largest page is the largest page, as DynamoDB has one too.
 */
export function pageRequest(
  { compat }: Pick<Build, 'compat'>,
  args: ListArguments,
  key: { index: Index | null; where: readonly Json[]; sort: SortArgument | null; defaultLimit?: number },
  field: string,
): PageRequest {
  const { nextToken, limit, ...bound } = args;
  const wanted = (limit as number | null | undefined) ?? key.defaultLimit;
  const condition = key.sort && (args[key.sort.name] as KeyCondition | null | undefined);
  return {
    index: key.index,
    where: key.where,
    range: key.sort && readRange(condition, key.sort.fields, key.sort.name),
    filter: args['filter'] as FilterInput | null | undefined,
    limit: compat && wanted ? Math.min(wanted, MAX_LIMIT) : wanted,
    sortDirection: args['sortDirection'] as 'ASC' | 'DESC' | null | undefined,
    nextToken: nextToken as string | null | undefined,
    binding: JSON.stringify([field, key.where, bound]),
  };
}

/** The arguments of a mutation as the client sent them. */
export interface WriteArguments {
  readonly input: Row;
  readonly condition?: FilterInput | null;
}
