import {
  NoTable,
  openTableCopier,
  openTenantDeleter,
  openStore,
  partsOf,
  type TableCopier,
  type ControlTransaction,
  type TenantDeleter,
  type JobRecord,
  type Part,
  type Run,
} from '../../store/index.ts';
import { countKind, type ModelType } from '../../model/index.ts';
import { LOOK_UP_TTL, Refusal, type Isolation, type Scope } from '../../tenant/index.ts';
import type { Step as LifeStep } from '../tenants/life.ts';
import { takeStep } from '../tenants/take-step.ts';
import { countedRows, isCounted } from './counted-rows.ts';
import { eraseSome, firstLeft } from './erase-parts.ts';
import { jobChange } from './job-change.ts';
import type { JobOf, JobParts, OnFinalFailure, Step, Work } from './job-parts.ts';
import { canRollBack, type MoveInput, type MoveState } from './move-state.ts';
import { writesDrainedAt } from './writes-drained.ts';
import { recordModelTypes } from './model-types.ts';

type MoveJob = JobOf<MoveInput, MoveState>;

/** Maximum items that one step handles, and parts that it inspects. */
const ITEMS = 500;
const MAX_PARTS = 25;
const MAX_ROUNDS = 5;

/**
 * Milliseconds until every process reads the new location. A process caches a tenant for `LOOK_UP_TTL`, and
 * its look-up may have been stale, because the read is eventually consistent.
 */
const CACHES_EXPIRE_AFTER = LOOK_UP_TTL + 5_000;

/** One running move, with the parts that its steps share. */
interface Move {
  readonly job: MoveJob;
  readonly parts: JobParts;
  readonly scope: Scope;
  readonly state: MoveState;
  readonly input: MoveInput;
  readonly tableParts: readonly Part[];
}

/**
 * Moves all items of a tenant from one table to another. The tenant is read-only meanwhile: the store refuses
 * writes for a tenant that is MOVING.
 *
 * The steps are: erase what an earlier attempt left in the target, copy every item, compare both tables,
 * switch the location in the tenant's record, wait until all processes read the new location, set the counters, and erase
 * the source. Each change of the tenant is in one transaction with the state of the job.
 */
export const moveStep: Work<MoveInput, MoveState> = async (job, parts, scope) => {
  const { input, state } = job;
  if (!state) return begin(job, parts, scope);
  const work: Move = { job, parts, scope, state, input, tableParts: partsOf(state.types) };
  switch (state.phase) {
    case 'clear':
      return erase(work, input.to, () => more(work, { phase: 'copy', at: state.first }));
    case 'copy':
      return copyStep(work);
    case 'compare':
      return compareStep(work);
    case 'switch':
      return {
        ...more(work, { phase: 'waitForCaches' }),
        inTransaction: takesStep(job, { type: 'settle', to: input.to, at: parts.platform.now() }),
      };
    case 'waitForCaches':
      return wait(work, { phase: 'unlock', at: 0 }, parts.platform.now() + CACHES_EXPIRE_AFTER);
    case 'unlock':
      return unlockStep(work);
    case 'eraseSource':
      return erase(work, input.from, () => finishMove(work));
    case 'rollBack':
      return rollBackStep(work);
    default:
      return state.phase satisfies never;
  }
};

/**
 * Rolls back a move that cannot continue. Before the switch the rows stay in the source, and the target is
 * erased. After the switch the move is retried until it completes.
 */
export const rollBackMove: OnFinalFailure<MoveInput, MoveState> = (job, why) => {
  const { done } = job;
  const known = job.state ?? BEGIN;
  if (!canRollBack(known)) return { is: 'more', state: known, done };
  const state: MoveState = { ...known, phase: 'rollBack', at: 0, why };
  return { is: 'more', state, done, inTransaction: takesStep(job, { type: 'stay' }) };
};

const BEGIN: MoveState = {
  phase: 'clear',
  types: [],
  at: 0,
  after: null,
  first: 0,
  rounds: 0,
  items: 0,
  here: 0,
  rows: {},
};

async function begin(job: MoveJob, parts: JobParts, scope: Scope): Promise<Step<MoveState>> {
  const { platform, sendOf } = parts;
  const { from, to } = job.input;
  const types = await recordModelTypes(platform.control, platform.model);
  // Check that the table exists before the tenant becomes read-only.
  await openTenantDeleter(scope, sendOf(scope, to))
    .isEmpty({ side: 'SEQ' })
    .catch((error: unknown) => {
      throw error instanceof NoTable ? noTable() : error;
    });
  const { cursors, model } = platform;
  const store = openStore(scope, { types: model.models, send: sendOf(scope, from), cursors });
  const total = await countedRows(model, store);
  return { is: 'wait', state: { ...BEGIN, types }, total, until: await writesDrainedAt(parts, job) };
}

function noTable(): Refusal {
  return new Refusal(
    'CONDITION_FAILED',
    'There is no table for this tenant yet: npm run silo -- create makes it on AWS; on a laptop start with --silo.',
  );
}

function more({ job, state }: Move, changed: Partial<MoveState>): Step<MoveState> {
  return { is: 'more', state: { ...state, ...changed }, done: job.done };
}

function wait({ state }: Move, changed: Partial<MoveState>, until: number): Step<MoveState> {
  return { is: 'wait', state: { ...state, ...changed }, until };
}

function takesStep(job: JobRecord, step: LifeStep): (transaction: ControlTransaction) => Promise<void> {
  return async (transaction) => {
    await takeStep(jobChange(job, transaction), job.tenantId, step, { ...job.input });
  };
}

/**
 * Erases some of the tenant's items from a table. When all are gone, continues with the step that `next`
 * returns.
 */
async function erase(
  work: Move,
  table: Isolation,
  next: () => Step<MoveState> | Promise<Step<MoveState>>,
): Promise<Step<MoveState>> {
  const { at } = await eraseSome(deleterOf(work, table), work.tableParts, work.state.at);
  return at < work.tableParts.length ? more(work, { at }) : next();
}

function deleterOf({ parts, scope }: Move, table: Isolation): TenantDeleter {
  return openTenantDeleter(scope, parts.sendOf(scope, table));
}

function copierOf({ parts: { sendOf }, scope, input }: Pick<Move, 'parts' | 'scope' | 'input'>): TableCopier {
  return openTableCopier(scope, { from: sendOf(scope, input.from), to: sendOf(scope, input.to) });
}

/** A run of items, and the position after it. */
interface PositionedRun {
  /** The number of its part. It is beyond the last part if nothing is left. */
  readonly at: number;
  /** The run, or null if an item is not as it should be. */
  readonly run: Run | null;
  readonly next: Pick<MoveState, 'at' | 'after'>;
}

/** Reads the next run of items from the position in the state. Skips empty parts, up to a limit. */
async function nextRun(
  work: Move,
  take: (copier: TableCopier, part: Part, after: string | null) => Promise<Run | null>,
): Promise<PositionedRun> {
  const copier = copierOf(work);
  const { tableParts } = work;
  let { at, after } = work.state;
  for (let looks = 0; looks < MAX_PARTS; looks++) {
    const part = tableParts[at];
    if (!part) break;
    const run = await take(copier, part, after);
    if (!run) return { at, run, next: { at, after } };
    const next = run.after === null ? { at: at + 1, after: null } : { at, after: run.after };
    if (run.items > 0) return { at, run, next };
    ({ at, after } = next);
  }
  return { at, run: { items: 0, after }, next: { at, after } };
}

async function copyStep(work: Move): Promise<Step<MoveState>> {
  const { job, parts, state, tableParts } = work;
  const { at, run, next } = await nextRun(work, (copier, part, after) => copier.copy(part, after, ITEMS));
  const part = tableParts[at];
  if (!part) return more(work, { phase: 'compare', at: state.first, after: null });
  const rows = 'type' in part ? (run?.items ?? 0) : 0;
  const type = 'type' in part ? parts.platform.model.models[part.type] : undefined;
  const total = (job.total ?? 0) + (type && isCounted(type) ? 0 : rows);
  return { is: 'more', state: { ...state, ...next }, done: job.done + rows, total };
}

/** Compares a run of both tables. If they differ, the copy begins again from that part. */
async function compareStep(work: Move): Promise<Step<MoveState>> {
  const { state, tableParts } = work;
  const { at, run, next } = await nextRun(work, (copier, part, after) => copier.compare(part, after, ITEMS));
  const here = at === state.at ? state.here : 0;
  if (!run) {
    const rows = Object.fromEntries(Object.entries(state.rows).filter(([part]) => Number(part) < at));
    const items = state.items - here;
    return again(work, { phase: 'clear', at, after: null, first: at, items, here: 0, rows });
  }
  if (!tableParts[at]) return more(work, { phase: 'switch' });
  const items = state.items + run.items;
  const found = run.rows ?? 0;
  const rows = found > 0 ? { ...state.rows, [at]: (state.rows[at] ?? 0) + found } : state.rows;
  return more(work, { ...next, items, here: next.at === at ? here + run.items : 0, rows });
}

/** Maximum counters that one step sets. */
const MAX_COUNTERS = 25;
/** Milliseconds by which the clocks of DynamoDB and of the job may differ. The tenant's last write is older than that. */
const SKEW = 5_000;

/** Sets the counters that the consumer of changes keeps, and lets the tenant write again. */
async function unlockStep(work: Move): Promise<Step<MoveState>> {
  const { job, parts, state } = work;
  const types = Object.values(parts.platform.model.models).filter((type) => countKind(type) === 'EVENTUAL');
  const end = state.at + MAX_COUNTERS;
  await setCounts(work, types.slice(state.at, end));
  if (end < types.length) return more(work, { at: end });
  return {
    ...wait(work, { phase: 'eraseSource', at: 0, after: null }, await writesDrainedAt(parts, job)),
    inTransaction: takesStep(job, { type: 'moved' }),
  };
}

/**
 * Sets counters to the rows that were compared. The consumer may have counted into the source after the copy. What it reads later of
 * the time before changes nothing.
 */
async function setCounts(
  { parts, scope, state, input, tableParts }: Move,
  types: readonly ModelType[],
): Promise<void> {
  const copier = copierOf({ parts, scope, input });
  const second = Math.floor((parts.platform.now() - SKEW) / 1000);
  for (const type of types) {
    const own = tableParts.flatMap((part, at) => ('type' in part && part.type === type.name ? [at] : []));
    const rows = own.reduce((sum, at) => sum + (state.rows[at] ?? 0), 0);
    await copier.setCount(type, rows, second);
  }
}

/** Checks that the source is empty, and completes the move. */
async function finishMove(work: Move): Promise<Step<MoveState>> {
  const { input, tableParts, state } = work;
  const left = await firstLeft(deleterOf(work, input.from), tableParts);
  if (left !== null) return again(work, { at: left });
  return { is: 'done', result: { ...input, items: state.items } };
}

function again(work: Move, changed: Partial<MoveState>): Step<MoveState> {
  const rounds = work.state.rounds + 1;
  // A later attempt may find no more writes.
  if (rounds > MAX_ROUNDS) throw new Error('Something writes into a tenant that is being moved.');
  return more(work, { ...changed, rounds });
}

/** Erases the target, and ends the job with the reason. */
async function rollBackStep(work: Move): Promise<Step<MoveState>> {
  const failed: Step<MoveState> = { is: 'failed', error: work.state.why ?? '' };
  try {
    return await erase(work, work.input.to, () => failed);
  } catch (error) {
    if (error instanceof NoTable) return failed;
    throw error;
  }
}
