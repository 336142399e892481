import {
  canRestrict,
  type Dependent,
  dependentsOf,
  isGuarding,
  type Model,
  type ModelType,
} from '../../model/index.ts';
import type { Filter, Row, RowWrite, Store } from '../../store/port/index.ts';

import type { Holds } from './holds.ts';
import { keyOf, linkedKeys, referringRows, refersTo, stillReferring } from './referring-rows.ts';
import { requireNoneKept, type Target } from './require-unrestricted.ts';

/** The further writes of a delete. */
export interface DeletePlan {
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
  readonly store: Pick<Store, 'get' | 'query' | 'linked'>;
  /** The write for each row that a delete concerns. A row can be concerned in several ways. */
  readonly writes: Map<string, RowWrite>;
  /** Reads each row again that an index shows, because the index was outdated before. */
  readonly rereads: boolean;
  /** The row whose delete RESTRICT stops. Null for a job: it has begun already, so it treats RESTRICT as CASCADE. */
  readonly target: Target | null;
  /** Holds the rows that others may restrict, and finds all that do. Null trusts the index. */
  readonly holds: Holds | null;
}

/**
 * Gathers what `onDelete` demands: the rows that are deleted too, and those that lose their reference.
 * The rules of these rows are not checked, because the schema has decided.
 * @param rereads reads each row again that an index shows
 * @param holds the holds of the delete, to know for certain that no row restricts it
 * @returns null if it is more than one transaction can write
 * @throws {Refusal} STILL_REFERENCED if a row restricts the delete
 */
export async function planDelete(
  model: Model,
  type: ModelType,
  key: Row,
  store: Planning['store'],
  { rereads, holds }: Pick<Planning, 'rereads' | 'holds'>,
): Promise<DeletePlan | null> {
  const own: RowWrite = { op: 'delete', type, key, condition: null };
  const planning: Planning = {
    model,
    store,
    writes: new Map([[idOf(type, key), own]]),
    rereads,
    holds,
    target: { type, key },
  };
  const gathered = await gatherReferring(planning, type, key);
  const [, ...writes] = planning.writes.values();
  return gathered && itemsOf(planning) <= MOST_ITEMS ? { writes } : null;
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
  const planning: Planning = { model, store, writes: new Map(), rereads: false, target: null, holds: null };
  const gathered = await addReferring(planning, target.type, target.key, dependent, row);
  return gathered && itemsOf(planning) <= MOST_ITEMS ? [...planning.writes.values()] : null;
}

/** Adds the writes for all rows that refer to a row. Returns false if they are too many. */
async function gatherReferring(planning: Planning, type: ModelType, key: Row): Promise<boolean> {
  const { model, store, holds } = planning;
  const isHeld = holds !== null && canRestrict(model.models, type);
  if (isHeld) await holds.take(type, key);
  const linked = isHeld ? await store.linked(type, key) : [];
  for (const dependent of dependentsOf(model.models, type)) {
    const isRestricted = planning.target !== null && dependent.reference.onDelete === 'RESTRICT';
    const isCertain = isHeld && isGuarding(model.models, dependent.type, dependent.reference);
    const page = await referringRows(type, key, dependent, store, MOST_ROWS);
    const seen = isCertain ? [...page.rows, ...linkedKeys(dependent, linked, page.rows)] : page.rows;
    const rows =
      planning.rereads || isRestricted || isCertain
        ? await stillReferring(type, key, dependent, seen, store)
        : seen;
    if (planning.target)
      await requireNoneKept({ model, store, target: planning.target }, type, dependent, rows);
    if (page.nextToken !== null) return false;
    for (const row of rows) if (!(await addReferring(planning, type, key, dependent, row))) return false;
  }
  return true;
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
    const { models } = model;
    const isHeld = planning.holds !== null && canRestrict(models, type);
    writes.set(id, {
      op: 'delete',
      type,
      key,
      condition,
      current: row,
      ...(dependentsOf(models, type).length > 0 ? { retirable: true } : {}),
      ...(isHeld ? { held: planning.holds.hold } : {}),
    });
    if (!(await gatherReferring(planning, type, key))) return false;
  }
  return writes.size <= MOST_ROWS;
}

function both(one: Filter | null, other: Filter): Filter {
  return one ? { and: [one, other] } : other;
}

/** Returns how many items of a transaction these writes need. */
function itemsOf({ writes }: Planning): number {
  const items = new Set<string>();
  for (const [id, write] of writes) {
    const { type } = write;
    items.add(id).add(`${type.name} count`).add('sweep');
    if (type.audit) items.add(`${id} audit`);
    for (const { name } of type.uniques) items.add(`${id} ${name}`);
  }
  return items.size;
}

/** Returns a name of a row that is unique in its tenant: `Task {"id":"t1"}`. */
function idOf(type: ModelType, key: Row): string {
  return `${type.name} ${JSON.stringify(keyOf(type, key))}`;
}
