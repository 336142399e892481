import { randomUUID } from 'node:crypto';

import { isRefusal, refusals } from '../../tenant/index.ts';
import type { ControlTransaction, JobRecord } from '../../store/index.ts';
import { exportStep } from './export.ts';
import { importStep } from './import.ts';
import { jobChange } from './job-change.ts';
import { jobKind, type JobKind, type JobParts, type Step } from './job-parts.ts';
import { rollBackMove, moveStep } from './move.ts';
import { isOpen } from './new-job.ts';
import { purgeStep } from './purge.ts';

/** What became of a job. `LATER`: there is more to do, from that time on (milliseconds since 1970). */
export type Outcome =
  { readonly is: 'DONE' | 'FAILED' | 'GONE' } | { readonly is: 'LATER'; readonly at: number };

/** How long a process has a job to itself, in milliseconds; longer than any step takes. */
export const LEASE = 300_000;
/** Milliseconds before a job that failed on our side is tried again, and how often in a row. */
const RETRY_AFTER = 5_000;
const MAX_ATTEMPTS = 10;

const KINDS: Readonly<Record<JobRecord['kind'], JobKind>> = {
  EXPORT: jobKind(exportStep),
  IMPORT: jobKind(importStep),
  PURGE: jobKind(purgeStep),
  MOVE: jobKind(moveStep, rollBackMove),
};

interface RunOptions {
  /** When to stop, in milliseconds since 1970. The step under way is ended. */
  readonly until: number;
  /** No other process can be at it: a lease is left over from one that died. */
  readonly alone?: boolean;
}

/** Another run has the job by now, or it is no longer there. */
class Replaced extends Error {
  override readonly name = 'Replaced';
}

/**
 * Works on a job until it is done or the time is up, in steps whose state is kept: whatever cuts a run off, the next
 * goes on from the last step. Only one run at a time has the job.
 */
export async function runJob(
  parts: JobParts,
  tenantId: string,
  jobId: string,
  { until, alone = false }: RunOptions,
): Promise<Outcome> {
  const { now } = parts.platform;
  const holder = randomUUID();
  const claimed = await claim(parts, { tenantId, id: jobId }, holder, alone);
  if ('is' in claimed) return claimed;
  let job = claimed;
  try {
    const scope = await parts.scopeOf(tenantId, `job ${job.kind} ${jobId}`);
    // The look-up may be of a moment before the job was claimed.
    if (job.kind !== 'MOVE' && scope.tenant.status === 'MOVING') {
      const { leaseUntil } = await change(parts, job, (held) => ({ ...held, ...postponed(now()) }));
      return { is: 'LATER', at: leaseUntil };
    }
    do {
      const next = await save(parts, job, await KINDS[job.kind].step(job, parts, scope));
      if (next === null) return { is: 'DONE' };
      if (next.status === 'DONE' || next.status === 'FAILED') return { is: next.status };
      job = next;
      if (job.holder === null) return { is: 'LATER', at: job.leaseUntil };
    } while (now() < until);
    await change(parts, job, (held) => ({ ...held, leaseUntil: 0 }));
    return { is: 'LATER', at: now() };
  } catch (error) {
    if (error instanceof Replaced) return { is: 'LATER', at: now() + LEASE };
    return handleFailure(parts, job, error);
  }
}

async function claim(
  { platform }: JobParts,
  ids: Pick<JobRecord, 'tenantId' | 'id'>,
  holder: string,
  alone: boolean,
): Promise<JobRecord | Outcome> {
  return platform.control.transact(async (transaction) => {
    const job = await transaction.get('job', ids);
    if (!job) return { is: 'GONE' };
    if (job.status === 'DONE' || job.status === 'FAILED') return { is: job.status };
    const at = platform.now();
    // A wait has no holder, and nobody cuts it short.
    if (job.leaseUntil > at && !(alone && job.holder !== null)) return { is: 'LATER', at: job.leaseUntil };
    if (await mustWaitForMove(job, transaction)) return { is: 'LATER', at: at + RETRY_AFTER };
    const held: JobRecord = { ...job, status: 'RUNNING', holder, leaseUntil: at + LEASE, ...stamp(at) };
    transaction.put('job', held);
    return held;
  });
}

/**
 * Whether a job has to wait because its tenant is on its way. That is asked in the transaction that gives a job its lease:
 * no step begins after the move did, and the move waits for those that had begun.
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

/** Keeps what a step came to; null when the record of the job went with it. */
async function save(parts: JobParts, job: JobRecord, step: Step): Promise<JobRecord | null> {
  const { platform } = parts;
  const at = platform.now();
  switch (step.is) {
    case 'more': {
      const { state, done, total = job.total } = step;
      return change(parts, job, async (held, transaction) => {
        await step.along?.(transaction);
        const lease = (await mustWaitForMove(job, transaction)) ? postponed(at) : { leaseUntil: at + LEASE };
        return { ...held, state, done, total, attempts: 0, ...lease };
      });
    }
    case 'wait': {
      const { state, total = job.total, until } = step;
      return change(parts, job, async (held, transaction) => {
        await step.along?.(transaction);
        return { ...held, state, total, attempts: 0, leaseUntil: until, holder: null };
      });
    }
    case 'done':
      return platform.control.transact(async (transaction) => {
        const held = requireLease(job, await transaction.get('job', job));
        await step.along?.(transaction);
        if (!step.removesJob)
          return end(transaction, { ...held, status: 'DONE', state: null, result: step.result }, at);
        transaction.remove('job', job);
        return null;
      });
    case 'failed':
      return platform.control.transact(async (transaction) => {
        const held = requireLease(job, await transaction.get('job', job));
        await step.along?.(transaction);
        return end(transaction, { ...held, status: 'FAILED', state: null, error: step.error }, at);
      });
    default:
      return step satisfies never;
  }
}

/** A refusal that nothing but a person can mend ends the job; anything else is tried again later. */
async function handleFailure(parts: JobParts, job: JobRecord, error: unknown): Promise<Outcome> {
  const at = parts.platform.now();
  const final = isRefusal(error) && !refusals[error.code].retryable;
  if (!final) parts.onError(job, error);
  try {
    const ended = await parts.platform.control.transact(async (transaction): Promise<JobRecord> => {
      const held = requireLease(job, await transaction.get('job', job));
      const attempts = held.attempts + 1;
      const fails = final || attempts >= MAX_ATTEMPTS;
      const sentence = final ? error.message : 'It failed again and again on our side.';
      const instead = fails ? KINDS[job.kind].onFinalFailure(held, sentence) : null;
      if (fails && !instead) return end(transaction, { ...held, status: 'FAILED', error: sentence }, at);
      await instead?.along?.(transaction);
      const went = instead ? { state: instead.state, attempts: 0 } : { attempts };
      const next: JobRecord = { ...held, ...went, ...postponed(at), ...stamp(at) };
      transaction.put('job', next);
      return next;
    });
    return ended.status === 'FAILED' ? { is: 'FAILED' } : { is: 'LATER', at: ended.leaseUntil };
  } catch (second) {
    if (second instanceof Replaced) return { is: 'LATER', at: at + LEASE };
    throw second;
  }
}

/** Writes the end of a job, and has the audit tell of it: not of a purge, whose audit is gone. */
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
  next: (held: JobRecord, transaction: ControlTransaction) => JobRecord | Promise<JobRecord>,
): Promise<JobRecord> {
  return platform.control.transact(async (transaction) => {
    const held = requireLease(job, await transaction.get('job', job));
    const changed = { ...(await next(held, transaction)), ...stamp(platform.now()) };
    transaction.put('job', changed);
    return changed;
  });
}

function requireLease(job: JobRecord, stored: JobRecord | null): JobRecord {
  if (!stored || stored.holder !== job.holder || !isOpen(stored)) throw new Replaced();
  return stored;
}

function stamp(at: number): Pick<JobRecord, 'updatedAt'> {
  return { updatedAt: new Date(at).toISOString() };
}
