import { jobScope, type Directory } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import { openStore, type Cursors, type Send } from '../store/index.ts';
import { resumeDeletes } from '../engine/index.ts';
import type { Log } from '../server/index.ts';

export interface JobsOptions {
  readonly model: Model;
  readonly directory: Directory;
  readonly send: Send;
  readonly cursors: Cursors;
  readonly log: Log;
}

/** Whose jobs to go on with. Nothing lists all tenants without a scan, so the caller names them. */
export interface JobsEvent {
  readonly tenants: readonly string[];
}

export type JobsHandler = (event: JobsEvent) => Promise<void>;

/** Goes on with the jobs that were cut off: deletes that were too large for one transaction. */
export function createJobsHandler({ model, directory, send, cursors, log }: JobsOptions): JobsHandler {
  return async ({ tenants }) => {
    for (const tenant of tenants) {
      const scope = await jobScope(directory, tenant, 'resume jobs', (entry) => {
        log({ level: 'info', message: 'job scope', ...entry });
      });
      const store = openStore(scope, { types: model.models, send, cursors });
      const resumed = await resumeDeletes(model, store);
      if (resumed > 0) log({ level: 'info', message: 'jobs resumed', tenantId: tenant, resumed });
    }
  };
}
