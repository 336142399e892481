import { Refusal } from '../../tenant/index.ts';
import type { Model, ModelType } from '../../model/index.ts';
import type { Page, Row, RowWrite, Store } from '../../store/index.ts';

import { dependentsOf, type Dependent } from './dependents.ts';

/** What a delete brings with it. */
export interface DeletePlan {
  /** How many rows refer to the row, all of which are dealt with in `writes`. */
  readonly referrers: number;
  readonly writes: readonly RowWrite[];
}

/** Rows that one transaction can deal with, at most; each may bring other writes with it. */
const MOST_ROWS = 90;

/**
 * Gathers what `onDelete` demands when a row is deleted: the rows that go with it, and those that lose their
 * reference to it. The rules of these rows are not asked: the schema has decided.
 * @returns null when that is more than one transaction holds
 * @throws {Refusal} STILL_REFERENCED when rows are there that restrict the delete
 */
export async function planDelete(
  model: Model,
  type: ModelType,
  key: Row,
  store: Pick<Store, 'query'>,
  seen = new Set<string>(),
): Promise<DeletePlan | null> {
  let referrers = 0;
  const writes: RowWrite[] = [];
  for (const dependent of dependentsOf(model, type)) {
    const { rows, nextToken } = await referringRows(type, key, dependent, store, MOST_ROWS);
    if (nextToken !== null) return null;
    referrers += rows.length;
    for (const row of rows) {
      const id = `${dependent.type.name} ${JSON.stringify(keyOf(dependent.type, row))}`;
      if (seen.has(id)) continue;
      seen.add(id);
      const more = await fateOf(model, type, dependent, row, store, seen);
      if (more === null || seen.size > MOST_ROWS) return null;
      writes.push(...more);
    }
  }
  return { referrers, writes };
}

/** The first rows that refer to a row. */
export function referringRows(
  type: ModelType,
  key: Row,
  { type: referring, reference }: Dependent,
  store: Pick<Store, 'query'>,
  limit: number,
  after: string | null = null,
): Promise<Page> {
  const index = referring.indexes.find(({ name }) => name === reference.index) ?? null;
  const where = [type.key.hash, ...type.key.sort].map((field) => key[field] ?? null);
  return store.query({
    op: 'query',
    type: referring,
    index,
    where,
    range: null,
    filter: null,
    limit,
    direction: 'ASC',
    after,
    binding: 'onDelete',
  });
}

/** What becomes of one row that refers to the deleted one. */
export async function fateOf(
  model: Model,
  target: ModelType,
  { type, reference }: Dependent,
  row: Row,
  store: Pick<Store, 'query'>,
  seen = new Set<string>(),
): Promise<readonly RowWrite[] | null> {
  const key = keyOf(type, row);
  switch (reference.onDelete) {
    case 'RESTRICT':
      throw stillReferenced(type, target);
    case 'SET_NULL': {
      const set = Object.fromEntries(reference.fields.map((field) => [field, null]));
      return [{ op: 'update', type, key, set, condition: null, current: row }];
    }
    case 'CASCADE': {
      const plan = await planDelete(model, type, key, store, seen);
      if (!plan) return null;
      const counted = dependentsOf(model, type).length > 0 ? { referrers: plan.referrers } : {};
      return [{ op: 'delete', type, key, condition: null, current: row, ...counted }, ...plan.writes];
    }
    default:
      return reference.onDelete satisfies never;
  }
}

/**
 * Looks through all that a delete would take with it for rows that restrict it, before a job begins that could not stop
 * half-way. Rows that begin to restrict it later go with the rest.
 * @throws {Refusal} STILL_REFERENCED
 */
export async function requireUnrestricted(
  model: Model,
  type: ModelType,
  key: Row,
  store: Pick<Store, 'query'>,
): Promise<void> {
  for (const dependent of dependentsOf(model, type)) {
    const { onDelete } = dependent.reference;
    if (onDelete === 'SET_NULL' || (onDelete === 'CASCADE' && !canRestrict(model, dependent.type))) continue;
    for (let after: string | null = null; ;) {
      const page: Page = await referringRows(type, key, dependent, store, MOST_ROWS, after);
      if (onDelete === 'RESTRICT' && page.rows.length > 0) throw stillReferenced(dependent.type, type);
      for (const row of page.rows) await requireUnrestricted(model, dependent.type, row, store);
      after = page.nextToken;
      if (after === null) break;
    }
  }
}

/** Whether the delete of a row of this type, or of one that goes with it, can be restricted at all. */
function canRestrict(model: Model, type: ModelType, seen = new Set<string>()): boolean {
  if (seen.has(type.name)) return false;
  seen.add(type.name);
  return dependentsOf(model, type).some(
    ({ type: next, reference: { onDelete } }) =>
      onDelete === 'RESTRICT' || (onDelete === 'CASCADE' && canRestrict(model, next, seen)),
  );
}

function stillReferenced(type: ModelType, target: ModelType): Refusal {
  return new Refusal(
    'STILL_REFERENCED',
    `A ${type.name} still refers to this ${target.name}: delete or move such rows first.`,
  );
}

function keyOf(type: ModelType, row: Row): Row {
  return Object.fromEntries([type.key.hash, ...type.key.sort].map((field) => [field, row[field] ?? null]));
}
