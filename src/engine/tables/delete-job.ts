import { randomUUID } from 'node:crypto';

import { isRefusal, Refusal } from '../../tenant/index.ts';
import { dependentsOf, type Dependent, type Model, type ModelType } from '../../model/index.ts';
import {
  WriteFailed,
  type DeleteAccess,
  type Job,
  type Page,
  type RequireAbsentAccess,
  type RequireRetiredAccess,
  type Row,
  type Store,
} from '../../store/port/index.ts';

import { cascadeActionOf } from './plan-delete.ts';
import { keyOf, referringRows, refersTo, stillReferring } from './referring-rows.ts';

/** Returns whether the time of a run is over. It is asked after each row, so that each run deletes at least one. */
export type IsOver = () => boolean;

/**
 * Deletes a row with more dependents than one transaction can write.
 * The first transaction marks the row and records a job. From then on no reader sees the row and no row can refer to
 * it. Then the rows that refer to it are deleted or changed, and the row itself comes last. `resumeDeletes` continues a
 * job that was interrupted.
 * @param required what must hold when the row is marked
 * @returns the row as it was
 */
export async function startDelete(
  model: Model,
  access: DeleteAccess,
  store: Store,
  isOver: IsOver = () => false,
  required: readonly (RequireAbsentAccess | RequireRetiredAccess)[] = [],
): Promise<Row> {
  const job: Job = { id: randomUUID(), type: access.type.name, key: access.key };
  const [row] = await store.transact([{ ...access, retire: job.id }, { op: 'saveJob', job }, ...required]);
  try {
    await continueDelete({ model, type: access.type, job, store, isOver });
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

/**
 * Continues interrupted deletes, except those of a type that the schema lost. One that cannot end now stops no other.
 * @returns how many have ended
 * @throws {Refusal} the first one that kept a delete from its end, such as CONFLICT
 */
export async function resumeDeletes(
  model: Model,
  store: Store,
  jobs: readonly Job[],
  isOver: IsOver,
): Promise<number> {
  let ended = 0;
  const refusals: Refusal[] = [];
  for (const job of jobs) {
    const type = model.models[job.type];
    if (!type || isOver()) continue;
    try {
      if (await continueDelete({ model, type, job, store, isOver })) ended += 1;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusals.push(error);
    }
  }
  if (refusals[0]) throw refusals[0];
  return ended;
}

interface Deleting {
  readonly model: Model;
  readonly type: ModelType;
  readonly job: Job;
  readonly store: Store;
  readonly isOver: IsOver;
}

/** Rounds in a row that changed nothing, after which the job waits for its next run. They take some seconds. */
const IDLE_ROUNDS = 16;

/**
 * Continues a delete, round by round, until a look at the index finds no row that refers to the row. Rows that the index does not
 * show yet are left to the sweep that the store saves with the last transaction.
 * @returns false if the time is over before the end
 * @throws {Refusal} CONFLICT if other requests got in the way in every round
 */
async function continueDelete(deleting: Deleting): Promise<boolean> {
  const { store } = deleting;
  for (let idle = 0; ;) {
    const round = await goThrough(deleting);
    if (round.isCut) return false;
    if (round.isOvertaken) return true;
    if (round.found === 0) return endDelete(deleting);
    idle = round.changed > 0 ? 0 : idle + 1;
    if (idle >= IDLE_ROUNDS) throw new Refusal('CONFLICT', 'Others change the rows that refer to this row.');
    if (idle > 0) await store.pause(idle);
  }
}

/** Deletes the row and its job. @returns whether the row is gone */
async function endDelete({ type, job, store }: Deleting): Promise<boolean> {
  const last: DeleteAccess = { op: 'delete', type, key: job.key, condition: null, retired: job.id };
  const end = { op: 'deleteJob', job } as const;
  const ended = await attempt(store.transact([last, end]));
  // The row is gone. A job that outlived it would be resumed for ever.
  if (ended === 'missing') await store.transact([end]);
  return ended !== 'failed';
}

interface Round {
  /** How many rows referred to the row. */
  readonly found: number;
  readonly changed: number;
  /** Whether the time was over before the end. */
  readonly isCut?: true;
  /** Whether another process has ended the job. A row of the same key may be there again, with rows of its own. */
  readonly isOvertaken?: true;
}

/** Deletes or changes the rows that refer to the row, once each, until the time is over. */
async function goThrough(deleting: Deleting): Promise<Round> {
  const { model, type, job, store, isOver } = deleting;
  let found = 0;
  let changed = 0;
  for (const dependent of dependentsOf(model.models, type)) {
    for (let after: string | null = null; ;) {
      const page: Page = await referringRows(type, job.key, dependent, store, CHUNK, after);
      for (const row of page.rows) {
        const outcome = await deleteOne(deleting, dependent, row);
        if (outcome === 'overtaken') return { found, changed, isOvertaken: true };
        const isChanged = outcome === 'done';
        if (isChanged) changed += 1;
        if (isChanged || (await stillReferring(type, job.key, dependent, [row], store)).length > 0)
          found += 1;
        if (isOver()) return { found, changed, isCut: true };
      }
      after = page.nextToken;
      if (after === null) break;
    }
  }
  return { found, changed };
}

/** Deletes or changes a row, if it refers to the deleted one and the job still deletes that. */
async function deleteOne(
  { model, type, job, store, isOver }: Deleting,
  dependent: Dependent,
  row: Row,
): Promise<Outcome> {
  const mark = { op: 'requireRetired', type, key: job.key, job: job.id } as const;
  const writes = await cascadeActionOf(model, { type, key: job.key }, dependent, row, store);
  const outcome = writes ? await attempt(store.transact([...writes, mark]), writes.length) : 'failed';
  if (outcome === 'done' || outcome === 'overtaken') return outcome;
  const cascades =
    dependent.reference.onDelete !== 'SET_NULL' && dependentsOf(model.models, dependent.type).length > 0;
  if (!cascades) return outcome;
  // Too many rows refer to it, or not those that the index shows.
  const access: DeleteAccess = {
    op: 'delete',
    type: dependent.type,
    key: keyOf(dependent.type, row),
    condition: refersTo(type, job.key, dependent),
    retirable: true,
  };
  return attempt(startDelete(model, access, store, isOver, [mark]), MARK_OF_START);
}

/** The most rows looked up at a time. */
const CHUNK = 25;

/** Where `startDelete` puts what it requires: after the row and the job. */
const MARK_OF_START = 2;

/**
 * `missing`: another caller dealt with the first row. `overtaken`: the job does not delete the row any more. `failed`: another
 * row was not as expected.
 */
type Outcome = 'done' | 'missing' | 'overtaken' | 'failed';

/** Awaits a write. `mark` is the number of the access that requires the mark of the job. */
async function attempt(write: Promise<unknown>, mark?: number): Promise<Outcome> {
  try {
    await write;
    return 'done';
  } catch (error) {
    if (!(error instanceof WriteFailed)) throw error;
    if (error.index === mark) return 'overtaken';
    return error.reason === 'missing' && error.index === 0 ? 'missing' : 'failed';
  }
}
