import type { JobRecord } from '../../store/index.ts';
import { Refusal, type Isolation } from '../../tenant/index.ts';
import type { MoveInput } from '../jobs/move-state.ts';
import { newJob } from '../jobs/new-job.ts';
import { openJob } from '../jobs/request-export.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { takeStep } from '../tenants/take-step.ts';
import { changeTenant } from './change-tenant.ts';
import type { OperatorContext } from './operator.ts';

/**
 * Starts to move a tenant's rows into the pool or a silo, or returns the job that already does so. The tenant
 * is read-only until the rows are moved.
 * @throws {Refusal} NOT_FOUND if the tenant does not exist. CONDITION_FAILED if it is not ACTIVE, is already
 * in that place, or an earlier move is not finished
 */
export async function moveTenant(context: OperatorContext, id: string, to: Isolation): Promise<JobRecord> {
  const { platform, operator } = context;
  return changeTenant(context, id, async (change) => {
    // The record is read before the jobs: of two requests at once, one writes it first, and the other finds its job.
    await requireTenant(change, id);
    const open = await openJob(platform.control, id, 'MOVE');
    if (open && open.input['to'] === to) return open;
    if (open) throw notDone(id);
    const { isolation: from } = await takeStep(change, id, { type: 'move', to }, { isolation: to });
    const input: MoveInput = { from, to };
    const begun = newJob({ tenantId: id, kind: 'MOVE', input }, operator.actor, platform.now());
    change.add('job', begun);
    return begun;
  });
}

/**
 * Checks that no move of a tenant is running. A move runs until it has erased the old table.
 * @throws {Refusal} CONDITION_FAILED
 */
export async function requireNoMove({ platform }: OperatorContext, id: string): Promise<void> {
  if (await openJob(platform.control, id, 'MOVE')) throw notDone(id);
}

function notDone(id: string): Refusal {
  return new Refusal(
    'CONDITION_FAILED',
    `A move of the tenant "${id}" is not finished: wait until its job has ended.`,
  );
}
