import type { JobRecord } from '../store/index.ts';
import { livingTenants, recordModelTypes, runJob, type JobParts, type Outcome } from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';
import { openUpkeep } from './tenant-upkeep.ts';

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
/** Maximum milliseconds of a job, or of a tenant's upkeep, before the next one has its turn. */
const SLICE = 30_000;
/** Maximum milliseconds of a tenant's upkeep in the first round, in which each tenant has its turn. */
const FIRST_SLICE = 2_000;

/**
 * Creates the handler that resumes unfinished work: exports, imports, purges and moves of all tenants, and
 * deletes that were too large for one transaction. It also seals waiting audit events and deletes expired
 * ones. A tenant that fails or that has much work stops no other. The last log line records whether the run came to
 * all tenants, how many of them failed, and how long a job had waited.
 */
export function createJobsHandler({ parts, log }: JobsOptions): JobsHandler {
  const { control, model, now } = parts.platform;
  const upkeep = openUpkeep(parts, log);
  const workOf = (failed: Set<string>): Working => ({
    now,
    async run({ tenantId, id }, until) {
      const outcome = await apart(log, tenantId, failed, () => runJob(parts, tenantId, id, { until }));
      log({ level: 'info', message: 'job', tenantId, jobId: id, outcome: outcome?.is ?? 'FAILED' });
      return outcome;
    },
    maintain: async (tenant, until) =>
      (await apart(log, tenant, failed, () => upkeep.maintain(tenant, until))) ?? 'done',
  });
  return async ({ tenants }, time) => {
    const began = now();
    const until = began + (time ? time.getRemainingTimeInMillis() - RESERVE : DEFAULT_BUDGET_MS);
    await recordModelTypes(control, model);
    const jobs: JobRecord[] = [];
    for await (const job of control.all('openJobs', '')) jobs.push(job);
    const failed = new Set<string>();
    const whole = await workInTurn(workOf(failed), jobs, tenants ?? livingTenants(control), until);
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
  /** Resumes the deletes of a tenant, and brings its audit up to date. */
  readonly maintain: (tenant: string, until: number) => Promise<'done' | 'more'>;
}

/**
 * Works in turns: a slice of each job, then a slice of each tenant's upkeep, then further slices until the time is over.
 * So no large job and no large delete delays the work of the others.
 * @returns whether there was time for a slice of each job and of each tenant
 */
async function workInTurn(
  { now, run, maintain }: Working,
  jobs: readonly JobRecord[],
  tenants: Iterable<string> | AsyncIterable<string>,
  until: number,
): Promise<boolean> {
  const slice = Math.min(SLICE, (until - now()) / (2 * jobs.length));
  // A job that was tried before may end this process, so the others go first.
  let due = [...jobs].sort((a, b) => a.attempts - b.attempts);
  let unmaintained = tenants;
  for (let isFirst = true; ; isFirst = false) {
    const later: JobRecord[] = [];
    for (const job of due) {
      if (now() >= until) return !isFirst;
      const outcome = await run(job, Math.min(until, now() + slice));
      if (outcome?.is === 'LATER' && outcome.at <= now()) later.push(job);
    }
    const busy: string[] = [];
    for await (const tenant of unmaintained) {
      if (now() >= until) return !isFirst;
      const left = await maintain(tenant, Math.min(until, now() + (isFirst ? FIRST_SLICE : SLICE)));
      if (left === 'more') busy.push(tenant);
    }
    due = later;
    unmaintained = busy;
    if (due.length === 0 && busy.length === 0) return true;
  }
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
