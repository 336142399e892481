import type { JobRecord } from '../../store/index.ts';
import { isOpen, newJob } from '../jobs/new-job.ts';
import type { PurgeInput } from '../jobs/purge.ts';
import { openJob } from '../jobs/request-export.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { takeStep } from '../tenants/take-step.ts';
import { changeTenant } from './change-tenant.ts';
import { requireNoMove } from './move-tenant.ts';
import type { OperatorContext } from './operator.ts';

/**
 * Closes a tenant for good and begins its purge, or answers the one that is under way. Other work on it ends.
 * @throws {Refusal} NOT_FOUND, CONDITION_FAILED for a tenant that is not off-boarded, or whose days of grace are not over
 */
export async function purgeTenant(
  context: OperatorContext,
  id: string,
  { now, keepArchives }: { readonly now: boolean; readonly keepArchives: boolean },
): Promise<JobRecord> {
  const { platform, operator } = context;
  await requireTenant(platform.control, id);
  const open = await openJob(platform.control, id, 'PURGE');
  if (open) return open;
  // It would leave behind what the move has yet to erase.
  await requireNoMove(context, id);
  const input: PurgeInput = { keepArchives };
  const job = newJob({ tenantId: id, kind: 'PURGE', input }, operator.actor, platform.now());
  const others: JobRecord[] = [];
  for await (const other of platform.control.all('jobs', id)) if (isOpen(other)) others.push(other);
  await changeTenant(context, id, async (change) => {
    const tenant = await requireTenant(change, id);
    for (const { id: otherId } of others) {
      const other = await change.get('job', { tenantId: id, id: otherId });
      if (other && isOpen(other))
        change.put('job', { ...other, status: 'FAILED', error: 'The tenant is purged.' });
    }
    // A purge that failed is begun again.
    if (tenant.status !== 'PURGING') await takeStep(change, id, { type: 'purge', at: platform.now(), now });
    change.add('job', job);
  });
  platform.jobs.start(job);
  return job;
}
