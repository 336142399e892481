import { openStore } from '../store/index.ts';
import { resumeDeletes } from '../engine/index.ts';
import { noteTypes, runJob, type JobParts } from '../platform/index.ts';
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
 * exports, imports and purges of all tenants.
 */
export function createJobsHandler({ parts, log }: JobsOptions): JobsHandler {
  const { control, model, now } = parts.platform;
  return async ({ tenants }, time) => {
    const until = now() + (time ? time.getRemainingTimeInMillis() - RESERVE : USUAL);
    await noteTypes(control, model);
    await resumeTenantDeletes(parts, tenants, log);
    for await (const { tenantId, id } of control.all('openJobs', '')) {
      if (now() >= until) return;
      const { is } = await runJob(parts, tenantId, id, { until });
      log({ level: 'info', message: 'job', tenantId, jobId: id, outcome: is });
    }
  };
}

/** Goes on with the deletes of some tenants that were cut off. */
export async function resumeTenantDeletes(
  { platform, scopeOf, send }: JobParts,
  tenants: readonly string[],
  log: Log,
): Promise<void> {
  const { cursors, model } = platform;
  for (const tenant of tenants) {
    const scope = await scopeOf(tenant, 'resume jobs');
    const resumed = await resumeDeletes(model, openStore(scope, { types: model.models, send, cursors }));
    if (resumed > 0) log({ level: 'info', message: 'jobs resumed', tenantId: tenant, resumed });
  }
}
