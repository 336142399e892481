import { randomUUID } from 'node:crypto';

import { openBackfill, type Row } from '../../src/store/index.ts';
import type { Command } from '../../src/store/dynamo/driver/send.ts';
import { runJob, type JobParts } from '../../src/platform/index.ts';
import type { Isolation } from '../../src/tenant/index.ts';
import type { Dumped } from './dump.ts';
import type { JobAnswer, JobRig } from './job-rig.ts';

/**
 * Returns the items of a tenant in the pool or in its silo, as the database has them, without the mark of a move. Of a counter that
 * the consumer of changes keeps, only the number: a move counts anew.
 */
export function rowsOf(items: readonly Dumped[], tenant: string, place: Isolation): unknown[] {
  const silo = place === 'SILO' ? tenant : null;
  return items
    .filter((one) => one.key.startsWith(`data T#${tenant}#`) && one.silo === silo)
    .map(({ key, item: { __moved: _, ...item } }) => [
      key,
      'applied' in item ? { count: item['count'] } : item,
    ]);
}

/** Returns the items of acme with another number of rows of a type. */
export function withCount(rows: readonly unknown[], type: string, count: number): unknown[] {
  const own = `data T#acme#COUNT# ${type}#late#`;
  return rows.map((row) => ((row as [string])[0] === own ? [own, { count: { N: String(count) } }] : row));
}

/** Returns all items except those of a tenant. The usage of the tenant is included. */
export function othersThan(items: readonly Dumped[], tenant: string): readonly Dumped[] {
  const own = new RegExp(`^(data T|control (TENANT|USER|JOBS?|TENANTS))[# ].*?\\b${tenant}([# ]|$)`);
  return items.filter(({ key }) => !own.test(key));
}

/** Gives a tenant the rarer items: a sequence, a backfill, and an unfinished delete of a row. */
export async function fillSides(
  rig: JobRig,
  tenant: string,
  { type: name, key }: { readonly type: string; readonly key: Row },
): Promise<void> {
  const store = await rig.store(tenant);
  const { models } = rig.api.platform.model;
  const type = models[name];
  if (!type) throw new Error(`There is no type "${name}".`);
  const id = randomUUID();
  await store.transact([{ op: 'advance', name: 'invoice #', from: 0, to: 7 }]);
  await store.transact([
    { op: 'delete', type, key, condition: null, retire: id },
    { op: 'saveJob', job: { id, type: name, key } },
  ]);
  const scope = await rig.api.jobParts.scopeOf(tenant, 'test');
  const backfill = openBackfill(scope, { types: models, send: rig.api.jobParts.sendOf(scope) });
  await backfill.noteJob('schema', { at: 1 });
}

/** Runs one step of a job. Returns the time until which the job waits, or null if it does not wait. */
export async function step(
  rig: JobRig,
  job: Pick<JobAnswer, 'tenantId' | 'id'>,
  parts: JobParts = rig.api.jobParts,
): Promise<number | null> {
  const outcome = await runJob(parts, job.tenantId, job.id, { until: 0 });
  return outcome.is === 'LATER' ? outcome.at : null;
}

/** Runs a job step by step and calls `after` each step. Then moves the clock if the job waits. */
export async function stepwise(
  rig: JobRig,
  job: JobAnswer,
  after: (at: number, until: number) => Promise<void>,
): Promise<void> {
  for (let at = 0; (await rig.job(job)).status !== 'DONE'; at++) {
    if (at > 200) throw new Error('The job comes to no end.');
    const until = (await step(rig, job)) ?? 0;
    await after(at, until);
    rig.pass(until);
  }
}

/** Returns the parts of a process in which some calls of a table of rows fail. */
export function failing(
  rig: JobRig,
  fails: (command: Command, isolation: Isolation | undefined) => boolean,
): JobParts {
  const { jobParts } = rig.api;
  return {
    ...jobParts,
    sendOf: (scope, isolation) => (command, options) =>
      fails(command, isolation)
        ? Promise.reject(new Error('The line is dead.'))
        : jobParts.sendOf(scope, isolation)(command, options),
  };
}
