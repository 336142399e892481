import type { JobRecord } from '../../store/index.ts';
import type { JobParts } from './job-parts.ts';
import { isOpen } from './new-job.ts';

/**
 * Milliseconds after which no running request knows an old state of its tenant. The gate caches the state for
 * 5 s, and API Gateway ends a request after 29 s.
 */
const DRAIN_MS = 35_000;
/** Milliseconds that a step has to end on AWS. A run begins no step when less of its time is left. */
const STEP_MS = 60_000;

/**
 * Returns when every earlier writer has finished: all requests, and the running steps of other jobs. No run renews the
 * lease of a job that has ended, so only its last step is waited for. A purge writes no rows.
 */
export async function writesDrainedAt(
  { platform }: JobParts,
  job: JobRecord,
  { requests }: { readonly requests: boolean } = { requests: true },
): Promise<number> {
  const leases: number[] = [];
  for await (const other of platform.control.all('jobs', job.tenantId))
    if (other.id !== job.id && other.holder !== null && other.kind !== 'PURGE')
      leases.push(lastWriteOf(other));
  return Math.max(platform.now() + (requests ? DRAIN_MS : 0), ...leases);
}

function lastWriteOf(job: JobRecord): number {
  return isOpen(job) ? job.leaseUntil : Math.min(job.leaseUntil, Date.parse(job.updatedAt) + STEP_MS);
}
