import { SWEEP_AFTER, type Control } from '../../store/index.ts';
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
  return sendInParts(allWork(control), queue, 0);
}

/** Seconds from a delete to its sweep, with some for a clock that is late. */
export const SWEPT_AFTER = SWEEP_AFTER / 1000 + 5;

/**
 * Sends the upkeep of all tenants for the time when every sweep is due that exists now. A queue in memory loses the messages of sweeps when its process
 * ends, and an upkeep that comes before a sweep leaves it for a day.
 */
export async function sendLaterSweeps(control: Pick<Control, 'all'>, queue: WorkQueue): Promise<void> {
  await sendInParts(allUpkeeps(control), queue, SWEPT_AFTER);
}

async function sendInParts(
  works: AsyncIterable<TenantWork>,
  queue: WorkQueue,
  afterSeconds: number,
): Promise<number> {
  let sent = 0;
  let waiting: TenantWork[] = [];
  const send = async (): Promise<void> => {
    await queue.send(waiting, afterSeconds);
    sent += waiting.length;
    waiting = [];
  };
  for await (const work of works) {
    waiting.push(work);
    if (waiting.length >= AT_ONCE) await send();
  }
  if (waiting.length > 0) await send();
  return sent;
}

async function* allUpkeeps(control: Pick<Control, 'all'>): AsyncGenerator<TenantWork> {
  for await (const tenantId of livingTenants(control)) yield { tenantId, is: 'upkeep' };
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
  yield* allUpkeeps(control);
  yield* tried;
}
