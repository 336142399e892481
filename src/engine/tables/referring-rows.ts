import { type Dependent, keyFields, type ModelType } from '../../model/index.ts';
import {
  matches,
  type Filter,
  type Page,
  type Row,
  type Store,
  type Target,
} from '../../store/port/index.ts';

type Reader = Pick<Store, 'get' | 'query'>;

/** The most rows that are read again at a time. */
const MOST_AT_ONCE = 90;

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
  const found: Row[] = [];
  for (let at = 0; at < rows.length; at += MOST_AT_ONCE) {
    const current = await Promise.all(
      rows
        .slice(at, at + MOST_AT_ONCE)
        .map((row) =>
          store.get({ op: 'get', type: referring, key: keyOf(referring, row), consistent: true }),
        ),
    );
    found.push(...current.flatMap((row) => (row && matches(condition, row, referring.fields) ? [row] : [])));
  }
  return found;
}

/** Returns the keys of rows of a dependent that links name, and that are not among these rows. */
export function linkedKeys(
  { type }: Dependent,
  linked: readonly Target[],
  rows: readonly Row[],
): readonly Row[] {
  const known = new Set(rows.map((row) => JSON.stringify(keyOf(type, row))));
  return linked.flatMap((link) =>
    link.type === type.name && !known.has(JSON.stringify(keyOf(type, link.key))) ? [link.key] : [],
  );
}

/** Returns the key of a row, without its other fields. */
export function keyOf(type: ModelType, row: Row): Row {
  return Object.fromEntries(keyFields(type.key).map((field) => [field, row[field] ?? null]));
}
