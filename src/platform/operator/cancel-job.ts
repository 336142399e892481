import type { JobRecord } from '../../store/index.ts';
import { Refusal, TENANT_ID_PATTERN } from '../../tenant/index.ts';
import { canRollBack } from '../jobs/move-state.ts';
import { isOpen } from '../jobs/new-job.ts';
import { JOB_ID } from '../jobs/open-archive.ts';
import { changeTenant } from './change-tenant.ts';
import type { OperatorContext } from './operator.ts';

/**
 * Ends an open job of any tenant. A move is marked, and its next run rolls it back; any other job is FAILED at once. A
 * run that holds the job stops after its step.
 * @throws {Refusal} NOT_FOUND if there is no such job; CONDITION_FAILED if it has ended, or is a move that has switched
 * to its new table
 */
export async function cancelJob(context: OperatorContext, tenantId: string, id: string): Promise<JobRecord> {
  const { operator, platform } = context;
  if (!TENANT_ID_PATTERN.test(tenantId) || !JOB_ID.test(id)) throw noJob(id);
  return changeTenant(context, tenantId, async (change) => {
    const job = await change.get('job', { tenantId, id });
    if (!job) throw noJob(id);
    if (!isOpen(job))
      throw new Refusal('CONDITION_FAILED', `The job is ${job.status}: nothing is left to cancel.`);
    if (job.kind === 'MOVE' && !canRollBack(job.state))
      throw new Refusal(
        'CONDITION_FAILED',
        'The move has switched to its new table: it can only be completed.',
      );
    const sentence = `The operator ${operator.username} cancelled it.`;
    const updatedAt = new Date(platform.now()).toISOString();
    // The certificate of the next purge counts what this one deleted.
    const state = job.kind === 'PURGE' ? job.state : null;
    const next: JobRecord =
      job.kind === 'MOVE'
        ? { ...job, cancelled: sentence, updatedAt }
        : { ...job, status: 'FAILED', error: sentence, state, holder: null, leaseUntil: 0, updatedAt };
    change.put('job', next);
    change.record({
      action: 'job.cancelled',
      entity: { type: 'TenantJob', id },
      detail: { kind: job.kind },
    });
    return next;
  });
}

function noJob(id: string): Refusal {
  return new Refusal('NOT_FOUND', `There is no job "${id.slice(0, 100)}" of this tenant.`);
}
