import type { JobRecord } from '../../store/index.ts';
import type { JobParts } from './job-parts.ts';

/**
 * Milliseconds after which no request acts by a state of its tenant that was changed: the gate knows the state of a tenant
 * for 5 s, and API Gateway lets a request run for 29 s.
 */
export const DRAIN_MS = 35_000;

/** When nobody writes any more who began before: no request, and no other job, which ends the step that it is at. */
export async function writesDrainedAt({ platform }: JobParts, job: JobRecord): Promise<number> {
  const leases: number[] = [];
  for await (const other of platform.control.all('jobs', job.tenantId))
    if (other.id !== job.id && other.holder !== null) leases.push(other.leaseUntil);
  return Math.max(platform.now() + DRAIN_MS, ...leases);
}
