import { createJobsHandler } from '../../src/lambda/index.ts';
import { runJob } from '../../src/platform/index.ts';
import type { LogEntry } from '../../src/server/index.ts';
import { openJobRig, type JobAnswer, type JobRig } from './job-rig.ts';

let rig: JobRig;
beforeAll(async () => {
  rig = await openJobRig({ siloTables: ['acme'] });
});
afterAll(() => rig.api.close());

describe('a job whose process dies', () => {
  /** Claims the job as a process that then dies in the step. */
  const die = async (job: JobAnswer): Promise<void> => {
    const dead = {
      ...rig.api.jobParts,
      scopeOf: () => new Promise<never>(() => undefined),
    };
    const before = (await rig.api.control.get('job', job))?.attempts ?? 0;
    // The run never comes back, as if the process had been killed.
    void runJob(dead, job.tenantId, job.id, { until: Infinity, alone: true });
    for (let attempts = before; attempts === before;)
      attempts = (await rig.api.control.get('job', job))?.attempts ?? before;
  };

  test('is set aside after three tries, with an audit event, and other jobs go on', async () => {
    const job = await rig.requestExport('globex');
    for (let n = 0; n < 3; n += 1) {
      await die(job);
      const held = await rig.api.control.get('job', job);
      expect(held).toMatchObject({ status: 'RUNNING', attempts: n + 1 });
      rig.pass((held?.leaseUntil ?? 0) + 1);
    }
    const other = await rig.requestExport('acme');
    await rig.work();
    expect(await rig.job(job)).toMatchObject({
      status: 'FAILED',
      error: 'Its process ended 3 times in the same step: the job is set aside.',
    });
    expect(await rig.job(other)).toMatchObject({ status: 'DONE' });
    const events: unknown[] = [];
    for await (const event of rig.api.control.all('events', job.tenantId)) events.push(event);
    expect(events).toContainEqual(expect.objectContaining({ action: 'job.ended', outcome: 'REFUSED' }));
  });
});

describe('cancelJob', () => {
  const cancel = (job: JobAnswer) =>
    rig.api.askOperator(
      'opal',
      'mutation ($t: ID!, $id: ID!) { cancelJob(tenantId: $t, id: $id) { id status error } }',
      { t: job.tenantId, id: job.id },
    );

  test('ends an open job and records it; a second call is refused', async () => {
    const job = await rig.requestExport('acme');
    await runJob(rig.api.jobParts, job.tenantId, job.id, { until: 0 });
    expect(await cancel(job)).toMatchObject({
      errors: [],
      data: { cancelJob: { status: 'FAILED', error: 'The operator opal cancelled it.' } },
    });
    await rig.work();
    expect(await rig.job(job)).toMatchObject({ status: 'FAILED' });
    const events: unknown[] = [];
    for await (const event of rig.api.control.all('events', 'acme')) events.push(event);
    expect(events).toContainEqual(
      expect.objectContaining({
        action: 'job.cancelled',
        actor: expect.objectContaining({ name: 'opal' }) as object,
      }),
    );
    expect((await cancel(job)).errors).toMatchObject([{ extensions: { code: 'CONDITION_FAILED' } }]);
  });

  test('rolls a move back, and the tenant can be changed again', async () => {
    const job = await rig.requestMove('acme', 'SILO');
    await runJob(rig.api.jobParts, job.tenantId, job.id, { until: 0 });
    expect(await cancel(job)).toMatchObject({ errors: [], data: { cancelJob: { status: 'RUNNING' } } });
    await rig.work();
    expect(await rig.job(job)).toMatchObject({ status: 'FAILED', error: 'The operator opal cancelled it.' });
    expect(await rig.api.control.get('tenant', { id: 'acme' })).toMatchObject({
      status: 'ACTIVE',
      isolation: 'POOL',
    });
  });

  test('is refused to operators of the group SUPPORT, and finds no job of another tenant', async () => {
    const job = await rig.requestExport('acme');
    const mutation = `mutation { cancelJob(tenantId: "globex", id: "${job.id}") { id } }`;
    expect((await rig.api.askOperator('opal', mutation)).errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ]);
    expect((await rig.api.askOperator('sid', mutation)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    await rig.work();
  });
});

test('of two exports requested at once, one begins', async () => {
  const jobs = await Promise.all([1, 2, 3].map(() => rig.requestExport('acme')));
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
  await rig.work();
});

test('the jobs function works on open jobs in turns, and seals the audit between them', async () => {
  const first = await rig.requestExport('acme');
  const second = await rig.requestExport('globex');
  const { jobParts } = rig.api;
  let clock = rig.now();
  const now = (): number => (clock += 10_000);
  const log: LogEntry[] = [];
  const handle = createJobsHandler({
    parts: { ...jobParts, platform: { ...jobParts.platform, now } },
    log: (entry) => log.push(entry),
  });
  await handle({}, { getRemainingTimeInMillis: () => 3_600_000 });
  const turns = log.flatMap(({ message, jobId }) => (message === 'job' ? [jobId] : []));
  expect(turns.slice(0, 2).sort()).toEqual([first.id, second.id].sort());
  expect(turns.slice(2)).toEqual(expect.arrayContaining([first.id, second.id]));
  for (const job of [first, second]) expect(await rig.job(job)).toMatchObject({ status: 'DONE' });
  rig.pass(clock);
});
