import { keyFields, type Model, type ModelType } from '../../model/index.ts';
import type { Filter, Row, RowWrite, Store } from '../../store/port/index.ts';

import { dependentsOf, type Dependent } from './dependents.ts';
import { keyOf, referringRows, refersTo, stillReferring } from './referring-rows.ts';
import { requireNoneKept, type Target } from './require-unrestricted.ts';

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

interface Planning {
  readonly model: Model;
  readonly store: Pick<Store, 'get' | 'query'>;
  /** The write for each row that a delete concerns. A row can be concerned in several ways. */
  readonly writes: Map<string, RowWrite>;
  /** Reads each row again that an index shows, because the index was outdated before. */
  readonly rereads: boolean;
  /** The row whose delete RESTRICT stops. Null for a job: it has begun already, so it treats RESTRICT as CASCADE. */
  readonly target: Target | null;
}

/**
 * Gathers what `onDelete` demands: the rows that are deleted too, and those that lose their reference.
 * The rules of these rows are not checked, because the schema has decided.
 * @param rereads reads each row again that an index shows
 * @returns null if it is more than one transaction can write
 * @throws {Refusal} STILL_REFERENCED if a row restricts the delete
 */
export async function planDelete(
  model: Model,
  type: ModelType,
  key: Row,
  store: Planning['store'],
  { rereads }: Pick<Planning, 'rereads'>,
): Promise<DeletePlan | null> {
  const own: RowWrite = { op: 'delete', type, key, condition: null };
  const planning: Planning = {
    model,
    store,
    writes: new Map([[idOf(type, key), own]]),
    rereads,
    target: { type, key },
  };
  const referrers = await gatherReferring(planning, type, key);
  const [, ...writes] = planning.writes.values();
  return referrers !== null && itemsOf(planning) <= MOST_ITEMS ? { referrers, writes } : null;
}

/**
 * Returns the writes of a job for one row that refers to the deleted one, and for those that refer to it; null if they are
 * too many.
 */
export async function cascadeActionOf(
  model: Model,
  target: { readonly type: ModelType; readonly key: Row },
  dependent: Dependent,
  row: Row,
  store: Planning['store'],
): Promise<readonly RowWrite[] | null> {
  const planning: Planning = { model, store, writes: new Map(), rereads: false, target: null };
  const gathered = await addReferring(planning, target.type, target.key, dependent, row);
  return gathered && itemsOf(planning) <= MOST_ITEMS ? [...planning.writes.values()] : null;
}

/** Adds the writes for all rows that refer to a row. Returns how many there are, or null if they are too many. */
async function gatherReferring(planning: Planning, type: ModelType, key: Row): Promise<number | null> {
  const { model, store } = planning;
  let referrers = 0;
  for (const dependent of dependentsOf(model, type)) {
    const isRestricted = planning.target !== null && dependent.reference.onDelete === 'RESTRICT';
    const page = await referringRows(type, key, dependent, store, MOST_ROWS);
    const rows =
      planning.rereads || isRestricted
        ? await stillReferring(type, key, dependent, page.rows, store)
        : page.rows;
    if (planning.target)
      await requireNoneKept({ model, store, target: planning.target }, type, dependent, rows);
    if (page.nextToken !== null) return null;
    referrers += rows.length;
    for (const row of rows) if (!(await addReferring(planning, type, key, dependent, row))) return null;
  }
  return referrers;
}

/**
 * Adds the writes for one row. Returns false if they are too many.
 * A row that loses one reference may be deleted for another. Then the delete wins. Each write is on the condition that the
 * row still refers to the target: an index can show a row that another request has moved.
 */
async function addReferring(
  planning: Planning,
  target: ModelType,
  targetKey: Row,
  dependent: Dependent,
  row: Row,
): Promise<boolean> {
  const { model, writes } = planning;
  const { type, reference } = dependent;
  const key = keyOf(type, row);
  const id = idOf(type, key);
  const known = writes.get(id);
  if (known?.op === 'delete') return true;
  const condition = refersTo(target, targetKey, dependent);
  if (reference.onDelete === 'SET_NULL') {
    const cleared = Object.fromEntries(reference.fields.map((field) => [field, null]));
    const earlier = known?.op === 'update' ? known : null;
    const set = { ...earlier?.set, ...cleared };
    writes.set(id, {
      op: 'update',
      type,
      key,
      set,
      condition: both(earlier?.condition ?? null, condition),
      current: row,
    });
  } else {
    const gone: RowWrite = { op: 'delete', type, key, condition, current: row };
    writes.set(id, gone);
    const referrers = await gatherReferring(planning, type, key);
    if (referrers === null) return false;
    if (dependentsOf(model, type).length > 0) writes.set(id, { ...gone, referrers });
  }
  return writes.size <= MOST_ROWS;
}

function both(one: Filter | null, other: Filter): Filter {
  return one ? { and: [one, other] } : other;
}

/** Returns how many items of a transaction these writes need. */
function itemsOf({ model, writes }: Planning): number {
  const items = new Set<string>();
  for (const [id, write] of writes) {
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
