import { isDeepStrictEqual } from 'node:util';

import { inDependencyOrder, type TypedRow } from '../../engine/index.ts';
import type { Model } from '../../model/index.ts';
import { WriteFailed, type PutAccess, type Store } from '../../store/index.ts';
import { isRefusal, Refusal } from '../../tenant/index.ts';

/** Rows that travel in one transaction: it holds 100 items, and a row brings some along. */
const TOGETHER = 20;

/**
 * Puts rows exactly as they are: no default, no timestamp and no rule is added, while unique values, references,
 * counters and index keys are made as by any other write. A row that is there already with the same content is fine.
 * @returns the rows that refer to a row which is not there yet
 * @throws {Refusal} ALREADY_EXISTS for a row that is there with other content, NOT_UNIQUE for a value that another has
 */
export async function putRows<Placed extends TypedRow>(
  model: Model,
  store: Store,
  rows: readonly Placed[],
): Promise<readonly Placed[]> {
  const left: Placed[] = [];
  let batch: (readonly Placed[])[] = [];
  const flush = async (): Promise<void> => {
    const groups = batch;
    batch = [];
    if (await putAtOnce(model, store, groups.flat())) return;
    // Some were there, or could not be put: one group after the other tells which.
    for (const group of groups) left.push(...(await putGroup(model, store, group)));
  };
  for (const group of inDependencyOrder(model, rows)) {
    if (batch.length > 0 && batch.flat().length + group.length > TOGETHER) await flush();
    batch.push(group);
  }
  if (batch.length > 0) await flush();
  return left;
}

/** Rows that refer to each other are put at once or not at all; answers those that have to wait. */
async function putGroup<Placed extends TypedRow>(
  model: Model,
  store: Store,
  group: readonly Placed[],
): Promise<readonly Placed[]> {
  const missing: Placed[] = [];
  for (const placed of group) if (!(await isThere(model, store, placed))) missing.push(placed);
  try {
    await store.transact(missing.map((placed) => putOf(model, placed)));
    return [];
  } catch (error) {
    if (!(error instanceof WriteFailed)) throw error;
    const { type } = missing[error.index] ?? { type: '' };
    const fields = error.fields.map((field) => `"${field}"`).join(', ');
    switch (error.reason) {
      case 'dangling':
        return missing;
      case 'taken':
        throw new Refusal(
          'NOT_UNIQUE',
          `Another row holds the value of ${fields} of a ${type} of the archive.`,
        );
      case 'exists':
      case 'missing':
      case 'condition':
      case 'referenced':
        throw new Refusal('CONFLICT', `Someone else writes rows of ${type} at the same time.`);
      default:
        return error.reason satisfies never;
    }
  }
}

async function putAtOnce(model: Model, store: Store, rows: readonly TypedRow[]): Promise<boolean> {
  try {
    await store.transact(rows.map((placed) => putOf(model, placed)));
    return true;
  } catch (error) {
    const tooMany = isRefusal(error) && error.code === 'INVALID_ARGUMENTS';
    if (error instanceof WriteFailed || tooMany) return false;
    throw error;
  }
}

/** @throws {Refusal} ALREADY_EXISTS */
async function isThere(model: Model, store: Store, { type: name, row }: TypedRow): Promise<boolean> {
  const type = typeOf(model, name);
  const stored = await store.get({ op: 'get', type, key: row, consistent: true });
  if (!stored) return false;
  if (isDeepStrictEqual(stored, row)) return true;
  throw new Refusal('ALREADY_EXISTS', `A ${name} of the archive is there already, with other content.`);
}

function putOf(model: Model, { type, row }: TypedRow): PutAccess {
  return { op: 'put', type: typeOf(model, type), row, condition: null };
}

function typeOf(model: Model, name: string) {
  const type = Object.hasOwn(model.models, name) ? model.models[name] : undefined;
  if (!type)
    throw new Refusal('VALIDATION_FAILED', `The archive holds rows of "${name}", which the schema has not.`);
  return type;
}
