import { isDeferredByMove, type Scope } from '../tenant/index.ts';
import { refreshingSend, openAuditLog, openStore, type JobRecord, type Send } from '../store/index.ts';
import { findInterruptedDeletes, resumeDeletes, type InterruptedDeletes } from '../engine/index.ts';
import {
  dropExpired,
  livingTenants,
  recordModelTypes,
  runJob,
  sealAudit,
  recordJobScope,
  type JobParts,
  type Outcome,
} from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';

export interface JobsOptions {
  readonly parts: JobParts;
  readonly log: Log;
}

/** The tenants whose deletes to resume and whose audit to seal. All tenants if absent. */
export interface JobsEvent {
  readonly tenants?: readonly string[];
}

/** Lambda's remaining time. */
export interface JobsTime {
  getRemainingTimeInMillis(): number;
}

export type JobsHandler = (event: JobsEvent, time?: JobsTime) => Promise<void>;

/** Milliseconds that are reserved for the running step, which is completed. */
const RESERVE = 60_000;
/** Milliseconds of a run if the event has no remaining time. */
const DEFAULT_BUDGET_MS = 60_000;
/** Maximum milliseconds of a job before the next one has its turn. */
const SLICE = 30_000;

/**
 * Creates the handler that resumes unfinished work: exports, imports, purges and moves of all tenants, and
 * deletes that were too large for one transaction. It also seals waiting audit events and deletes expired
 * ones. A tenant that fails stops no other. The last log line records whether the run came to all tenants, how many of
 * them failed, and how long a job had waited.
 */
export function createJobsHandler({ parts, log }: JobsOptions): JobsHandler {
  const { control, model, now } = parts.platform;
  const reportLost = reportLostOnce(log);
  const workOf = (failed: Set<string>): Working => ({
    now,
    async run({ tenantId, id }, until) {
      const outcome = await apart(log, tenantId, failed, () => runJob(parts, tenantId, id, { until }));
      log({ level: 'info', message: 'job', tenantId, jobId: id, outcome: outcome?.is ?? 'FAILED' });
      return outcome;
    },
    /** Resumes the deletes of all tenants, and seals their audit. */
    async maintain(tenants, until) {
      for await (const tenant of tenants ?? livingTenants(control)) {
        if (now() >= until) return false;
        await apart(log, tenant, failed, () =>
          unlessItMoves(parts, tenant, async (scope, send) => {
            await resumeDeletesOf(parts, { scope, send, log, reportLost });
            await bringAuditUpToDate(parts, scope, send);
          }),
        );
      }
      return true;
    },
  });
  return async ({ tenants }, time) => {
    const began = now();
    const until = began + (time ? time.getRemainingTimeInMillis() - RESERVE : DEFAULT_BUDGET_MS);
    await recordModelTypes(control, model);
    const jobs: JobRecord[] = [];
    for await (const job of control.all('openJobs', '')) jobs.push(job);
    const failed = new Set<string>();
    const whole = await workInTurn(workOf(failed), jobs, tenants, until);
    const JobWait = Math.max(0, ...jobs.map((job) => secondsDue(job, began)));
    log({
      level: 'info',
      message: 'jobs',
      jobs: jobs.length,
      metrics: { JobWait, JobRounds: whole ? 1 : 0, TenantsFailed: failed.size },
    });
  };
}

interface Working {
  readonly now: () => number;
  /** Returns null if the job failed in an unforeseen way. */
  readonly run: (job: JobRecord, until: number) => Promise<Outcome | null>;
  /** Returns whether there was time for all tenants. */
  readonly maintain: (tenants: JobsEvent['tenants'], until: number) => Promise<boolean>;
}

/**
 * Works in turns: a slice of each job, then the upkeep of the tenants, then further slices until the time is over. So
 * no large job delays the other jobs or the audit.
 * @returns whether there was time for a slice of each job and for all tenants
 */
async function workInTurn(
  { now, run, maintain }: Working,
  jobs: readonly JobRecord[],
  tenants: JobsEvent['tenants'],
  until: number,
): Promise<boolean> {
  const slice = Math.min(SLICE, (until - now()) / (2 * jobs.length));
  // A job that was tried before may end this process, so the others go first.
  let due = [...jobs].sort((a, b) => a.attempts - b.attempts);
  for (let isFirst = true; isFirst || due.length > 0; isFirst = false) {
    const later: JobRecord[] = [];
    for (const job of due) {
      if (now() >= until) return !isFirst;
      const outcome = await run(job, Math.min(until, now() + slice));
      if (outcome?.is === 'LATER' && outcome.at <= now()) later.push(job);
    }
    if (isFirst && !(await maintain(tenants, until))) return false;
    due = later;
  }
  return true;
}

/** Does the work of one tenant. An error goes to the log with the tenant, and the work of the others goes on. */
async function apart<Result>(
  log: Log,
  tenantId: string,
  failed: Set<string>,
  work: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    failed.add(tenantId);
    log({ level: 'error', message: 'jobs: the work of a tenant failed', tenantId, ...describeError(error) });
    return null;
  }
}

/** Returns the seconds for which a job has been due and no run has taken it. */
function secondsDue({ updatedAt, leaseUntil }: JobRecord, now: number): number {
  return Math.floor((now - Math.max(Date.parse(updatedAt), leaseUntil)) / 1000);
}

/**
 * The reason of the scope. Sealing reads no rows and is not recorded: the record would be one more
 * event to seal.
 */
const JOB = 'resume jobs';

/** Resumes the unfinished deletes of all tenants. */
export async function resumeAllDeletes(parts: JobParts, log: Log): Promise<void> {
  const reportLost = reportLostOnce(log);
  for await (const tenant of livingTenants(parts.platform.control))
    await apart(log, tenant, new Set(), () =>
      unlessItMoves(parts, tenant, (scope, send) => resumeDeletesOf(parts, { scope, send, log, reportLost })),
    );
}

/** Runs work on a tenant's rows. If the tenant is being moved, a later run does the work. */
async function unlessItMoves(
  { platform, scopeOf, sendOf }: JobParts,
  tenant: string,
  work: (scope: Scope, send: Send) => Promise<void>,
): Promise<void> {
  const open = (): Promise<Scope> => scopeOf(tenant, JOB);
  const scope = await open();
  if (scope.tenant.status === 'MOVING') return;
  try {
    await work(scope, refreshingSend(sendOf, scope, { open, now: platform.now }));
  } catch (error) {
    if (!isDeferredByMove(error)) throw error;
  }
}

interface Resuming {
  readonly scope: Scope;
  readonly send: Send;
  readonly log: Log;
  readonly reportLost: ReportLost;
}

async function resumeDeletesOf(
  { platform }: JobParts,
  { scope, send, log, reportLost }: Resuming,
): Promise<void> {
  const { control, cursors, model } = platform;
  const { tenantId } = scope;
  const store = openStore(scope, { types: model.models, send, cursors });
  const { open, lost } = await findInterruptedDeletes(model, store);
  reportLost(tenantId, lost);
  if (open.length === 0) return;
  await recordJobScope(control, { tenantId, why: JOB });
  await resumeDeletes(model, store, open);
  log({ level: 'info', message: 'jobs resumed', tenantId, resumed: open.length });
}

type ReportLost = (tenantId: string, jobs: InterruptedDeletes['lost']) => void;

/**
 * Logs a delete that cannot be continued because the schema lost its type, once in a process. The job and its row stay
 * until the schema has the type again, or until the tenant is purged.
 */
function reportLostOnce(log: Log): ReportLost {
  const reported = new Set<string>();
  return (tenantId, jobs) => {
    for (const { id, type } of jobs) {
      if (reported.has(id)) continue;
      reported.add(id);
      log({ level: 'error', message: 'job of a lost type', tenantId, jobId: id, type });
    }
  };
}

async function bringAuditUpToDate({ platform }: JobParts, scope: Scope, send: Send): Promise<void> {
  const { control, plans, now } = platform;
  const audit = { scope, log: openAuditLog(scope, send), control, plans, now };
  await sealAudit(audit);
  await dropExpired(audit);
}
