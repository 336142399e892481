import { Refusal } from '../../tenant/index.ts';
import { keyFields, type Model, type ModelType } from '../../model/index.ts';
import type { Page, Row, RowWrite, Store } from '../../store/port/index.ts';

import { dependentsOf, type Dependent } from './dependents.ts';

/** The further writes of a delete. */
export interface DeletePlan {
  /** The number of rows that refer to the row. `writes` covers all of them. */
  readonly referrers: number;
  readonly writes: readonly RowWrite[];
}

/** The most dependent rows of one transaction. */
const MOST_ROWS = 90;

/**
 * The most items of dependent rows with their side effects. DynamoDB allows 100 items; the rest is for the row itself.
 */
const MOST_ITEMS = 90;

/**
 * Gathers what `onDelete` demands: the rows that are deleted too, and those that lose their reference.
 * The rules of these rows are not checked, because the schema has decided.
 * @returns null if it is more than one transaction can write
 * @throws {Refusal} STILL_REFERENCED if a row restricts the delete
 */
export async function planDelete(
  model: Model,
  type: ModelType,
  key: Row,
  store: Pick<Store, 'query'>,
): Promise<DeletePlan | null> {
  const plan: CascadePlan = new Map([[idOf(type, key), { op: 'delete', type, key, condition: null }]]);
  const referrers = await gatherCascade(model, type, key, store, plan);
  const [, ...writes] = plan.values();
  return referrers !== null && itemsOf(model, plan) <= MOST_ITEMS ? { referrers, writes } : null;
}

/** The write for each row that a delete concerns. A row can be concerned in several ways. */
type CascadePlan = Map<string, RowWrite>;

/** Adds the writes for all rows that refer to a row. Returns how many there are, or null if they are too many. */
async function gatherCascade(
  model: Model,
  type: ModelType,
  key: Row,
  store: Pick<Store, 'query'>,
  plan: CascadePlan,
): Promise<number | null> {
  let referrers = 0;
  for (const dependent of dependentsOf(model, type)) {
    const { rows, nextToken } = await referringRows(type, key, dependent, store, MOST_ROWS);
    if (nextToken !== null) return null;
    referrers += rows.length;
    for (const row of rows) {
      if (!(await addToCascade(model, type, dependent, row, store, plan))) return null;
    }
  }
  return referrers;
}

/** Returns the first rows that refer to a row. */
export function referringRows(
  type: ModelType,
  key: Row,
  { type: referring, reference }: Dependent,
  store: Pick<Store, 'query'>,
  limit: number,
  after: string | null = null,
): Promise<Page> {
  const index = referring.indexes.find(({ name }) => name === reference.index) ?? null;
  const where = keyFields(type.key).map((field) => key[field] ?? null);
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

/**
 * Returns the writes for one row that refers to the deleted one, and for those that refer to it; null if they are too
 * many.
 */
export async function cascadeActionOf(
  model: Model,
  target: ModelType,
  dependent: Dependent,
  row: Row,
  store: Pick<Store, 'query'>,
): Promise<readonly RowWrite[] | null> {
  const plan: CascadePlan = new Map();
  const gathered = await addToCascade(model, target, dependent, row, store, plan);
  return gathered && itemsOf(model, plan) <= MOST_ITEMS ? [...plan.values()] : null;
}

/**
 * Adds the writes for one row. Returns false if they are too many.
 * A row that loses one reference may be deleted for another. Then the delete wins.
 */
async function addToCascade(
  model: Model,
  target: ModelType,
  { type, reference }: Dependent,
  row: Row,
  store: Pick<Store, 'query'>,
  plan: CascadePlan,
): Promise<boolean> {
  const key = keyOf(type, row);
  const id = idOf(type, key);
  const known = plan.get(id);
  if (known?.op === 'delete') return true;
  switch (reference.onDelete) {
    case 'RESTRICT':
      throw stillReferenced(type, target);
    case 'SET_NULL': {
      const cleared = Object.fromEntries(reference.fields.map((field) => [field, null]));
      const set = known?.op === 'update' ? { ...known.set, ...cleared } : cleared;
      plan.set(id, { op: 'update', type, key, set, condition: null, current: row });
      break;
    }
    case 'CASCADE': {
      const gone: RowWrite = { op: 'delete', type, key, condition: null, current: row };
      plan.set(id, gone);
      const referrers = await gatherCascade(model, type, key, store, plan);
      if (referrers === null) return false;
      if (dependentsOf(model, type).length > 0) plan.set(id, { ...gone, referrers });
      break;
    }
    default:
      return reference.onDelete satisfies never;
  }
  return plan.size <= MOST_ROWS;
}

/**
 * Requires that no row restricts any part of a large delete. The check precedes the job, because a job cannot stop
 * half-way.
 * Rows that begin to restrict it later are deleted with the rest.
 * @throws {Refusal} STILL_REFERENCED if one does
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

/** Returns whether any row can restrict the delete of a row of this type, or of one that is deleted with it. */
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
    `Rows of ${type.name} still refer to this ${target.name}: delete or move them first.`,
  );
}

/** Returns how many items of a transaction these writes need. */
function itemsOf(model: Model, plan: CascadePlan): number {
  const items = new Set<string>();
  for (const [id, write] of plan) {
    const { type } = write;
    const row = write.op === 'put' ? write.row : (write.current ?? {});
    items.add(id).add(`${type.name} count`);
    if (type.audit) items.add(`${id} audit`);
    for (const { name } of type.uniques) items.add(`${id} ${name}`);
    for (const { target, fields } of type.references) {
      const targetType = model.models[target];
      if (!targetType || fields.some((field) => (row[field] ?? null) === null)) continue;
      const key = keyFields(targetType.key).map((field, at) => [field, row[fields[at] ?? ''] ?? null]);
      items.add(idOf(targetType, Object.fromEntries(key) as Row));
    }
  }
  return items.size;
}

/** Returns a name of a row that is unique in its tenant: `Task {"id":"t1"}`. */
function idOf(type: ModelType, key: Row): string {
  return `${type.name} ${JSON.stringify(keyOf(type, key))}`;
}

/** Returns the key of a row, without its other fields. */
export function keyOf(type: ModelType, row: Row): Row {
  return Object.fromEntries(keyFields(type.key).map((field) => [field, row[field] ?? null]));
}
