import type { JobRecord } from '../../store/index.ts';
import { Refusal, type Isolation } from '../../tenant/index.ts';
import type { MoveInput } from '../jobs/move.ts';
import { newJob } from '../jobs/new-job.ts';
import { openJob } from '../jobs/request-export.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { takeStep } from '../tenants/take-step.ts';
import { changeTenant } from './change-tenant.ts';
import type { OperatorContext } from './operator.ts';

/**
 * Begins to carry the rows of a tenant into the pool or into its own table, or answers the job that does so already. From then
 * on the tenant can only be read, until they are there.
 * @throws {Refusal} NOT_FOUND, CONDITION_FAILED for a tenant that is not ACTIVE, that is there, or that an earlier move is not done with
 */
export async function moveTenant(context: OperatorContext, id: string, to: Isolation): Promise<JobRecord> {
  const { platform, operator } = context;
  await requireTenant(platform.control, id);
  const open = await openJob(platform.control, id, 'MOVE');
  if (open && open.input['to'] === to) return open;
  if (open) throw notDone(id);
  const job = await changeTenant(context, id, async (change) => {
    const { isolation: from } = await takeStep(change, id, { type: 'move', to }, { isolation: to });
    const input: MoveInput = { from, to };
    const begun = newJob({ tenantId: id, kind: 'MOVE', input }, operator.actor, platform.now());
    change.add('job', begun);
    return begun;
  });
  platform.jobs.start(job);
  return job;
}

/** @throws {Refusal} CONDITION_FAILED while a move of a tenant goes on, also when all but its old table is in order */
export async function requireNoMove({ platform }: OperatorContext, id: string): Promise<void> {
  if (await openJob(platform.control, id, 'MOVE')) throw notDone(id);
}

function notDone(id: string): Refusal {
  return new Refusal(
    'CONDITION_FAILED',
    `A move of the tenant "${id}" is not done: wait until its job has ended.`,
  );
}
