import { setTimeout as pause } from 'node:timers/promises';

import type { TenantJob } from '../../platform/generated/operator.ts';
import { Refused, type OperatorClient } from './client.ts';
import type { Terminal } from './terminal.ts';

/** The fields of a job that the commands query. */
export const JOB = 'id tenantId kind status done total result error';

/** The milliseconds between two polls of a job: the first, and the longest. */
const LOOK_AGAIN = { first: 100, most: 2_000 };

/**
 * Waits until a job has ended, and shows its progress. Returns null if its record was deleted with its tenant.
 * @throws {Refused} if the job failed
 */
export async function followJob(
  client: OperatorClient,
  terminal: Terminal,
  begun: TenantJob,
): Promise<TenantJob | null> {
  const { id, tenantId, kind } = begun;
  let job: TenantJob | null = begun;
  let wait = LOOK_AGAIN.first;
  while (job && (job.status === 'WAITING' || job.status === 'RUNNING')) {
    terminal.progress(`${kind.toLowerCase()} of ${tenantId}`, job.done, job.total ?? null);
    await pause(wait);
    wait = Math.min(LOOK_AGAIN.most, wait * 1.5);
    ({ job } = await client.ask<{ job: TenantJob | null }>(
      `query ($tenantId: ID!, $id: ID!) { job(tenantId: $tenantId, id: $id) { ${JOB} } }`,
      { tenantId, id },
    ));
  }
  if (job?.status === 'FAILED') throw new Refused('FAILED', job.error ?? `The ${kind.toLowerCase()} failed.`);
  if (job) terminal.progress(`${kind.toLowerCase()} of ${tenantId}`, job.done, job.total ?? job.done);
  return job;
}
