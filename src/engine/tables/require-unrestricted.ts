import { Refusal } from '../../tenant/index.ts';
import type { Model, ModelType } from '../../model/index.ts';
import type { Page, Row, Store } from '../../store/port/index.ts';

import { dependentsOf } from './dependents.ts';
import { referringRows, referringRowsForCertain, stillReferring } from './referring-rows.ts';

type Reader = Pick<Store, 'get' | 'query'>;

/** The most rows looked up at a time. */
const CHUNK = 90;

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
  store: Reader,
): Promise<void> {
  for (const dependent of dependentsOf(model, type)) {
    const { onDelete } = dependent.reference;
    if (onDelete === 'SET_NULL' || (onDelete === 'CASCADE' && !canRestrict(model, dependent.type))) continue;
    for (let after: string | null = null; ;) {
      const page: Page = await referringRows(type, key, dependent, store, CHUNK, after);
      const rows =
        onDelete === 'RESTRICT' ? await stillReferring(type, key, dependent, page.rows, store) : page.rows;
      if (onDelete === 'RESTRICT' && rows.length > 0) throw stillReferenced(dependent.type, type);
      for (const row of rows) await requireUnrestricted(model, dependent.type, row, store);
      after = page.nextToken;
      if (after === null) break;
    }
  }
}

/** The most pages of a look at all rows of a type inside a request. A page reads up to 10,000 rows. */
const MOST_PAGES = 5;

/**
 * Requires the same without an index, after the index and the number of referrers disagreed for long.
 * @throws {Refusal} STILL_REFERENCED if a row restricts the delete, CONFLICT if that cannot be known in a request
 */
export async function requireUnrestrictedForCertain(
  model: Model,
  type: ModelType,
  key: Row,
  store: Reader,
): Promise<void> {
  for (const dependent of dependentsOf(model, type)) {
    const { onDelete } = dependent.reference;
    if (onDelete === 'CASCADE' && canRestrict(model, dependent.type)) throw outdatedIndex(type);
    if (onDelete !== 'RESTRICT') continue;
    for (let pages = 1, after: string | null = null; ; pages += 1) {
      const page: Page = await referringRowsForCertain(type, key, dependent, store, 1, after);
      if (page.rows.length > 0) throw stillReferenced(dependent.type, type);
      after = page.nextToken;
      if (after === null) break;
      if (pages >= MOST_PAGES) throw outdatedIndex(type);
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

/** Returns the refusal for a row that restricts a delete. */
export function stillReferenced(type: ModelType, target: ModelType): Refusal {
  return new Refusal(
    'STILL_REFERENCED',
    `Rows of ${type.name} still refer to this ${target.name}: delete or move them first.`,
  );
}

function outdatedIndex({ name }: ModelType): Refusal {
  return new Refusal(
    'CONFLICT',
    `Rows that refer to this ${name} have just changed, and the index does not show them yet: send the request again.`,
  );
}
