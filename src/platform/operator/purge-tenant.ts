import type { JobRecord } from '../../store/index.ts';
import { isOpen, newJob } from '../jobs/new-job.ts';
import type { PurgeInput } from '../jobs/purge.ts';
import { openJob } from '../jobs/request-export.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { takeStep } from '../tenants/take-step.ts';
import { changeTenant, type OperatorChange } from './change-tenant.ts';
import { requireNoMove } from './move-tenant.ts';
import type { OperatorContext } from './operator.ts';

/**
 * Closes a tenant for good and starts its purge, or returns the running purge. Ends the tenant's other jobs.
 * @throws {Refusal} NOT_FOUND, CONDITION_FAILED if the tenant is not off-boarded, or its grace period is not
 * over
 */
export async function purgeTenant(
  context: OperatorContext,
  id: string,
  { now, keepArchives }: { readonly now: boolean; readonly keepArchives: boolean },
): Promise<JobRecord> {
  const { platform } = context;
  await requireTenant(platform.control, id);
  const open = await openJob(platform.control, id, 'PURGE');
  if (open) return open;
  // A purge would miss what the move has not erased yet.
  await requireNoMove(context, id);
  return startPurge(context, id, { keepArchives }, async (change) => {
    const { status } = await requireTenant(change, id);
    // After a purge failed, a new one begins.
    if (status !== 'PURGING') await takeStep(change, id, { type: 'purge', at: platform.now(), now });
  });
}

/**
 * Starts the job that erases a tenant, and ends the tenant's other jobs.
 * @param step makes the tenant PURGING in the same transaction
 */
export async function startPurge(
  { platform, ...context }: OperatorContext,
  tenantId: string,
  input: PurgeInput,
  step: (change: OperatorChange) => Promise<void>,
): Promise<JobRecord> {
  const job = newJob({ tenantId, kind: 'PURGE', input }, context.operator.actor, platform.now());
  const others: JobRecord[] = [];
  for await (const other of platform.control.all('jobs', tenantId)) if (isOpen(other)) others.push(other);
  await changeTenant({ platform, ...context }, tenantId, async (change) => {
    for (const { id } of others) {
      const other = await change.get('job', { tenantId, id });
      if (other && isOpen(other))
        change.put('job', { ...other, status: 'FAILED', error: 'The tenant is purged.' });
    }
    await step(change);
    change.add('job', job);
  });
  platform.jobs.start(job);
  return job;
}
