import type { Control } from '../../store/index.ts';
import { livingTenants } from '../tenants/find-tenant.ts';
import { workOfManualRun } from './manual-run.ts';
import type { TenantWork, WorkQueue } from './work.ts';

/** Works in one call of the queue. */
const AT_ONCE = 100;

/**
 * Sends the upkeep of all tenants, all open jobs, and the runs of schedules that administrators asked for. It walks over all
 * tenants: after changes were lost, because no function had read a stream for 24 hours, and when a laptop starts.
 * @returns how many works were sent
 */
export async function sendAllWork(control: Pick<Control, 'all'>, queue: WorkQueue): Promise<number> {
  let sent = 0;
  let waiting: TenantWork[] = [];
  const send = async (): Promise<void> => {
    await queue.send(waiting);
    sent += waiting.length;
    waiting = [];
  };
  for await (const work of allWork(control)) {
    waiting.push(work);
    if (waiting.length >= AT_ONCE) await send();
  }
  if (waiting.length > 0) await send();
  return sent;
}

async function* allWork(control: Pick<Control, 'all'>): AsyncGenerator<TenantWork> {
  // A job that was tried before may end the worker's process, so the others go first.
  const tried: TenantWork[] = [];
  for await (const { tenantId, id, attempts } of control.all('openJobs', '')) {
    const work: TenantWork = { tenantId, is: 'job', jobId: id };
    if (attempts === 0) yield work;
    else tried.push(work);
  }
  for await (const { tenantId, id } of control.all('openManualRuns', '')) yield workOfManualRun(tenantId, id);
  for await (const tenantId of livingTenants(control)) yield { tenantId, is: 'upkeep' };
  yield* tried;
}
