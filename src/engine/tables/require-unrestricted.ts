import { isDeepStrictEqual } from 'node:util';

import { Refusal } from '../../tenant/index.ts';
import { keyFields, type Model, type ModelType } from '../../model/index.ts';
import type { Page, Row, Store } from '../../store/port/index.ts';

import { dependentsOf, type Dependent } from './dependents.ts';
import { keyOf, referringRows, referringRowsForCertain, stillReferring } from './referring-rows.ts';

type Reader = Pick<Store, 'get' | 'query'>;
type CountingReader = Reader & Pick<Store, 'referrers' | 'pause'>;

/** A row that a request deletes. */
export interface Target {
  readonly type: ModelType;
  readonly key: Row;
}

interface Look {
  readonly model: Model;
  readonly store: CountingReader;
  readonly target: Target;
  /** The rows that were looked at. Rows can refer to each other in a circle. */
  readonly seen: Set<string>;
  /** How often the look has waited for an index. */
  waits: number;
}

/** The most rows looked up at a time. */
const CHUNK = 90;
/** The most waits of one look for indexes that do not show what the rows count. They take a second or two. */
const MOST_WAITS = 8;

/**
 * Requires that no row restricts any part of a large delete. The check precedes the job, because a job cannot stop
 * half-way. Each row counts those that refer to it, so the look notices a row that no index shows yet.
 * @returns the number of referrers with which the delete may begin; null if no row can restrict it
 * @throws {Refusal} STILL_REFERENCED if one does, CONFLICT if that cannot be known in a request
 */
export async function requireUnrestricted(
  model: Model,
  type: ModelType,
  key: Row,
  store: CountingReader,
): Promise<number | null> {
  return lookAt({ model, store, target: { type, key }, seen: new Set(), waits: 0 }, type, key);
}

async function lookAt(look: Look, type: ModelType, key: Row): Promise<number | null> {
  const { model, store, seen } = look;
  const id = `${type.name} ${JSON.stringify(keyOf(type, key))}`;
  if (seen.has(id) || !canRestrict(model, type)) return null;
  seen.add(id);
  for (;;) {
    const counted = await store.referrers(type, key);
    if (counted === null) return null;
    let found = 0;
    for (const dependent of dependentsOf(model, type))
      found += await lookAtReferring(look, type, key, dependent);
    if (found === counted) return counted;
    look.waits += 1;
    if (look.waits > MOST_WAITS) return requireUnrestrictedForCertain(model, type, key, store, look.target);
    await store.pause(look.waits);
  }
}

/** Looks at the rows of one dependent that refer to a row. Returns how many there are. */
async function lookAtReferring(look: Look, type: ModelType, key: Row, dependent: Dependent): Promise<number> {
  let found = 0;
  for (let after: string | null = null; ;) {
    const page: Page = await referringRows(type, key, dependent, look.store, CHUNK, after);
    const rows = await stillReferring(type, key, dependent, page.rows, look.store);
    found += rows.length;
    await requireNoneKept(look, type, dependent, rows);
    if (dependent.reference.onDelete === 'CASCADE')
      for (const row of rows) await lookAt(look, dependent.type, keyOf(dependent.type, row));
    after = page.nextToken;
    if (after === null) return found;
  }
}

/** The most pages of a look at all rows of a type inside a request. A page reads up to 10,000 rows. */
const MOST_PAGES = 5;

/**
 * Requires the same without an index, after the index and the number of referrers disagreed for long.
 * @param target the row that the request deletes, if this one is deleted because of it
 * @returns the number of referrers before the look
 * @throws {Refusal} STILL_REFERENCED if a row restricts the delete, CONFLICT if that cannot be known in a request
 */
export async function requireUnrestrictedForCertain(
  model: Model,
  type: ModelType,
  key: Row,
  store: CountingReader,
  target: Target = { type, key },
): Promise<number | null> {
  if (!canRestrict(model, type)) return null;
  const counted = await store.referrers(type, key);
  for (const dependent of dependentsOf(model, type)) {
    const { onDelete } = dependent.reference;
    if (onDelete === 'CASCADE' && canRestrict(model, dependent.type)) throw outdatedIndex(target.type);
    if (onDelete !== 'RESTRICT') continue;
    for (let pages = 1, after: string | null = null; ; pages += 1) {
      const page: Page = await referringRowsForCertain(type, key, dependent, store, CHUNK, after);
      await requireNoneKept({ model, store, target }, type, dependent, page.rows);
      after = page.nextToken;
      if (after === null) break;
      if (pages >= MOST_PAGES) throw outdatedIndex(target.type);
    }
  }
  return counted;
}

/**
 * Requires that RESTRICT rows go with the target.
 * @throws {Refusal} STILL_REFERENCED if one stays
 */
export async function requireNoneKept(
  look: Pick<Look, 'model' | 'target'> & { readonly store: Reader },
  type: ModelType,
  dependent: Dependent,
  rows: readonly Row[],
): Promise<void> {
  if (dependent.reference.onDelete !== 'RESTRICT') return;
  for (const row of rows)
    if (!(await goesWithTarget(look, dependent.type, row))) throw stillReferenced(dependent.type, type);
}

/** Returns whether a row is the target, or is deleted with it by CASCADE. Such a row restricts nothing. */
async function goesWithTarget(
  look: Pick<Look, 'model' | 'target'> & { readonly store: Reader },
  type: ModelType,
  row: Row,
  seen = new Set<string>(),
): Promise<boolean> {
  const { model, store, target } = look;
  const own = keyOf(type, row);
  if (type.name === target.type.name && isDeepStrictEqual(own, keyOf(type, target.key))) return true;
  const id = `${type.name} ${JSON.stringify(own)}`;
  if (seen.has(id)) return false;
  seen.add(id);
  for (const { target: name, fields, onDelete } of type.references) {
    const parent = model.models[name];
    if (onDelete !== 'CASCADE' || !parent) continue;
    const values = fields.map((field) => row[field] ?? null);
    if (values.includes(null)) continue;
    const key: Row = Object.fromEntries(
      keyFields(parent.key).map((field, at) => [field, values[at] ?? null]),
    );
    const above = await store.get({ op: 'get', type: parent, key, consistent: true });
    if (above && (await goesWithTarget(look, parent, above, seen))) return true;
  }
  return false;
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

/** Returns the refusal for a row that restricts a delete. */
function stillReferenced(type: ModelType, target: ModelType): Refusal {
  return new Refusal(
    'STILL_REFERENCED',
    `Rows of ${type.name} still refer to this ${target.name}: delete or move them first.`,
  );
}

/** Returns the refusal for a delete whose restrictions cannot be known now. */
export function outdatedIndex({ name }: ModelType): Refusal {
  return new Refusal(
    'CONFLICT',
    `Rows that refer to this ${name} have just changed, and the index does not show them yet: send the request again.`,
  );
}
