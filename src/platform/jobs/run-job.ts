import { randomUUID } from 'node:crypto';

import { Refusal, refusals, type Actor } from '../../tenant/index.ts';
import type { JobRecord } from '../../store/index.ts';
import { auditEvent } from '../audit/event.ts';
import { exportStep } from './export.ts';
import { importStep } from './import.ts';
import type { JobParts, Step, Work } from './job-parts.ts';
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

const WORK: Readonly<Record<JobRecord['kind'], Work>> = {
  EXPORT: exportStep,
  IMPORT: importStep,
  PURGE: purgeStep,
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
    do {
      const step = await WORK[job.kind](job, parts, scope);
      const next = await save(parts, job, step);
      if (next === null) return { is: 'DONE' };
      job = next;
      if (step.is === 'wait') return { is: 'LATER', at: step.until };
    } while (now() < until);
    await change(parts, job, (held) => ({ ...held, leaseUntil: 0 }));
    return { is: 'LATER', at: now() };
  } catch (error) {
    if (error instanceof Replaced) return { is: 'LATER', at: now() + LEASE };
    return endBadly(parts, job, error);
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
    const held: JobRecord = { ...job, status: 'RUNNING', holder, leaseUntil: at + LEASE, ...stamp(at) };
    transaction.put('job', held);
    return held;
  });
}

/** Keeps what a step came to; null when that was the last one. */
async function save(parts: JobParts, job: JobRecord, step: Step): Promise<JobRecord | null> {
  const { platform } = parts;
  const at = platform.now();
  switch (step.is) {
    case 'more': {
      const { state, done, total = job.total } = step;
      return change(parts, job, (held) => ({
        ...held,
        state,
        done,
        total,
        leaseUntil: at + LEASE,
        attempts: 0,
      }));
    }
    case 'wait':
      return change(parts, job, (held) => ({
        ...held,
        state: step.state,
        total: step.total,
        leaseUntil: step.until,
        holder: null,
      }));
    case 'done':
      await platform.control.transact(async (transaction) => {
        const held = heldBy(job, await transaction.get('job', job));
        await step.finish?.(transaction);
        if (step.removesJob) {
          transaction.remove('job', job);
          return;
        }
        const ended: JobRecord = { ...held, status: 'DONE', state: {}, result: step.result, leaseUntil: 0 };
        transaction.put('job', { ...ended, ...stamp(at) });
        transaction.record(told(job, 'DONE'));
      });
      return null;
    default:
      return step satisfies never;
  }
}

/** A refusal that nothing but a person can mend ends the job; anything else is tried again later. */
async function endBadly(parts: JobParts, job: JobRecord, error: unknown): Promise<Outcome> {
  const at = parts.platform.now();
  const final = error instanceof Refusal && !refusals[(error as Refusal).code].retryable;
  if (!final) parts.onError(job, error);
  try {
    const ended = await parts.platform.control.transact(async (transaction): Promise<JobRecord> => {
      const held = heldBy(job, await transaction.get('job', job));
      const attempts = held.attempts + 1;
      const fails = final || attempts >= MAX_ATTEMPTS;
      const sentence = final ? (error as Refusal).message : 'It failed again and again on our side.';
      const next: JobRecord = fails
        ? { ...held, status: 'FAILED', error: sentence, leaseUntil: 0, ...stamp(at) }
        : { ...held, attempts, leaseUntil: at + RETRY_AFTER, holder: null, ...stamp(at) };
      transaction.put('job', next);
      if (fails && job.kind !== 'PURGE') transaction.record(told(job, 'REFUSED'));
      return next;
    });
    return ended.status === 'FAILED' ? { is: 'FAILED' } : { is: 'LATER', at: ended.leaseUntil };
  } catch (second) {
    if (second instanceof Replaced) return { is: 'LATER', at: at + LEASE };
    throw second;
  }
}

async function change(
  { platform }: JobParts,
  job: JobRecord,
  next: (held: JobRecord) => JobRecord,
): Promise<JobRecord> {
  return platform.control.transact(async (transaction) => {
    const changed = { ...next(heldBy(job, await transaction.get('job', job))), ...stamp(platform.now()) };
    transaction.put('job', changed);
    return changed;
  });
}

function heldBy(job: JobRecord, stored: JobRecord | null): JobRecord {
  if (!stored || stored.holder !== job.holder || !isOpen(stored)) throw new Replaced();
  return stored;
}

function stamp(at: number): Pick<JobRecord, 'updatedAt'> {
  return { updatedAt: new Date(at).toISOString() };
}

function told({ tenantId, kind, id }: JobRecord, outcome: 'DONE' | 'REFUSED') {
  const actor: Actor = { type: 'system', id: 'job', name: kind };
  const deed = { action: 'job.ended', entity: { type: 'TenantJob', id }, outcome, detail: { kind } };
  return auditEvent(tenantId, actor, { requestId: null, ip: null }, deed);
}
