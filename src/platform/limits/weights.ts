import {
  getNullableType,
  isListType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

import { DEFAULT_LIMIT, MAX_LIMIT, costKindOf } from '../../engine/index.ts';

/**
 * Points of cost. In addition, each row and each page of rows costs one. Scalars and nested objects of a row
 * are free.
 */
export const WEIGHTS = {
  /** A count that a counter answers, and a count that reads rows. */
  count: 1,
  filteredCount: 10,
  /** A create, update or delete. A batch costs this for each row. */
  write: 10,
  /** A field with a custom resolver. */
  customQuery: 5,
  customMutation: 10,
  customField: 1,
} as const;

/**
 * Calls of the database, each weighted by the time that it takes. A filter may read several pages, and a write is a
 * transaction. A plain list costs one, so that a page of 100 rows may have four lists in each.
 */
const CALLS = { plain: 1, filtered: 5, write: 2 } as const;

/** The minimum cost of a request. */
export const MIN_COST = 1;

/** What the cost of a field depends on, in addition to the schema. */
export interface Given {
  /** Returns an integer argument. Returns undefined if it is absent, or if validation refuses it. */
  integer(name: string): number | undefined;
  /** Returns whether an argument is present and not null. */
  isGiven(name: string): boolean;
  /** Returns the number of members of a list argument. GraphQL reads a single value as a list of one. */
  members(name: string): number;
}

/** The page in which fields are selected, as far as their cost depends on it. */
export interface Page {
  readonly size: number;
  readonly filtered: boolean;
}

export const ONE: Page = { size: 1, filtered: false };

export interface Price {
  /** Points of the field itself, and of each object in its value. */
  readonly base: number;
  readonly each: number;
  /** Calls of the database that the field makes on its own, without those that it shares with other fields. */
  readonly calls: number;
  /** Maximum number of objects in its value. */
  readonly most: number;
  /** The page for the fields of these objects, if they are pages. */
  readonly inside: Page;
}

/** Returns what a field of a page costs with these arguments. */
export function priceOf(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  given: Given,
  page: Page,
): Price {
  const free = { base: 0, each: 0, calls: 0, most: 1, inside: ONE };
  const filtered = given.isGiven('filter');
  const work = costKindOf(field);
  switch (work?.is) {
    case undefined: {
      const isItems = field.name === 'items' && Object.hasOwn(parent.getFields(), 'nextToken');
      if (isItems) return { ...free, each: 1, most: page.size };
      return { ...free, most: isListType(getNullableType(field.type)) ? DEFAULT_LIMIT : 1 };
    }
    case 'row':
      return { ...free, each: 1, calls: work.byQuery ? 1 : 0 };
    case 'files':
      return { ...free, each: 1, most: work.most };
    case 'page':
      return {
        ...free,
        each: 1,
        calls: callsOf(filtered),
        inside: { size: sizeOf(given, work.limit), filtered },
      };
    case 'items':
      return { ...free, each: 1, most: page.size };
    case 'total':
      return {
        ...free,
        base: page.filtered ? WEIGHTS.filteredCount : WEIGHTS.count,
        calls: callsOf(page.filtered),
      };
    case 'count':
      return { ...free, base: filtered ? WEIGHTS.filteredCount : WEIGHTS.count, calls: callsOf(filtered) };
    case 'write':
      return { ...free, base: WEIGHTS.write, each: 1, calls: CALLS.write };
    case 'batch': {
      const rows = given.members('input');
      return { ...free, base: WEIGHTS.write * rows, each: 1, calls: CALLS.write * rows, most: rows };
    }
    case 'custom': {
      const base = customWeight(schema, parent);
      const size = sizeOf(given, DEFAULT_LIMIT);
      const most = isListType(getNullableType(field.type)) ? size : 1;
      return { ...free, base, each: 1, most, inside: { size, filtered } };
    }
    default:
      return work satisfies never;
  }
}

/** Returns the calls of a list or count. */
function callsOf(filtered: boolean): number {
  return filtered ? CALLS.filtered : CALLS.plain;
}

/** Returns the size of a page. The field itself refuses a limit that is out of bounds. */
function sizeOf(given: Given, otherwise: number): number {
  return Math.min(MAX_LIMIT, Math.max(0, given.integer('limit') ?? otherwise));
}

function customWeight(schema: GraphQLSchema, parent: GraphQLObjectType): number {
  if (parent === schema.getQueryType()) return WEIGHTS.customQuery;
  if (parent === schema.getMutationType()) return WEIGHTS.customMutation;
  return WEIGHTS.customField;
}
