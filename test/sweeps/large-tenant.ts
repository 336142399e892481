import { putRows } from '../../src/platform/jobs/put-rows.ts';
import { runJob, type JobParts } from '../../src/platform/index.ts';
import type { SendOf } from '../../src/store/index.ts';
import type { Command } from '../../src/store/dynamo/driver/send.ts';
import { dump, naming } from '../platform/dump.ts';
import { openBehind } from '../shared/background.ts';
import { openJobRig, type JobAnswer, type JobRig } from '../platform/job-rig.ts';
import { rowsOf } from '../platform/move-rig.ts';

const sdl = /* GraphQL */ `
  type Book @model {
    id: ID!
    title: String @index(sortKeyFields: ["id"])
    parts: [Book] @hasMany(onDelete: CASCADE)
    parent: Book @belongsTo
  }
`;

let rig: JobRig;

/** Runs a job one step at a time. Returns the calls of the data table that each step made. */
async function stepwise(job: JobAnswer): Promise<readonly (readonly Command[])[]> {
  const steps: Command[][] = [];
  for (let is = ''; is !== 'DONE';) {
    const calls: Command[] = [];
    const sendOf: SendOf =
      (...of) =>
      (command, options) => {
        calls.push(command);
        return rig.api.jobParts.sendOf(...of)(command, options);
      };
    const parts: JobParts = { ...rig.api.jobParts, sendOf };
    const outcome = await runJob(parts, job.tenantId, job.id, { until: 0 });
    ({ is } = outcome);
    if (outcome.is === 'LATER') rig.pass(outcome.at);
    steps.push(calls);
  }
  return steps;
}

/** Returns whether a call reads the counter of one type, which has 129 items at most. */
function isTotal({ input }: Extract<Command, { name: 'Query' }>): boolean {
  const values = Object.values(input.ExpressionAttributeValues ?? {});
  return (
    values.includes('Book#') && values.some((value) => typeof value === 'string' && value.endsWith('#COUNT#'))
  );
}

/** Tests the steps of jobs on a tenant of so many rows; a step works at 500. */
export function sweepLargeTenant(count: number): void {
  beforeAll(async () => {
    rig = await openJobRig({ sdl, siloTables: ['acme'] });
    const behind = openBehind(rig.api);
    // A row refers to a row of another page, if that row comes later.
    const idOf = (n: number): string => String(n).padStart(5, '0');
    const createdAt = '2026-01-01T00:00:00.000Z';
    const rows = Array.from({ length: count }, (_, n) => {
      const other = (n * 37 + 1) % count;
      const parent = other > n ? { bookPartsId: idOf(other) } : {};
      return {
        type: 'Book',
        row: { id: idOf(n), title: `T${n % 7}`, ...parent, createdAt, updatedAt: createdAt },
      };
    });
    expect(await putRows(rig.api.model, await rig.store('acme'), rows)).toEqual([]);
    await behind.changes();
  });
  afterAll(() => rig.api.close());

  test(`an export, an import and a purge of ${count} rows run in steps with a bounded number of calls`, async () => {
    const exporting = await rig.requestExport('acme');
    const exportSteps = await stepwise(exporting);
    expect(Math.max(...exportSteps.map(({ length }) => length))).toBeLessThanOrEqual(10);
    expect(await rig.job(exporting)).toMatchObject({ done: count, total: count });

    const archive = { export: { tenantId: 'acme', jobId: exporting.id } };
    const importing = await rig.requestImport({ archive, name: 'Again' });
    const importSteps = await stepwise(importing);
    expect(await rig.job(importing)).toMatchObject({ status: 'DONE', done: count });
    expect(importSteps.length).toBeGreaterThanOrEqual(count / 500);

    await rig.requestPurge(importing.tenantId);
    let purging: JobAnswer | undefined;
    for await (const { tenantId, id } of rig.api.control.all('openJobs', ''))
      purging = await rig.job({ tenantId, id });
    if (!purging) throw new Error('There is no purge.');
    const purgeSteps = await stepwise(purging);
    const deletes = purgeSteps.map((calls) => calls.filter(({ name }) => name === 'BatchWriteItem').length);
    // 500 items a step, 25 a call.
    expect(Math.max(...deletes)).toBe(20);
    expect(deletes.filter((count) => count > 0).length).toBeGreaterThanOrEqual(count / 500);
    for (const calls of purgeSteps)
      for (const call of calls)
        if (call.name === 'Query' && !isTotal(call)) expect(call.input.Limit).toBeLessThanOrEqual(500);
    expect(naming(await dump(rig.api), importing.tenantId)).toHaveLength(2);
    process.stdout.write(
      `steps of ${count} rows: export ${exportSteps.length}, import ${importSteps.length}, purge ${purgeSteps.length}\n`,
    );
  });

  test(`a move of ${count} rows runs in steps with a bounded number of calls`, async () => {
    const before = rowsOf(await dump(rig.api), 'acme', 'POOL');
    const moving = await rig.requestMove('acme', 'SILO');
    const began = process.hrtime.bigint();
    const steps = await stepwise(moving);
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    const after = await dump(rig.api);
    expect(rowsOf(after, 'acme', 'SILO')).toEqual(before);
    expect(rowsOf(after, 'acme', 'POOL')).toEqual([]);
    const job = await rig.job(moving);
    expect(job).toMatchObject({ status: 'DONE', done: count, total: count });
    expect(JSON.parse(job.result ?? '')).toMatchObject({ items: before.length });
    const batches = steps.map((calls) => calls.filter(({ name }) => name === 'BatchWriteItem').length);
    expect(Math.max(...batches)).toBe(20);
    for (const call of steps.flat())
      if (call.name === 'Query' && !isTotal(call)) expect(call.input.Limit).toBeLessThanOrEqual(500);
    process.stdout.write(
      `a move of ${before.length} items: ${steps.length} steps, ${Math.round(before.length / seconds)} items a second\n`,
    );
  });
}
