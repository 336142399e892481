import { workOfManualRun } from '../platform/index.ts';
import { isWanted, type Change } from '../store/index.ts';
import type { Consumer, WantedWork } from './consumer.ts';
import { WAKING_CHANGES } from './waking-changes.ts';

/**
 * Seconds after which a large delete is continued. The request that began it has ended by then: API Gateway ends it after
 * 29 s. Until then it deletes the rows itself.
 */
const AFTER_REQUEST = 30;

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
  const isDelete = of.is === 'side' && of.partition === 'JOB';
  return { work: { tenantId, is: 'upkeep' }, afterSeconds: isDelete ? AFTER_REQUEST : 0 };
}
