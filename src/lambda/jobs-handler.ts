import { openAuditLog, openStore } from '../store/index.ts';
import { resumeDeletes } from '../engine/index.ts';
import { dropExpired, noteTypes, runJob, sealAudit, tellJobScope, type JobParts } from '../platform/index.ts';
import type { Log } from '../server/index.ts';

export interface JobsOptions {
  readonly parts: JobParts;
  readonly log: Log;
}

/** Whose large deletes to go on with. Nothing lists all tenants without a scan, so the caller names them. */
export interface JobsEvent {
  readonly tenants: readonly string[];
}

/** What Lambda says of the time that is left. */
export interface JobsTime {
  getRemainingTimeInMillis(): number;
}

export type JobsHandler = (event: JobsEvent, time?: JobsTime) => Promise<void>;

/** Milliseconds kept back for the step under way, which is ended. */
const RESERVE = 60_000;
/** Milliseconds for a caller that does not say. */
const USUAL = 60_000;

/**
 * Goes on with what was cut off: deletes that were too large for one transaction, of the tenants that are named, and
 * exports, imports and purges of all tenants. Brings the audit of the tenants that are named up to date, too.
 */
export function createJobsHandler({ parts, log }: JobsOptions): JobsHandler {
  const { control, model, now } = parts.platform;
  return async ({ tenants }, time) => {
    const until = now() + (time ? time.getRemainingTimeInMillis() - RESERVE : USUAL);
    await noteTypes(control, model);
    await lookAfterTenants(parts, tenants, log);
    for await (const { tenantId, id } of control.all('openJobs', '')) {
      if (now() >= until) return;
      const { is } = await runJob(parts, tenantId, id, { until });
      log({ level: 'info', message: 'job', tenantId, jobId: id, outcome: is });
    }
  };
}

/** What a scope is for. Sealing alone, which reads no rows, is not told: it would never end. */
const JOB = 'resume jobs';

/** Goes on with the deletes of some tenants that were cut off; seals what waits for their audit, and drops what is over. */
export async function lookAfterTenants(
  { platform, scopeOf, send }: JobParts,
  tenants: readonly string[],
  log: Log,
): Promise<void> {
  const { control, cursors, model, now, plans } = platform;
  for (const tenant of tenants) {
    const scope = await scopeOf(tenant, JOB);
    const store = openStore(scope, { types: model.models, send, cursors });
    if ((await store.jobs()).length > 0) await tellJobScope(control, { tenantId: tenant, why: JOB });
    const resumed = await resumeDeletes(model, store);
    if (resumed > 0) log({ level: 'info', message: 'jobs resumed', tenantId: tenant, resumed });
    const audit = { scope, log: openAuditLog(scope, send), control, plans, now };
    await sealAudit(audit);
    await dropExpired(audit);
  }
}
