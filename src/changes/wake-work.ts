import { SWEPT_AFTER, workOfManualRun } from '../platform/index.ts';
import { isWanted, type Change, type SystemPartition } from '../store/index.ts';
import type { Consumer, WantedWork } from './consumer.ts';
import { WAKING_CHANGES } from './waking-changes.ts';

/**
 * Seconds after which the work of a partition's new item is done. A large delete is continued after 30 s. The request that began it has
 * ended by then: API Gateway ends it after 29 s. Until then it deletes the rows itself. A sweep is due after a minute, by
 * the clock of the request.
 */
const AFTER: Partial<Record<SystemPartition, number>> = { JOB: 30, SWEEP: SWEPT_AFTER };

/**
 * Sends the work that changes leave behind: audit events to seal, large deletes to end, jobs, mails, and runs of schedules
 * that an administrator asked for. It reads keys alone. A
 * tenant whose many changes come together gets its work once.
 */
export const wakeWork: Consumer = {
  name: 'wake-work',
  wants: (change) => isWanted(WAKING_CHANGES, change),
  consume: (_tenantId, changes) => {
    const wanted = changes.map(workOf);
    const byWork = new Map(wanted.map((one) => [JSON.stringify(one), one]));
    return Promise.resolve([...byWork.values()]);
  },
};

function workOf({ tenantId, of }: Change): WantedWork {
  if (of.is === 'record' && of.kind === 'job')
    return { work: { tenantId, is: 'job', jobId: of.id }, afterSeconds: 0 };
  if (of.is === 'record' && of.kind === 'mail')
    return { work: { tenantId, is: 'mail', mailId: of.id }, afterSeconds: 0 };
  if (of.is === 'record' && of.kind === 'manualRun')
    return { work: workOfManualRun(tenantId, of.id), afterSeconds: 0 };
  const afterSeconds = of.is === 'side' ? (AFTER[of.partition] ?? 0) : 0;
  return { work: { tenantId, is: 'upkeep' }, afterSeconds };
}
