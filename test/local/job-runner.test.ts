import { EventEmitter, once } from 'node:events';

import { runJob, type JobParts } from '../../src/platform/index.ts';
import { openJobRunner } from '../../src/local/job-runner.ts';
import { openJobRig, type JobRig } from '../platform/job-rig.ts';

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
