import { isDeepStrictEqual } from 'node:util';

import { Refusal } from '../../tenant/index.ts';
import {
  canRestrict,
  type Dependent,
  dependentsOf,
  isGuarding,
  keyFields,
  type Model,
  type ModelType,
} from '../../model/index.ts';
import type { Page, Row, Store } from '../../store/port/index.ts';

import { keyOf, linkedKeys, referringRows, stillReferring } from './referring-rows.ts';

type Reader = Pick<Store, 'get' | 'query'>;
type LinkReader = Reader & Pick<Store, 'linked'>;

/** A row that a request deletes. */
export interface Target {
  readonly type: ModelType;
  readonly key: Row;
}

interface Look {
  readonly model: Model;
  readonly store: LinkReader;
  readonly target: Target;
  /** The rows that were looked at. Rows can refer to each other in a circle. */
  readonly seen: Set<string>;
}

/** The most rows looked up at a time. */
const CHUNK = 90;

/**
 * Requires that no row restricts any part of a large delete. The check precedes the job, because a job cannot stop
 * half-way. The index shows rows of long ago, and the links show those of a moment ago.
 * @throws {Refusal} STILL_REFERENCED if one does
 */
export async function requireUnrestricted(
  model: Model,
  type: ModelType,
  key: Row,
  store: LinkReader,
): Promise<void> {
  await lookAt({ model, store, target: { type, key }, seen: new Set() }, type, key);
}

async function lookAt(look: Look, type: ModelType, key: Row): Promise<void> {
  const { seen, store } = look;
  const { models } = look.model;
  const id = `${type.name} ${JSON.stringify(keyOf(type, key))}`;
  if (seen.has(id) || !canRestrict(models, type)) return;
  seen.add(id);
  const linked = await store.linked(type, key);
  for (const dependent of dependentsOf(models, type)) {
    if (!isGuarding(models, dependent.type, dependent.reference)) continue;
    for (let after: string | null = null; ;) {
      const page: Page = await referringRows(type, key, dependent, store, CHUNK, after);
      await lookAtRows(look, type, key, dependent, page.rows);
      after = page.nextToken;
      if (after === null) break;
    }
    await lookAtRows(look, type, key, dependent, linkedKeys(dependent, linked, []));
  }
}

/** Looks at those of these rows that refer to a row. */
async function lookAtRows(
  look: Look,
  type: ModelType,
  key: Row,
  dependent: Dependent,
  shown: readonly Row[],
): Promise<void> {
  const rows = await stillReferring(type, key, dependent, shown, look.store);
  await requireNoneKept(look, type, dependent, rows);
  if (dependent.reference.onDelete !== 'CASCADE') return;
  for (const row of rows) await lookAt(look, dependent.type, keyOf(dependent.type, row));
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

/** Returns the refusal for a row that restricts a delete. */
function stillReferenced(type: ModelType, target: ModelType): Refusal {
  return new Refusal(
    'STILL_REFERENCED',
    `Rows of ${type.name} still refer to this ${target.name}: delete or move them first.`,
  );
}
