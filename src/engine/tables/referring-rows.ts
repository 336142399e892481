import { keyFields, type ModelType } from '../../model/index.ts';
import { matches, type Filter, type Page, type Row, type Store } from '../../store/port/index.ts';

import type { Dependent } from './dependents.ts';

type Reader = Pick<Store, 'get' | 'query'>;

/** Returns a page of the rows of a dependent that refer to a row. `after` is the token of the page before, or null. */
export type FindReferring = (
  type: ModelType,
  key: Row,
  dependent: Dependent,
  store: Reader,
  limit: number,
  after?: string | null,
) => Promise<Page>;

/**
 * Returns rows that refer to a row, from the index. An index lags behind the table: it can lack a row that refers since a
 * moment ago, and show one that no longer does.
 */
export const referringRows: FindReferring = (
  type,
  key,
  { type: referring, reference },
  store,
  limit,
  after,
) =>
  store.query({
    ...FIRST_TO_LAST,
    type: referring,
    index: referring.indexes.find(({ name }) => name === reference.index) ?? null,
    where: keyFields(type.key).map((field) => key[field] ?? null),
    filter: null,
    limit,
    after: after ?? null,
    again: true,
  });

/**
 * Returns the same rows as last written, from the rows of the whole type. It reads every row of the type, so it is the last
 * resort.
 */
export const referringRowsForCertain: FindReferring = (type, key, dependent, store, limit, after) =>
  store.query({
    ...FIRST_TO_LAST,
    type: dependent.type,
    index: null,
    where: [],
    filter: refersTo(type, key, dependent),
    limit,
    after: after ?? null,
    consistent: true,
  });

const FIRST_TO_LAST = { op: 'query', range: null, direction: 'ASC', binding: 'onDelete' } as const;

/** Returns the condition that a row of the dependent refers to the row with this key. */
export function refersTo(type: ModelType, key: Row, { reference }: Dependent): Filter {
  const values = keyFields(type.key).map((field) => key[field] ?? null);
  return { and: reference.fields.map((field, at) => ({ field, op: 'eq', value: values[at] ?? null })) };
}

/** Reads rows again and returns those that still refer to the row with this key, as last written. */
export async function stillReferring(
  type: ModelType,
  key: Row,
  dependent: Dependent,
  rows: readonly Row[],
  store: Reader,
): Promise<readonly Row[]> {
  const condition = refersTo(type, key, dependent);
  const { type: referring } = dependent;
  const current = await Promise.all(
    rows.map((row) =>
      store.get({ op: 'get', type: referring, key: keyOf(referring, row), consistent: true }),
    ),
  );
  return current.filter((row) => row !== null && matches(condition, row, referring.fields)) as Row[];
}

/** Returns the key of a row, without its other fields. */
export function keyOf(type: ModelType, row: Row): Row {
  return Object.fromEntries(keyFields(type.key).map((field) => [field, row[field] ?? null]));
}
