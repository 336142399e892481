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
import { LOOK_UP_TTL, Refusal, type Isolation, type Scope } from '../../tenant/index.ts';
import type { Step as LifeStep } from '../tenants/life.ts';
import { takeStep } from '../tenants/take-step.ts';
import { countedRows, isCounted } from './counted-rows.ts';
import { eraseSome, firstLeft } from './erase-parts.ts';
import { jobChange } from './job-change.ts';
import type { JobOf, JobParts, OnFinalFailure, Step, Work } from './job-parts.ts';
import { writesDrainedAt } from './writes-drained.ts';
import { recordModelTypes } from './model-types.ts';

/** From which table of rows to which. */
export type MoveInput = Readonly<{ from: Isolation; to: Isolation }>;

/** Where a move is. Up to `switch` it may be given up; from `spread` on it arrives. */
type MoveState = Readonly<{
  phase: 'clear' | 'copy' | 'compare' | 'switch' | 'waitForCaches' | 'unlock' | 'eraseSource' | 'rollBack';
  /** The names of all types that there ever were. */
  types: readonly string[];
  /** The part of the table that is next, and the sort key after which its next run begins. */
  at: number;
  after: string | null;
  /** The first part of this round; those before it are there. */
  first: number;
  /** How often something was not as expected, and a part of the work began again. */
  rounds: number;
  /** Items that were found to be the same in both tables, and how many of them are of the part at hand. */
  items: number;
  here: number;
  /** Why it is given up. */
  why?: string;
}>;

type MoveJob = JobOf<MoveInput, MoveState>;

/** Items of one step, and parts that it looks into. */
const ITEMS = 500;
const LOOKS = 25;
const MAX_ROUNDS = 5;

/**
 * Milliseconds after which every process reads the new place: a process knows for `LOOK_UP_TTL` where a tenant is, and the
 * look-up itself may have been behind, since it is not a strongly consistent one.
 */
const ALL_HAVE_LOOKED = LOOK_UP_TTL + 5_000;

/** Work on one move: what all of its steps use. */
interface Move {
  readonly job: MoveJob;
  readonly parts: JobParts;
  readonly scope: Scope;
  readonly state: MoveState;
  readonly input: MoveInput;
  readonly places: readonly Part[];
}

/**
 * Carries all that a tenant has in a table of rows into another one, while it can be read: what is there of an earlier try is
 * erased, everything is copied as it is stored and compared, then the record of the tenant says the new place, and at last
 * the old one is erased. Nothing is written meanwhile: who opens the rows of a tenant that is MOVING is refused. Each change
 * of the tenant is one transaction with the state of the job.
 */
export const moveStep: Work<MoveInput, MoveState> = async (job, parts, scope) => {
  const { input, state } = job;
  if (!state) return begin(job, parts, scope);
  const work: Move = { job, parts, scope, state, input, places: partsOf(state.types) };
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
        along: taking(job, { type: 'settle', to: input.to }),
      };
    case 'waitForCaches':
      return wait(work, { phase: 'unlock' }, parts.platform.now() + ALL_HAVE_LOOKED);
    case 'unlock':
      return {
        ...wait(work, { phase: 'eraseSource', at: 0, after: null }, await writesDrainedAt(parts, job)),
        along: taking(job, { type: 'moved' }),
      };
    case 'eraseSource':
      return erase(work, input.from, () => arrive(work));
    case 'rollBack':
      return retreatStep(work);
    default:
      return state.phase satisfies never;
  }
};

/**
 * A move that cannot go on leaves the tenant where its rows are. Up to the switch that is where they were, and what was begun
 * elsewhere is erased; from then on it arrives, however often that has to be tried.
 */
export const rollBackMove: OnFinalFailure<MoveInput, MoveState> = (job, why) => {
  const { done } = job;
  const known = job.state ?? BEGIN;
  const { phase } = known;
  if (phase === 'waitForCaches' || phase === 'unlock' || phase === 'eraseSource' || phase === 'rollBack')
    return { is: 'more', state: known, done };
  const state: MoveState = { ...known, phase: 'rollBack', at: 0, why };
  return { is: 'more', state, done, along: taking(job, { type: 'stay' }) };
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
};

async function begin(job: MoveJob, parts: JobParts, scope: Scope): Promise<Step<MoveState>> {
  const { platform, sendOf } = parts;
  const { from, to } = job.input;
  const types = await recordModelTypes(platform.control, platform.model);
  // Nobody need be kept from writing to hear that there is no such table.
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
    'There is no table for this tenant yet: add it to "silos" of the stage and deploy; on a laptop start with --silo.',
  );
}

function more({ job, state }: Move, changed: Partial<MoveState>): Step<MoveState> {
  return { is: 'more', state: { ...state, ...changed }, done: job.done };
}

function wait({ state }: Move, changed: Partial<MoveState>, until: number): Step<MoveState> {
  return { is: 'wait', state: { ...state, ...changed }, until };
}

function taking(job: JobRecord, step: LifeStep): (transaction: ControlTransaction) => Promise<void> {
  return async (transaction) => {
    await takeStep(jobChange(job, transaction), job.tenantId, step, { ...job.input });
  };
}

/** Erases what the tenant has in a table, some at a time; then what `next` says follows. */
async function erase(
  work: Move,
  table: Isolation,
  next: () => Step<MoveState> | Promise<Step<MoveState>>,
): Promise<Step<MoveState>> {
  const { at } = await eraseSome(eraserOf(work, table), work.places, work.state.at);
  return at < work.places.length ? more(work, { at }) : next();
}

function eraserOf({ parts, scope }: Move, table: Isolation): TenantDeleter {
  return openTenantDeleter(scope, parts.sendOf(scope, table));
}

/** A run of items, and the place that follows it. */
interface Stretch {
  /** Its part; beyond the last one when nothing is left. */
  readonly at: number;
  /** Null when something is not as it should be. */
  readonly run: Run | null;
  readonly next: Pick<MoveState, 'at' | 'after'>;
}

/** Takes the next run of items from the place of the state on; parts without are passed by, some at a time. */
async function nextStretch(
  { parts: { sendOf }, scope, state, input, places }: Move,
  take: (carrier: TableCopier, part: Part, after: string | null) => Promise<Run | null>,
): Promise<Stretch> {
  const carrier = openTableCopier(scope, { from: sendOf(scope, input.from), to: sendOf(scope, input.to) });
  let { at, after } = state;
  for (let looks = 0; looks < LOOKS; looks++) {
    const part = places[at];
    if (!part) break;
    const run = await take(carrier, part, after);
    if (!run) return { at, run, next: { at, after } };
    const next = run.after === null ? { at: at + 1, after: null } : { at, after: run.after };
    if (run.items > 0) return { at, run, next };
    ({ at, after } = next);
  }
  return { at, run: { items: 0, after }, next: { at, after } };
}

async function copyStep(work: Move): Promise<Step<MoveState>> {
  const { job, parts, state, places } = work;
  const { at, run, next } = await nextStretch(work, (carrier, part, after) =>
    carrier.copy(part, after, ITEMS),
  );
  const part = places[at];
  if (!part) return more(work, { phase: 'compare', at: state.first, after: null });
  const rows = 'type' in part ? (run?.items ?? 0) : 0;
  const type = 'type' in part ? parts.platform.model.models[part.type] : undefined;
  const total = (job.total ?? 0) + (type && isCounted(type) ? 0 : rows);
  return { is: 'more', state: { ...state, ...next }, done: job.done + rows, total };
}

/** Looks at both tables; where they differ, the copy begins again from that part on. */
async function compareStep(work: Move): Promise<Step<MoveState>> {
  const { state, places } = work;
  const { at, run, next } = await nextStretch(work, (carrier, part, after) =>
    carrier.compare(part, after, ITEMS),
  );
  const here = at === state.at ? state.here : 0;
  if (!run)
    return again(work, { phase: 'clear', at, after: null, first: at, items: state.items - here, here: 0 });
  if (!places[at]) return more(work, { phase: 'switch' });
  const items = state.items + run.items;
  return more(work, { ...next, items, here: next.at === at ? here + run.items : 0 });
}

/** Looks for what is left in the old table, and tells what was carried. */
async function arrive(work: Move): Promise<Step<MoveState>> {
  const { input, places, state } = work;
  const left = await firstLeft(eraserOf(work, input.from), places);
  if (left !== null) return again(work, { at: left });
  return { is: 'done', result: { ...input, items: state.items } };
}

function again(work: Move, changed: Partial<MoveState>): Step<MoveState> {
  const rounds = work.state.rounds + 1;
  // Another try later may find them gone.
  if (rounds > MAX_ROUNDS) throw new Error('Something writes into a tenant that is being moved.');
  return more(work, { ...changed, rounds });
}

/** Erases what was begun in the other table, and ends with the reason. */
async function retreatStep(work: Move): Promise<Step<MoveState>> {
  const failed: Step<MoveState> = { is: 'failed', error: work.state.why ?? '' };
  try {
    return await erase(work, work.input.to, () => failed);
  } catch (error) {
    if (error instanceof NoTable) return failed;
    throw error;
  }
}
