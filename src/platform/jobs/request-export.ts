import type { Control, JobRecord } from '../../store/index.ts';
import type { Actor } from '../../tenant/index.ts';
import { auditEvent, type RequestOrigin } from '../audit-entry.ts';
import type { PlatformParts } from '../context.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { isOpen, newJob } from './new-job.ts';

/**
 * Starts an export of a tenant, or returns the one that is open. A tenant has one export at a time: of two requests at
 * once, one writes the tenant's record first, and the other looks for its job.
 */
export async function requestExport(
  platform: PlatformParts,
  tenantId: string,
  by: Actor,
  source: RequestOrigin,
): Promise<JobRecord> {
  const { control, jobs, now } = platform;
  const { job, isNew } = await control.transact(async (transaction) => {
    const tenant = await requireTenant(transaction, tenantId);
    const open = await openJob(control, tenantId, 'EXPORT');
    if (open) return { job: open, isNew: false };
    const made = newJob({ tenantId, kind: 'EXPORT', input: {} }, by, now());
    transaction.put('tenant', tenant);
    transaction.add('job', made);
    const entity = { type: 'TenantJob', id: made.id };
    transaction.record(auditEvent(tenantId, by, source, { action: 'export.requested', entity }));
    return { job: made, isNew: true };
  });
  if (isNew) jobs.start(job);
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
