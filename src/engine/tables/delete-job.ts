import { randomUUID } from 'node:crypto';

import { isRefusal, Refusal } from '../../tenant/index.ts';
import type { Model, ModelType } from '../../model/index.ts';
import {
  WriteFailed,
  type DeleteAccess,
  type Job,
  type Page,
  type Row,
  type Store,
} from '../../store/port/index.ts';

import { dependentsOf, type Dependent } from './dependents.ts';
import { cascadeActionOf } from './plan-delete.ts';
import {
  keyOf,
  referringRows,
  referringRowsForCertain,
  refersTo,
  type FindReferring,
} from './referring-rows.ts';

/** Returns whether the time of a run is over. It is asked after each row, so that each run deletes at least one. */
export type IsOver = () => boolean;

/**
 * Deletes a row with more dependents than one transaction can write, or with dependents that an index does not show yet.
 * The first transaction marks the row and records a job. From then on no reader sees the row and no row can refer to
 * it. Then the rows that refer to it are deleted or changed, and the row itself comes last. `resumeDeletes` continues a
 * job that was interrupted.
 * @returns the row as it was
 */
export async function startDelete(
  model: Model,
  access: DeleteAccess,
  store: Store,
  isOver: IsOver = () => false,
): Promise<Row> {
  const job: Job = { id: randomUUID(), type: access.type.name, key: access.key };
  const [row] = await store.transact([
    { ...access, retire: job.id },
    { op: 'saveJob', job },
  ]);
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

/** Rounds in a row that changed nothing, after which the job no longer trusts the index. They take about a second. */
const TRUSTED_ROUNDS = 8;
/** Rounds in a row that changed nothing, after which the job waits for its next run. */
const IDLE_ROUNDS = 16;

/**
 * Continues a delete, round by round. The number of referrers says when no row is left. If the index shows none and the
 * number disagrees for long, a look at all rows of the dependent types decides: the row is marked, so that none is added.
 * @returns false if the time is over before the end
 * @throws {Refusal} CONFLICT if other requests got in the way in every round
 */
async function continueDelete(deleting: Deleting): Promise<boolean> {
  const { type, store } = deleting;
  for (let idle = 0; ;) {
    const trusted = idle < TRUSTED_ROUNDS;
    const round = await goThrough(deleting, trusted ? referringRows : referringRowsForCertain);
    if (round.isCut) return false;
    if (await endDelete(deleting, 0)) return true;
    if (!trusted && round.found === 0) {
      store.report({ kind: 'wrong-referrers', type: type.name });
      return endDelete(deleting, null);
    }
    idle = round.changed > 0 ? 0 : idle + 1;
    if (idle >= IDLE_ROUNDS) throw new Refusal('CONFLICT', 'Others change the rows that refer to this row.');
    await store.pause(idle);
  }
}

/**
 * Deletes the row and its job, if the row counts so many referrers; null deletes it in any case.
 * @returns whether the row is gone
 */
async function endDelete({ type, job, store }: Deleting, referrers: number | null): Promise<boolean> {
  const last: DeleteAccess = {
    op: 'delete',
    type,
    key: job.key,
    condition: null,
    retired: true,
    ...(referrers === null ? {} : { referrers }),
  };
  const end = { op: 'deleteJob', job } as const;
  const ended = await attempt(store.transact([last, end]));
  // The row is gone. A job that outlived it would be resumed for ever.
  if (ended === 'missing') await store.transact([end]);
  return ended !== 'failed';
}

interface Round {
  readonly found: number;
  readonly changed: number;
  /** Whether the time was over before the end. */
  readonly isCut: boolean;
}

/** Deletes or changes the rows that refer to the row, once each, until the time is over. */
async function goThrough(deleting: Deleting, find: FindReferring): Promise<Round> {
  const { model, type, job, store, isOver } = deleting;
  let found = 0;
  let changed = 0;
  for (const dependent of dependentsOf(model, type)) {
    for (let after: string | null = null; ;) {
      const page: Page = await find(type, job.key, dependent, store, CHUNK, after);
      found += page.rows.length;
      for (const row of page.rows) {
        if (await deleteOne(deleting, dependent, row)) changed += 1;
        if (isOver()) return { found, changed, isCut: true };
      }
      after = page.nextToken;
      if (after === null) break;
    }
  }
  return { found, changed, isCut: false };
}

/** Deletes or changes a row, if it refers to the deleted one. Returns whether it did. */
async function deleteOne(
  { model, type, job, store, isOver }: Deleting,
  dependent: Dependent,
  row: Row,
): Promise<boolean> {
  const writes = await cascadeActionOf(model, { type, key: job.key }, dependent, row, store);
  if (writes && (await attempt(store.transact(writes))) === 'done') return true;
  const cascades =
    dependent.reference.onDelete !== 'SET_NULL' && dependentsOf(model, dependent.type).length > 0;
  if (!cascades) return false;
  // Too many rows refer to it, or not those that the index shows.
  const access: DeleteAccess = {
    op: 'delete',
    type: dependent.type,
    key: keyOf(dependent.type, row),
    condition: refersTo(type, job.key, dependent),
  };
  return (await attempt(startDelete(model, access, store, isOver))) === 'done';
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
