import { randomUUID } from 'node:crypto';

import { isRefusal, refusals } from '../../tenant/index.ts';
import type { ControlTransaction, JobRecord } from '../../store/index.ts';
import { addExportMail } from './export-mail.ts';
import { exportStep } from './export.ts';
import { clearImport, importStep } from './import.ts';
import { jobChange } from './job-change.ts';
import { jobKind, type JobKind, type JobParts, type Step } from './job-parts.ts';
import { rollBackMove, moveStep } from './move.ts';
import { isOpen } from './new-job.ts';
import { purgeStep } from './purge.ts';

/** The result of a run. `LATER` means that more work is left, from that time on (milliseconds since 1970). */
export type Outcome =
  { readonly is: 'DONE' | 'FAILED' | 'GONE' } | { readonly is: 'LATER'; readonly at: number };

/** Milliseconds that a lease lasts. It is longer than any step takes. */
export const LEASE = 300_000;
/** Milliseconds before a failed job is retried, and how often in a row. */
const RETRY_AFTER = 5_000;
const MAX_ATTEMPTS = 10;
/** Attempts in a row that may end with the death of their process. Each one takes other work along. */
const MAX_DEATHS = 3;

/** Returns what a kind of job does. A function, so that a bundle that runs no jobs leaves the steps out. */
function kindOf({ kind }: Pick<JobRecord, 'kind'>): JobKind {
  switch (kind) {
    case 'EXPORT':
      return jobKind(exportStep);
    case 'IMPORT':
      return jobKind(importStep, clearImport);
    case 'PURGE':
      return jobKind(purgeStep);
    case 'MOVE':
      return jobKind(moveStep, rollBackMove);
    default:
      return kind satisfies never;
  }
}

interface RunOptions {
  /** When to stop, in milliseconds since 1970. The running step is completed first. */
  readonly until: number;
}

/** An error which says that another run holds the job, or that the job no longer exists. */
class Replaced extends Error {
  override readonly name = 'Replaced';
}

/**
 * Runs a job until it is done or the time is over. It stores its state after each step, so the next run
 * continues from the last step if this one is cut off. Only one run at a time holds the job.
 *
 * Terminology:
 * - job: a record in the control table: the input, the state and the lease of long work on one tenant.
 * - kind: EXPORT, IMPORT, PURGE or MOVE. Each has a step function.
 * - step: one bounded piece of work. It returns the next state of the job.
 * - run: one call of this function. It has a random id, the holder.
 * - lease: the time until which only the holder may save the job.
 * - postponed: without a holder, and due after `RETRY_AFTER`.
 * - attempt: one try of a step. It counts before its work begins, so a step that kills its process counts too.
 * @example
 * ```ts
 * const outcome = await runJob(jobParts, 'acme', '0190b5c2-5f6e-7c3a-9a51-0c6f0f7e2d11', { until: Date.now() + 60_000 });
 * if (outcome.is === 'LATER') console.log(`Run it again at ${outcome.at}.`);
 * ```
 */
export async function runJob(
  parts: JobParts,
  tenantId: string,
  jobId: string,
  { until }: RunOptions,
): Promise<Outcome> {
  const { now } = parts.platform;
  const holder = randomUUID();
  const claimed = await claim(parts, { tenantId, id: jobId }, holder);
  if ('is' in claimed) return claimed;
  let job = claimed;
  try {
    const scope = await parts.scopeOf(tenantId, `job ${job.kind} ${jobId}`);
    // The cached tenant may be older than the lease.
    if (job.kind !== 'MOVE' && scope.tenant.status === 'MOVING') {
      const { leaseUntil } = await change(parts, job, (current) => ({
        ...current,
        ...postponed(now()),
        attempts: current.attempts - 1,
      }));
      return { is: 'LATER', at: leaseUntil };
    }
    do {
      const next = await save(parts, job, await kindOf(job).step(job, parts, scope));
      if (next === null) return { is: 'DONE' };
      if (next.status === 'DONE' || next.status === 'FAILED') return { is: next.status };
      job = next;
      if (job.holder === null) return { is: 'LATER', at: job.leaseUntil };
    } while (now() < until && job.cancelled === undefined);
    await change(parts, job, (current) => ({ ...current, leaseUntil: 0, holder: null, attempts: 0 }));
    return { is: 'LATER', at: now() };
  } catch (error) {
    if (error instanceof Replaced) return replacedBy(parts, job);
    return handleFailure(parts, job, error);
  }
}

async function claim(
  { platform }: JobParts,
  ids: Pick<JobRecord, 'tenantId' | 'id'>,
  holder: string,
): Promise<JobRecord | Outcome> {
  return platform.control.transact(async (transaction) => {
    const job = await transaction.get('job', ids);
    if (!job) return { is: 'GONE' };
    if (job.status === 'DONE' || job.status === 'FAILED') return { is: job.status };
    const at = platform.now();
    // A waiting job has no holder, and no run may end the wait early.
    if (job.leaseUntil > at) return { is: 'LATER', at: job.leaseUntil };
    if (await mustWaitForMove(job, transaction)) return { is: 'LATER', at: at + RETRY_AFTER };
    const why = job.cancelled ?? whyExhausted(job);
    if (why !== null) return outcomeOf(await giveUp(transaction, job, why, at));
    const attempts = job.attempts + 1;
    const lease = { holder, leaseUntil: at + LEASE };
    const current: JobRecord = { ...job, status: 'RUNNING', attempts, ...lease, ...stamp(at) };
    transaction.put('job', current);
    return current;
  });
}

/** Returns why a job is not tried again, or null. A job that still has a holder was left by a process that died. */
function whyExhausted({ holder, attempts }: JobRecord): string | null {
  if (holder !== null && attempts >= MAX_DEATHS)
    return `Its process ended ${attempts} times in the same step: the job is set aside.`;
  return attempts >= MAX_ATTEMPTS ? FAILS_HERE : null;
}

const FAILS_HERE = 'It failed repeatedly on our side.';

/** Ends a job as FAILED. A kind of job that must undo its work does that first. */
async function giveUp(
  transaction: ControlTransaction,
  { cancelled: _, ...job }: JobRecord,
  sentence: string,
  at: number,
): Promise<JobRecord> {
  const rollback = kindOf(job).onFinalFailure(job, sentence);
  if (!rollback) return end(transaction, { ...job, status: 'FAILED', error: sentence }, at);
  await rollback.inTransaction?.(transaction);
  const next: JobRecord = { ...job, state: rollback.state, attempts: 0, ...postponed(at), ...stamp(at) };
  transaction.put('job', next);
  return next;
}

function outcomeOf({ status, leaseUntil }: JobRecord): Outcome {
  return status === 'FAILED' ? { is: 'FAILED' } : { is: 'LATER', at: leaseUntil };
}

/**
 * Returns whether a job has to wait because its tenant is being moved. The transaction that grants the lease
 * asks this: no step begins after the move did, and the move waits for the steps that had begun.
 */
async function mustWaitForMove(
  { kind, tenantId: id }: JobRecord,
  transaction: ControlTransaction,
): Promise<boolean> {
  return kind !== 'MOVE' && (await transaction.get('tenant', { id }))?.status === 'MOVING';
}

function postponed(at: number): Pick<JobRecord, 'leaseUntil' | 'holder'> {
  return { leaseUntil: at + RETRY_AFTER, holder: null };
}

/** Saves the result of a step. Returns null if the step deleted the record of the job. */
async function save(parts: JobParts, job: JobRecord, step: Step): Promise<JobRecord | null> {
  const { platform } = parts;
  const at = platform.now();
  switch (step.is) {
    case 'more': {
      const { state, done, total = job.total } = step;
      return change(parts, job, async (current, transaction) => {
        await step.inTransaction?.(transaction);
        const progress = { ...current, state, done, total };
        if (await mustWaitForMove(job, transaction)) return { ...progress, attempts: 0, ...postponed(at) };
        // The run continues with the next step, which is a first attempt.
        return { ...progress, attempts: 1, leaseUntil: at + LEASE };
      });
    }
    case 'wait': {
      const { state, total = job.total, until } = step;
      return change(parts, job, async (current, transaction) => {
        await step.inTransaction?.(transaction);
        return { ...current, state, total, attempts: 0, leaseUntil: until, holder: null };
      });
    }
    case 'done':
      return platform.control.transact(async (transaction) => {
        const current = requireLease(job, await transaction.get('job', job));
        await step.inTransaction?.(transaction);
        addExportMail(transaction, platform, current);
        if (!step.removesJob)
          return end(transaction, { ...current, status: 'DONE', state: null, result: step.result }, at);
        transaction.remove('job', job);
        return null;
      });
    case 'failed':
      return platform.control.transact(async (transaction) => {
        const current = requireLease(job, await transaction.get('job', job));
        await step.inTransaction?.(transaction);
        return end(transaction, { ...current, status: 'FAILED', state: null, error: step.error }, at);
      });
    default:
      return step satisfies never;
  }
}

/**
 * Handles the error of a step. A refusal that only a person can fix ends the job; any other error makes it
 * run again later.
 */
async function handleFailure(parts: JobParts, job: JobRecord, error: unknown): Promise<Outcome> {
  const at = parts.platform.now();
  const final = isRefusal(error) && !refusals[error.code].retryable;
  if (!final) parts.onError(job, error);
  try {
    const ended = await parts.platform.control.transact(async (transaction): Promise<JobRecord> => {
      const current = requireLease(job, await transaction.get('job', job));
      if (final) return giveUp(transaction, current, error.message, at);
      if (current.attempts >= MAX_ATTEMPTS) return giveUp(transaction, current, FAILS_HERE, at);
      const next: JobRecord = { ...current, ...postponed(at), ...stamp(at) };
      transaction.put('job', next);
      return next;
    });
    return outcomeOf(ended);
  } catch (second) {
    if (second instanceof Replaced) return replacedBy(parts, job);
    throw second;
  }
}

/**
 * Saves the end of a job and records it in the audit. The audit of a purged tenant no longer exists, so a
 * purge records nothing.
 */
function end(transaction: ControlTransaction, job: JobRecord, at: number): JobRecord {
  const ended: JobRecord = { ...job, leaseUntil: 0, ...stamp(at) };
  transaction.put('job', ended);
  const { id, kind, status } = ended;
  if (kind !== 'PURGE')
    jobChange(job, transaction).record({
      action: 'job.ended',
      entity: { type: 'TenantJob', id },
      outcome: status === 'DONE' ? 'DONE' : 'REFUSED',
      detail: { kind },
    });
  return ended;
}

async function change(
  { platform }: JobParts,
  job: JobRecord,
  next: (current: JobRecord, transaction: ControlTransaction) => JobRecord | Promise<JobRecord>,
): Promise<JobRecord> {
  return platform.control.transact(async (transaction) => {
    const current = requireLease(job, await transaction.get('job', job));
    const changed = { ...(await next(current, transaction)), ...stamp(platform.now()) };
    transaction.put('job', changed);
    return changed;
  });
}

/** Returns what became of a job that this run has lost: its end, or when the lease of its new holder ends. */
async function replacedBy({ platform }: JobParts, job: JobRecord): Promise<Outcome> {
  const current = await platform.control.get('job', job);
  if (!current) return { is: 'GONE' };
  const { status, leaseUntil } = current;
  if (status === 'DONE' || status === 'FAILED') return { is: status };
  return { is: 'LATER', at: Math.max(leaseUntil, platform.now()) };
}

function requireLease(job: JobRecord, stored: JobRecord | null): JobRecord {
  if (!stored || stored.holder !== job.holder || !isOpen(stored)) throw new Replaced();
  return stored;
}

function stamp(at: number): Pick<JobRecord, 'updatedAt'> {
  return { updatedAt: new Date(at).toISOString() };
}
