import type { Control, JobRecord } from '../../store/index.ts';
import type { Actor } from '../../tenant/index.ts';
import { auditEvent, type RequestOrigin } from '../audit-entry.ts';
import type { PlatformParts } from '../context.ts';
import { isOpen, newJob } from './new-job.ts';

/** Starts an export of a tenant, or returns the one that is running. A tenant has one export at a time. */
export async function requestExport(
  platform: PlatformParts,
  tenantId: string,
  by: Actor,
  source: RequestOrigin,
): Promise<JobRecord> {
  const open = await openJob(platform.control, tenantId, 'EXPORT');
  if (open) return open;
  const job = newJob({ tenantId, kind: 'EXPORT', input: {} }, by, platform.now());
  await platform.control.transact((transaction) => {
    transaction.add('job', job);
    const entity = { type: 'TenantJob', id: job.id };
    transaction.record(auditEvent(tenantId, by, source, { action: 'export.requested', entity }));
    return Promise.resolve();
  });
  platform.jobs.start(job);
  return job;
}

/** Returns the unfinished job of a kind, or null if there is none. */
export async function openJob(
  control: Control,
  tenantId: string,
  kind: JobRecord['kind'],
): Promise<JobRecord | null> {
  for await (const job of control.all('jobs', tenantId)) if (job.kind === kind && isOpen(job)) return job;
  return null;
}
