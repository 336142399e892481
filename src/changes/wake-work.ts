import type { Change } from '../store/index.ts';
import type { Consumer, WantedWork } from './consumer.ts';

/**
 * Seconds after which a large delete is continued. The request that began it has ended by then: API Gateway ends it after
 * 29 s. Until then it deletes the rows itself.
 */
const AFTER_REQUEST = 30;

/**
 * Sends the work that changes leave behind: audit events to seal, large deletes to end, and jobs. It reads keys alone. A
 * tenant whose many changes come together gets its work once.
 */
export const wakeWork: Consumer = {
  name: 'wake-work',
  wants: (change) => workOf(change) !== null,
  consume: (_tenantId, changes) => {
    const wanted = changes.flatMap((change) => workOf(change) ?? []);
    const byWork = new Map(wanted.map((one) => [JSON.stringify(one), one]));
    return Promise.resolve([...byWork.values()]);
  },
};

function workOf({ tenantId, event, of }: Change): WantedWork | null {
  if (event !== 'INSERT') return null;
  const upkeep = { tenantId, is: 'upkeep' } as const;
  if (of.is === 'record') {
    if (of.kind === 'job') return { work: { tenantId, is: 'job', jobId: of.id }, afterSeconds: 0 };
    return of.kind === 'event' ? { work: upkeep, afterSeconds: 0 } : null;
  }
  if (of.is !== 'side') return null;
  if (of.partition === 'AUDIT#NEW') return { work: upkeep, afterSeconds: 0 };
  return of.partition === 'JOB' ? { work: upkeep, afterSeconds: AFTER_REQUEST } : null;
}
