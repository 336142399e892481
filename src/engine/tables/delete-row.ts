import { Refusal } from '../../tenant/index.ts';
import type { Model } from '../../model/index.ts';
import { matches, WriteFailed, type DeleteAccess, type Row } from '../../store/port/index.ts';

import { dependentsOf } from './dependents.ts';
import { startDelete } from './delete-job.ts';
import { planDelete } from './plan-delete.ts';
import { outdatedIndex, requireUnrestricted, requireUnrestrictedForCertain } from './require-unrestricted.ts';
import type { Writer } from './writer.ts';

/**
 * The most attempts of a delete while other requests add or remove rows that refer to the row, or while an index does not
 * show them yet. They take a second or two.
 */
const ATTEMPTS = 10;

/** The most attempts to mark a row for a job while other requests add or remove rows that refer to it. */
const MARKS = 3;

/**
 * Deletes a row with everything that `onDelete` demands, in one transaction.
 * The row counts those that refer to it. So a row that is created meanwhile fails the delete, which is then planned
 * again. If the index still shows other rows after some waits, a job deletes the row: it needs no count.
 */
export async function deleteRow(
  model: Model,
  access: DeleteAccess,
  writer: Writer,
  refuse: (error: unknown) => never,
): Promise<Row> {
  const { type, key } = access;
  if (dependentsOf(model, type).length === 0) return writer.write([access], refuse);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const plan = await planDelete(model, type, key, writer, { rereads: attempt > 1 }).catch(
      async (refusal: unknown) => {
        await requireDeletable(access, writer, refuse);
        throw refusal;
      },
    );
    if (!plan) {
      await requireDeletable(access, writer, refuse);
      return deleteByJob(model, access, writer, refuse, requireUnrestricted);
    }
    try {
      return await writer.write([{ ...access, referrers: plan.referrers }, ...plan.writes], (error) => {
        throw isOutdated(error) ? error : refuse(error);
      });
    } catch (error) {
      if (!isOutdated(error)) throw error;
      await writer.pause(attempt);
    }
  }
  await requireDeletable(access, writer, refuse);
  return deleteByJob(model, access, writer, refuse, requireUnrestrictedForCertain);
}

/**
 * Requires that the caller may delete the row.
 * This comes before any check of rows that refer to it, because not every caller may know of those.
 */
async function requireDeletable(
  { type, key, condition }: DeleteAccess,
  writer: Writer,
  refuse: (error: unknown) => never,
): Promise<void> {
  const row = await writer.get({ op: 'get', type, key, consistent: true });
  if (!row) refuse(new WriteFailed('missing', null));
  else if (condition && !matches(condition, row, type.fields)) refuse(new WriteFailed('condition', row));
}

async function deleteByJob(
  model: Model,
  access: DeleteAccess,
  { jobs }: Writer,
  refuse: (error: unknown) => never,
  requireFree: typeof requireUnrestricted,
): Promise<Row> {
  const { type, key } = access;
  if (!jobs) {
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `Too many rows refer to this ${type.name} for one transaction: delete it by itself.`,
    );
  }
  for (let attempt = 1; attempt <= MARKS; attempt += 1) {
    const referrers = await requireFree(model, type, key, jobs);
    try {
      return await startDelete(model, referrers === null ? access : { ...access, referrers }, jobs);
    } catch (error) {
      if (!isOutdated(error)) return refuse(error);
      await jobs.pause(attempt);
    }
  }
  throw outdatedIndex(type);
}

/** Returns whether the rows that refer to the row have changed since the plan. */
function isOutdated(error: unknown): boolean {
  return error instanceof WriteFailed && (error.reason === 'referenced' || error.index > 0);
}
