import type { JobRecord } from '../../store/index.ts';
import { isOpen, newJob } from '../jobs/new-job.ts';
import type { PurgeInput } from '../jobs/purge.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { takeStep } from '../tenants/take-step.ts';
import type { Change } from '../change.ts';
import { changeTenant } from './change-tenant.ts';
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
  return startPurge(context, id, { keepArchives }, async (change) => {
    // A purge would miss what the move has not erased yet.
    await requireNoMove(context, id);
    const tenant = await requireTenant(change, id);
    // After a purge failed, a new one begins.
    if (tenant.status === 'PURGING') change.put('tenant', tenant);
    else await takeStep(change, id, { type: 'purge', at: context.platform.now(), now });
  });
}

/**
 * Starts the job that erases a tenant, and ends the tenant's other jobs; or returns the purge that is open. Of two
 * requests at once, one writes the tenant's record first, and the other looks for its job.
 * @param step makes the tenant PURGING in the same transaction, and writes its record
 * @throws {Refusal} NOT_FOUND
 */
export async function startPurge(
  { platform, ...context }: OperatorContext,
  tenantId: string,
  input: PurgeInput,
  step: (change: Change) => Promise<void>,
): Promise<JobRecord> {
  return changeTenant({ platform, ...context }, tenantId, async (change) => {
    await requireTenant(change, tenantId);
    const open: JobRecord[] = [];
    for await (const job of platform.control.all('jobs', tenantId)) if (isOpen(job)) open.push(job);
    const purge = open.find(({ kind }) => kind === 'PURGE');
    if (purge) return purge;
    const at = platform.now();
    for (const { id } of open) {
      const other = await change.get('job', { tenantId, id });
      if (other && isOpen(other))
        change.put('job', {
          ...other,
          status: 'FAILED',
          error: 'The tenant is purged.',
          updatedAt: new Date(at).toISOString(),
        });
    }
    await step(change);
    const made = newJob({ tenantId, kind: 'PURGE', input }, context.operator.actor, at);
    change.add('job', made);
    return made;
  });
}
