import { randomUUID } from 'node:crypto';

import { Refusal } from '../../tenant/index.ts';
import type { Model, ModelType } from '../../model/index.ts';
import { WriteFailed, type DeleteAccess, type Job, type Row, type Store } from '../../store/port/index.ts';

import { dependentsOf, type Dependent } from './dependents.ts';
import { cascadeActionOf, keyOf, referringRows } from './plan-delete.ts';

/**
 * Deletes a row with more dependents than one transaction can write.
 * The first transaction marks the row and records a job. From then on no reader sees the row and no row can refer to
 * it. Then the rows that refer to it are deleted or changed, and the row itself comes last. `resumeDeletes` continues a
 * job that was interrupted.
 * @returns the row as it was
 */
export async function startDelete(model: Model, access: DeleteAccess, store: Store): Promise<Row> {
  const job: Job = { id: randomUUID(), type: access.type.name, key: access.key };
  const [row] = await store.transact([
    { ...access, retire: job.id },
    { op: 'saveJob', job },
  ]);
  try {
    await continueDelete(model, access.type, job, store);
  } catch (error) {
    // The request is out of time, but the job is recorded.
    if (!(error instanceof Refusal)) throw error;
  }
  return row ?? {};
}

/** The interrupted deletes of a tenant. */
export interface InterruptedDeletes {
  readonly open: readonly Job[];
  /** Those of a type that the schema lost. They wait until the schema has the type again. */
  readonly lost: readonly Job[];
}

/** Finds the interrupted deletes of the tenant. */
export async function findInterruptedDeletes(model: Model, store: Store): Promise<InterruptedDeletes> {
  const jobs = await store.jobs();
  const isLost = ({ type }: Job): boolean => !model.models[type];
  return { open: jobs.filter((job) => !isLost(job)), lost: jobs.filter(isLost) };
}

/** Continues interrupted deletes, except those of a type that the schema lost. */
export async function resumeDeletes(model: Model, store: Store, jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) {
    const type = model.models[job.type];
    if (type) await continueDelete(model, type, job, store);
  }
}

async function continueDelete(model: Model, type: ModelType, job: Job, store: Store): Promise<void> {
  for (;;) {
    for (const dependent of dependentsOf(model, type)) {
      while (await deleteSome(model, type, job.key, dependent, store));
    }
    const last: DeleteAccess = {
      op: 'delete',
      type,
      key: job.key,
      condition: null,
      retired: true,
      referrers: 0,
    };
    const end = { op: 'deleteJob', job } as const;
    const ended = await attempt(store.transact([last, end]));
    // The row is gone. A job that outlived it would be resumed for ever.
    if (ended === 'missing') await store.transact([end]);
    if (ended !== 'failed') return;
  }
}

/** Deletes or changes some of the rows that refer to the row. Returns false if none was left. */
async function deleteSome(
  model: Model,
  type: ModelType,
  key: Row,
  dependent: Dependent,
  store: Store,
): Promise<boolean> {
  const rows = await referringRows(type, key, dependent, store, CHUNK);
  for (const row of rows.rows) {
    const writes = await cascadeActionOf(model, type, unrestricted(dependent), row, store);
    const access: DeleteAccess = {
      op: 'delete',
      type: dependent.type,
      key: keyOf(dependent.type, row),
      condition: null,
    };
    await attempt(writes ? store.transact(writes) : startDelete(model, access, store));
  }
  return rows.rows.length > 0;
}

/** Returns a dependent that cascades: one that restricts only since the delete was decided goes with the rest. */
function unrestricted(dependent: Dependent): Dependent {
  const { reference } = dependent;
  return reference.onDelete === 'RESTRICT'
    ? { ...dependent, reference: { ...reference, onDelete: 'CASCADE' } }
    : dependent;
}

/** The most rows looked up at a time. */
const CHUNK = 25;

/** Awaits a write. It is `missing` if another caller dealt with its first row, and `failed` if another row was not as expected. */
async function attempt(write: Promise<unknown>): Promise<'done' | 'missing' | 'failed'> {
  try {
    await write;
    return 'done';
  } catch (error) {
    if (error instanceof WriteFailed)
      return error.reason === 'missing' && error.index === 0 ? 'missing' : 'failed';
    throw error;
  }
}
