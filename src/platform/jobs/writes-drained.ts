import type { JobRecord } from '../../store/index.ts';
import type { JobParts } from './job-parts.ts';

/**
 * Milliseconds after which no running request knows an old state of its tenant. The gate caches the state for
 * 5 s, and API Gateway ends a request after 29 s.
 */
const DRAIN_MS = 35_000;

/** Returns when every earlier writer has finished: all requests, and the running steps of other jobs. */
export async function writesDrainedAt({ platform }: JobParts, job: JobRecord): Promise<number> {
  const leases: number[] = [];
  for await (const other of platform.control.all('jobs', job.tenantId))
    if (other.id !== job.id && other.holder !== null) leases.push(other.leaseUntil);
  return Math.max(platform.now() + DRAIN_MS, ...leases);
}
