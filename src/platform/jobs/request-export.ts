import type { Control, JobRecord } from '../../store/index.ts';
import type { Actor } from '../../tenant/index.ts';
import { auditEvent, type RequestOrigin } from '../audit-entry.ts';
import type { PlatformParts } from '../context.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { transactOnce, type Recording } from '../transact-once.ts';
import { isOpen, newJob } from './new-job.ts';

/**
 * Starts an export of a tenant, or returns the one that is open. A tenant has one export at a time: of two requests at
 * once, one writes the tenant's record first, and the other looks for its job.
 */
export async function requestExport(
  { platform, records, requestId, ip }: RequestOrigin & Recording & { readonly platform: PlatformParts },
  tenantId: string,
  by: Actor,
): Promise<JobRecord> {
  const { control, now } = platform;
  return transactOnce({ platform, records }, tenantId, async (transaction) => {
    const tenant = await requireTenant(transaction, tenantId);
    const open = await openJob(control, tenantId, 'EXPORT');
    if (open) return open;
    const made = newJob({ tenantId, kind: 'EXPORT', input: {} }, by, now());
    transaction.put('tenant', tenant);
    transaction.add('job', made);
    const entity = { type: 'TenantJob', id: made.id };
    const source = { requestId, ip };
    transaction.record(auditEvent(tenantId, by, source, { action: 'export.requested', entity }));
    return made;
  });
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
