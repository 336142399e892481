import { isDeepStrictEqual } from 'node:util';

import { inDependencyOrder, type TypedRow } from '../../engine/index.ts';
import type { Model } from '../../model/index.ts';
import { WriteFailed, type PutAccess, type Store } from '../../store/index.ts';
import { isRefusal, Refusal } from '../../tenant/index.ts';

/**
 * Rows in one transaction. A transaction holds 100 items (DynamoDB, TransactWriteItems), and each row takes
 * several.
 */
const TOGETHER = 20;

/**
 * Puts rows exactly as they are, without defaults, timestamps or rules. The store still maintains unique
 * values, references, counters and index keys. An existing row with equal content is accepted.
 * @returns the rows that refer to a row which does not exist yet
 * @throws {Refusal} ALREADY_EXISTS if a row exists with other content, NOT_UNIQUE if another row has one of
 * the unique values
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
    // One of the rows exists already or was refused. Putting each group alone finds out which.
    for (const group of groups) left.push(...(await putGroup(model, store, group)));
  };
  for (const group of inDependencyOrder(model, rows)) {
    if (batch.length > 0 && batch.flat().length + group.length > TOGETHER) await flush();
    batch.push(group);
  }
  if (batch.length > 0) await flush();
  return left;
}

/** Puts rows that refer to each other in one transaction. Returns them if they have to wait. */
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
      case 'no-file':
        throw new Refusal('DANGLING_REFERENCE', `The file in ${fields} of a ${type} is not in the archive.`);
      case 'exists':
      case 'missing':
      case 'condition':
      case 'outdated':
        throw new Refusal('CONFLICT', `Another process writes rows of ${type} at the same time.`);
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

/**
 * Returns whether an equal row exists.
 * @throws {Refusal} ALREADY_EXISTS if a row with other content has the same key
 */
async function isThere(model: Model, store: Store, { type: name, row }: TypedRow): Promise<boolean> {
  const type = typeOf(model, name);
  const stored = await store.get({ op: 'get', type, key: row, consistent: true });
  if (!stored) return false;
  if (isDeepStrictEqual(stored, row)) return true;
  throw new Refusal('ALREADY_EXISTS', `A ${name} of the archive is there already, with other content.`);
}

function putOf(model: Model, { type, row }: TypedRow): PutAccess {
  return { op: 'put', type: typeOf(model, type), row, condition: null, claimant: null };
}

function typeOf(model: Model, name: string) {
  const type = Object.hasOwn(model.models, name) ? model.models[name] : undefined;
  if (!type)
    throw new Refusal(
      'VALIDATION_FAILED',
      `The archive holds rows of "${name}", a type that the schema does not have.`,
    );
  return type;
}
