import { Refusal } from '../../tenant/index.ts';
import { canRestrict, dependentsOf, type Model } from '../../model/index.ts';
import { matches, WriteFailed, type DeleteAccess, type Row } from '../../store/port/index.ts';

import { startDelete } from './delete-job.ts';
import { type Holds, NotHeld, openHolds } from './holds.ts';
import { type DeletePlan, planDelete } from './plan-delete.ts';
import { requireUnrestricted } from './require-unrestricted.ts';
import type { Writer } from './writer.ts';

/**
 * The most attempts of a delete while other requests move or delete rows that refer to the row. They take a second or two.
 */
const ATTEMPTS = 10;

/**
 * Deletes a row with everything that `onDelete` demands, in one transaction, or by a job if it is too much. Rows that come meanwhile are
 * left to a sweep, which the store saves in the same transaction.
 * If a row can restrict the delete, the delete first holds the row: then it finds every row that restricts, and none is added.
 */
export async function deleteRow(
  model: Model,
  access: DeleteAccess,
  writer: Writer,
  refuse: (error: unknown) => never,
): Promise<Row> {
  if (dependentsOf(model.models, access.type).length === 0) return writer.write([access], refuse);
  const deleting: Deleting = {
    model,
    access: { ...access, retirable: true },
    writer,
    refuse,
    isRestrictable: canRestrict(model.models, access.type),
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deleteOnce(deleting, attempt > 1);
    } catch (error) {
      if (!isOutdated(error)) throw error;
      await requireDeletable(deleting);
      if (attempt >= ATTEMPTS) break;
      await writer.pause(attempt);
    }
  }
  if (deleting.isRestrictable || !writer.jobs) throw outdated(deleting);
  return deleteByJob(deleting);
}

interface Deleting {
  readonly model: Model;
  readonly access: DeleteAccess;
  readonly writer: Writer;
  readonly refuse: (error: unknown) => never;
  /** Whether rows of any type can restrict the delete. */
  readonly isRestrictable: boolean;
}

/** Deletes the row once. @throws an error that is outdated if other requests got in the way */
async function deleteOnce(deleting: Deleting, rereads: boolean): Promise<Row> {
  const { isRestrictable, writer } = deleting;
  // Most restricted deletes end at this look, which holds no row.
  if (!isRestrictable) {
    const plan = await planned(deleting, rereads, null);
    return plan ? writePlan(deleting, plan, null) : deleteByJob(deleting);
  }
  const plan = await afterLooks(deleting, firstLook(deleting, rereads));
  const holds = openHolds(writer);
  writer.holding?.(holds);
  try {
    const certain = plan && (await afterLooks(deleting, planned(deleting, rereads, holds)));
    if (certain) return await writePlan(deleting, certain, holds);
  } catch (error) {
    await holds.release();
    throw error;
  }
  await holds.release();
  return deleteByJob(deleting);
}

async function afterLooks<Seen>({ writer }: Deleting, look: Promise<Seen>): Promise<Seen> {
  return writer.afterLooks?.(look) ?? look;
}

/** Plans a delete before its rows are held. A caller who may not delete the row does not hold it. */
async function firstLook(deleting: Deleting, rereads: boolean): Promise<DeletePlan | null> {
  const plan = await planned(deleting, rereads, null);
  await requireDeletable(deleting);
  return plan;
}

async function planned(
  deleting: Deleting,
  rereads: boolean,
  holds: Holds | null,
): Promise<DeletePlan | null> {
  const { model, access, writer } = deleting;
  return planDelete(model, access.type, access.key, writer, { rereads, holds }).catch(
    async (refusal: unknown) => {
      await requireDeletable(deleting);
      throw refusal;
    },
  );
}

function writePlan(
  { access, writer, refuse }: Deleting,
  plan: DeletePlan,
  holds: Holds | null,
): Promise<Row> {
  const own = holds ? { ...access, held: holds.hold } : access;
  return writer.write([own, ...plan.writes], (error) => {
    throw isOutdated(error) ? error : refuse(error);
  });
}

/**
 * Requires that the caller may delete the row.
 * This comes before any check of rows that refer to it, because not every caller may know of those.
 */
async function requireDeletable({ access, writer, refuse }: Deleting): Promise<void> {
  const { type, key, condition } = access;
  const row = await writer.get({ op: 'get', type, key, consistent: true });
  if (!row) refuse(new WriteFailed('missing', null));
  else if (condition && !matches(condition, row, type.fields)) refuse(new WriteFailed('condition', row));
}

/** Deletes the row by a job, which no row restricts. It holds the row until the job has marked it. */
async function deleteByJob(deleting: Deleting): Promise<Row> {
  const { model, access, writer, refuse, isRestrictable } = deleting;
  const { type, key } = access;
  const { jobs } = writer;
  if (!jobs) {
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `Too many rows refer to this ${type.name} for one transaction: delete it by itself.`,
    );
  }
  await requireDeletable(deleting);
  const holds = isRestrictable ? openHolds(writer) : null;
  try {
    await holds?.take(type, key);
    if (holds) await requireUnrestricted(model, type, key, jobs);
    return await startDelete(model, holds ? { ...access, held: holds.hold } : access, jobs);
  } catch (error) {
    await holds?.release();
    throw isOutdated(error) ? error : refuse(error);
  }
}

/** Returns whether other requests have changed the rows since the plan. */
function isOutdated(error: unknown): boolean {
  if (error instanceof NotHeld) return true;
  return error instanceof WriteFailed && (error.reason === 'outdated' || error.index > 0);
}

/** Returns the refusal of a delete that others got in the way of each time. */
function outdated({ access }: Deleting): Refusal {
  const { name } = access.type;
  return new Refusal(
    'CONFLICT',
    `Others change the rows that refer to this ${name}, or delete it too: send the request again.`,
  );
}
