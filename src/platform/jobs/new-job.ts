import { randomUUID } from 'node:crypto';

import type { JobRecord } from '../../store/index.ts';
import type { Actor } from '../../tenant/index.ts';

/** Creates the record of a new job. */
export function newJob(
  given: Pick<JobRecord, 'tenantId' | 'kind' | 'input'>,
  requestedBy: Actor,
  now: number,
): JobRecord {
  const createdAt = new Date(now).toISOString();
  return {
    id: randomUUID(),
    ...given,
    status: 'WAITING',
    state: null,
    done: 0,
    total: null,
    result: null,
    error: null,
    requestedBy,
    createdAt,
    updatedAt: createdAt,
    leaseUntil: 0,
    holder: null,
    attempts: 0,
  };
}

export function isOpen({ status }: Pick<JobRecord, 'status'>): boolean {
  return status === 'WAITING' || status === 'RUNNING';
}

/** Returns the completed share of a job, from 0 to 1, or null if it is not known yet. */
export function progressOf({
  status,
  done,
  total,
}: Pick<JobRecord, 'status' | 'done' | 'total'>): number | null {
  if (status === 'DONE') return 1;
  if (total === null) return null;
  return total === 0 ? 0 : Math.min(1, done / total);
}
