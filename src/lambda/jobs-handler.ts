import { jobScope, type Directory } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import { openAuditLog, openStore, type Control, type Cursors, type Send } from '../store/index.ts';
import { resumeDeletes } from '../engine/index.ts';
import { dropExpired, sealAudit, tellJobScope, type Plans } from '../platform/index.ts';
import type { Log } from '../server/index.ts';

export interface JobsOptions {
  readonly model: Model;
  readonly directory: Directory;
  readonly control: Control;
  readonly plans: Plans;
  readonly send: Send;
  readonly cursors: Cursors;
  readonly log: Log;
}

/** Whose jobs to go on with. Nothing lists all tenants without a scan, so the caller names them. */
export interface JobsEvent {
  readonly tenants: readonly string[];
}

/** What the scope is for. Sealing alone, which reads no rows, is not told: it would never end. */
const JOB = 'resume jobs';

export type JobsHandler = (event: JobsEvent) => Promise<void>;

/**
 * Goes on with the jobs that were cut off, which are deletes that were too large for one transaction, and brings the audit
 * up to date: what waits is sealed, what is over goes.
 */
export function createJobsHandler(options: JobsOptions): JobsHandler {
  const { model, directory, control, plans, send, cursors, log } = options;
  return async ({ tenants }) => {
    for (const tenant of tenants) {
      const scope = await jobScope(directory, tenant, JOB, (entry) => {
        log({ level: 'info', message: 'job scope', ...entry });
      });
      const store = openStore(scope, { types: model.models, send, cursors });
      if ((await store.jobs()).length > 0) await tellJobScope(control, { tenantId: tenant, why: JOB });
      const resumed = await resumeDeletes(model, store);
      if (resumed > 0) log({ level: 'info', message: 'jobs resumed', tenantId: tenant, resumed });
      const audit = { scope, log: openAuditLog(scope, send), control, plans, now: Date.now };
      await sealAudit(audit);
      await dropExpired(audit);
    }
  };
}
