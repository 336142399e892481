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

/** Rows that one transaction can deal with, at most. */
const MOST_ROWS = 90;

/** Items that these rows may come to, with what they bring along: some of the 100 are left for the row itself. */
const MOST_ITEMS = 90;

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
): Promise<DeletePlan | null> {
  const plan: CascadePlan = new Map([[idOf(type, key), { op: 'delete', type, key, condition: null }]]);
  const referrers = await gatherFates(model, type, key, store, plan);
  const [, ...writes] = plan.values();
  return referrers !== null && itemsOf(model, plan) <= MOST_ITEMS ? { referrers, writes } : null;
}

/** What becomes of each row that a delete concerns; a row can be concerned in several ways. */
type CascadePlan = Map<string, RowWrite>;

/** Notes the fate of all rows that refer to a row, and answers how many there are; null when they are too many. */
async function gatherFates(
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
      if (!(await gatherFate(model, type, dependent, row, store, plan))) return null;
    }
  }
  return referrers;
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
  const where = fieldsOf(type).map((field) => key[field] ?? null);
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

/** What becomes of one row that refers to the deleted one, and of those that refer to it; null when they are too many. */
export async function cascadeActionOf(
  model: Model,
  target: ModelType,
  dependent: Dependent,
  row: Row,
  store: Pick<Store, 'query'>,
): Promise<readonly RowWrite[] | null> {
  const plan: CascadePlan = new Map();
  const gathered = await gatherFate(model, target, dependent, row, store, plan);
  return gathered && itemsOf(model, plan) <= MOST_ITEMS ? [...plan.values()] : null;
}

/** False when the rows are too many. A row that loses one reference may go with another: then it goes. */
async function gatherFate(
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
      const referrers = await gatherFates(model, type, key, store, plan);
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

/** How many items of a transaction these writes come to. */
function itemsOf(model: Model, plan: CascadePlan): number {
  const items = new Set<string>();
  for (const [id, write] of plan) {
    const { type } = write;
    const row = write.op === 'put' ? write.row : (write.current ?? {});
    items.add(id).add(`${type.name} count`);
    if (type.audit) items.add(`${id} told`);
    for (const { name } of type.uniques) items.add(`${id} ${name}`);
    for (const { target, fields } of type.references) {
      const targetType = model.models[target];
      if (!targetType || fields.some((field) => (row[field] ?? null) === null)) continue;
      const key = fieldsOf(targetType).map((field, at) => [field, row[fields[at] ?? ''] ?? null]);
      items.add(idOf(targetType, Object.fromEntries(key) as Row));
    }
  }
  return items.size;
}

/** Names a row among all rows of a tenant. */
function idOf(type: ModelType, key: Row): string {
  return `${type.name} ${JSON.stringify(keyOf(type, key))}`;
}

/** The key of a row, without its other fields. */
export function keyOf(type: ModelType, row: Row): Row {
  return Object.fromEntries(fieldsOf(type).map((field) => [field, row[field] ?? null]));
}

function fieldsOf({ key }: ModelType): readonly string[] {
  return [key.hash, ...key.sort];
}
