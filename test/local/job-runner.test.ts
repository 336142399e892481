import { EventEmitter, once } from 'node:events';

import { runJob, type JobParts } from '../../src/platform/index.ts';
import { openJobRunner } from '../../src/local/job-runner.ts';
import { field, openJobRig, type JobAnswer, type JobRig } from '../platform/job-rig.ts';

let rig: JobRig;
beforeAll(async () => {
  rig = await openJobRig();
});
afterAll(() => rig.api.close());

test('the job runner resumes a job of a killed process at once, despite its lease, and finishes it', async () => {
  const job = await rig.requestExport('acme');
  const { jobParts } = rig.api;
  // The process dies in its first step: the lease stays.
  const dead: JobParts = {
    ...jobParts,
    sendOf: () => () => Promise.reject(new Error('killed')),
    platform: {
      ...jobParts.platform,
      control: {
        ...jobParts.platform.control,
        transact: (work) =>
          jobParts.platform.control.transact(async (transaction) => {
            const held = await transaction.get('job', job);
            if (held?.holder) throw new Error('killed');
            return work(transaction);
          }),
      },
    },
  };
  await expect(runJob(dead, job.tenantId, job.id, { until: Infinity })).rejects.toThrow('killed');
  const held = await rig.api.control.get('job', job);
  expect(held).toMatchObject({ status: 'RUNNING', leaseUntil: expect.any(Number) as number });
  expect(held?.leaseUntil).toBeGreaterThan(rig.now());

  const ended = new EventEmitter();
  const { archives } = jobParts.platform;
  const watched: JobParts = {
    ...jobParts,
    platform: {
      ...jobParts.platform,
      archives: {
        ...archives,
        of: (scope) => ({
          ...archives.of(scope),
          async remove(folder) {
            await archives.of(scope).remove(folder);
            ended.emit('done');
          },
        }),
      },
    },
  };
  const runner = openJobRunner(() => watched);
  const done = once(ended, 'done');
  await runner.resume();
  await done;
  await runner.stop();
  expect(['RUNNING', 'DONE']).toContain((await rig.job(job)).status);
  // The next start resumes a job that a stop interrupted.
  await rig.work();
  expect(await rig.job(job)).toMatchObject({ status: 'DONE' });
});

test('the next look of the job runner starts a job that no process has started, as a replayed mutation leaves it', async () => {
  const archive = await rig.requestExport('globex');
  await rig.work();
  // The API of this test starts no job, as a process that ends after it has stored one.
  const token = await rig.api.operatorToken('opal');
  const importAgain = async (): Promise<JobAnswer> =>
    field(
      await rig.api.askOperatorAs(
        token,
        'mutation ($t: ID!, $j: ID!) { importTenant(input: { archive: { export: { tenantId: $t, jobId: $j } } }) { id tenantId } }',
        { t: 'globex', j: archive.id },
        { 'idempotency-key': 'import-globex' },
      ),
    ) as JobAnswer;
  const job = await importAgain();
  expect(await importAgain()).toEqual(job);
  expect(await rig.job(job)).toMatchObject({ status: 'WAITING' });

  const runner = openJobRunner(() => rig.api.jobParts);
  await runner.resume();
  await runner.stop();
  expect((await rig.job(job)).status).not.toBe('WAITING');
  await rig.work();
  expect(await rig.job(job)).toMatchObject({ status: 'DONE' });
});
