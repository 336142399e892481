import type { GraphQLField, GraphQLSchema } from 'graphql';

import { keyFields, type ModelType } from '../../model/index.ts';

import { nested, type Comparison, type ReadQuery } from '../reading/read-query.ts';
import { badParameter } from '../rest-error.ts';

type RootField = GraphQLField<unknown, unknown>;

/** A list field with its arguments. */
export interface ListPlan {
  readonly field: RootField;
  readonly args: Readonly<Record<string, unknown>>;
}

/** An order in which a field can list rows. */
export interface Order {
  readonly field: RootField;
  /** The fields whose values the query must give, as arguments of the field. */
  readonly needs: readonly string[];
  /** The fields that order the list, the first one first. */
  readonly by: readonly string[];
}

const DIRECTION = 'sortDirection';

/** Returns the orders of the lists of a type: by its key, and by each index with a query. */
export function ordersOf(
  type: ModelType,
  list: RootField,
  schema: Pick<GraphQLSchema, 'getQueryType'>,
): Order[] {
  const queries = schema.getQueryType()?.getFields() ?? {};
  const { key, indexes } = type;
  const takes = ({ args }: RootField, name: string): boolean =>
    args.some((argument) => argument.name === name);
  const byKey = takes(list, key.hash)
    ? [
        { field: list, needs: [key.hash], by: key.sort },
        { field: list, needs: [], by: keyFields(key) },
      ]
    : [{ field: list, needs: [], by: keyFields(key) }];
  const byIndex = indexes.flatMap(({ queryField, hash, sort }) => {
    const field = queryField === null ? undefined : queries[queryField];
    return field ? [{ field, needs: [hash], by: sort }] : [];
  });
  return [...byIndex, ...byKey].filter(({ field, by }) => by.length > 0 && takes(field, DIRECTION));
}

/** Returns the field and the arguments of a list: the field that gives the wanted order, or the given one. */
export function planList(
  query: Pick<ReadQuery, 'comparisons' | 'filter' | 'sort' | 'limit' | 'cursor'>,
  list: RootField,
  orders: readonly Order[],
): ListPlan {
  const { comparisons, filter, sort, limit, cursor } = query;
  const page = { limit, nextToken: cursor };
  if (sort === undefined) return { field: list, args: { ...page, filter: filterOf(comparisons, filter) } };
  const { names, direction } = readSort(sort);
  const equal = new Map(
    comparisons.flatMap(({ at: [name = '', operator], value }) => (operator === 'eq' ? [[name, value]] : [])),
  );
  const found = orders.find(
    ({ needs, by }) =>
      needs.every((name) => equal.has(name)) &&
      begins(
        by.filter((name) => !equal.has(name)),
        names,
      ),
  );
  if (!found) throw badParameter('sort', 'order', `This list can be sorted by ${describe(orders)}.`);
  const rest = comparisons.filter(
    ({ at: [name = '', operator] }) => operator !== 'eq' || !found.needs.includes(name),
  );
  const needed = Object.fromEntries(found.needs.map((name) => [name, equal.get(name)]));
  return {
    field: found.field,
    args: { ...page, ...needed, filter: filterOf(rest, filter), [DIRECTION]: direction },
  };
}

/** Returns the filter of a list, or undefined if the query has none. */
function filterOf(comparisons: readonly Comparison[], filter: unknown): unknown {
  const given = (filter ?? null) === null ? undefined : filter;
  if (comparisons.length === 0) return given;
  return given === undefined ? nested(comparisons) : { and: [nested(comparisons), given] };
}

function readSort(sort: string): { readonly names: readonly string[]; readonly direction: 'ASC' | 'DESC' } {
  const parts = sort.split(',').map((part) => part.trim());
  const isDown = parts.map((part) => part.startsWith('-'));
  if (new Set(isDown).size > 1)
    throw badParameter(
      'sort',
      'order',
      'All fields of "sort" have the same direction: write "-" before each or none.',
    );
  return { names: parts.map((part) => part.replace(/^-/, '')), direction: isDown[0] ? 'DESC' : 'ASC' };
}

function begins(order: readonly string[], names: readonly string[]): boolean {
  return names.length <= order.length && names.every((name, place) => order[place] === name);
}

function describe(orders: readonly Order[]): string {
  const ways = orders.map(({ needs, by }) => {
    const order = `"${by.join(',')}"`;
    return needs.length === 0 ? order : `${order} with ${needs.map((name) => `"${name}=…"`).join(' and ')}`;
  });
  return ways.length === 0 ? 'no field' : [...new Set(ways)].join(', ');
}
