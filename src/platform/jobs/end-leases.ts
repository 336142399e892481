import type { Control } from '../../store/index.ts';
import { isOpen } from './new-job.ts';

/**
 * Ends the leases of jobs whose processes died. Call it only where no other process can hold a job, as on a laptop that
 * starts. A job keeps its holder, so that its next run knows of the death.
 */
export async function endLeases(control: Control): Promise<void> {
  for await (const held of control.all('openJobs', ''))
    if (held.holder !== null)
      await control.transact(async (transaction) => {
        const job = await transaction.get('job', held);
        if (job && isOpen(job) && job.holder !== null) transaction.put('job', { ...job, leaseUntil: 0 });
      });
}
