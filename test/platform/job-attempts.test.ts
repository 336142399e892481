import { runJob } from '../../src/platform/index.ts';
import type { Send } from '../../src/store/index.ts';
import { dump } from './dump.ts';
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
    void runJob(dead, job.tenantId, job.id, { until: Infinity });
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

test('of ten exports requested at once, one begins', async () => {
  const jobs = await Promise.all(Array.from({ length: 10 }, () => rig.requestExport('acme')));
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
  await rig.work();
});

test('of several moves requested at once, one begins', async () => {
  const jobs = await Promise.all(Array.from({ length: 4 }, () => rig.requestMove('acme', 'SILO')));
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
  await rig.work();
  await rig.requestMove('acme', 'POOL');
  await rig.work();
});

test('a run that loses its job, because the job has ended, waits for nothing', async () => {
  const job = await rig.requestExport('acme');
  const { jobParts } = rig.api;
  const cancelled = {
    ...jobParts,
    scopeOf: async (...given: Parameters<typeof jobParts.scopeOf>) => {
      await rig.operate(`mutation { cancelJob(tenantId: "acme", id: "${job.id}") { id } }`);
      return jobParts.scopeOf(...given);
    },
  };
  expect(await runJob(cancelled, 'acme', job.id, { until: Infinity })).toEqual({ is: 'FAILED' });
});

describe('a purge', () => {
  let rig: JobRig;
  beforeEach(async () => {
    rig = await openJobRig();
    const offboard = 'mutation { offboardTenant(id: "acme", reason: "It ends.") { id } }';
    await rig.operate(offboard);
  });
  afterEach(() => rig.api.close());

  const request = (): Promise<JobAnswer> =>
    rig.operate('mutation { purgeTenant(id: "acme", now: true) { id tenantId status } }');
  const items = async (): Promise<number> =>
    (await dump(rig.api)).filter(({ key }) => key.startsWith('data T#acme#')).length;
  /** Returns how many items of the data table the certificate counts. */
  const certified = async (): Promise<number> => {
    const tenant = await rig.api.control.get('tenant', { id: 'acme' });
    expect(tenant).toMatchObject({ status: 'DELETED', certificate: { remaining: 0 } });
    const { deleted } = tenant?.certificate as { deleted: Record<string, number> };
    const elsewhere = /^(members|identities|.* records)$/;
    return Object.entries(deleted).reduce((sum, [what, n]) => sum + (elsewhere.test(what) ? 0 : n), 0);
  };

  test('that eight operators request at once is one job, which ends with a certificate of all that was there', async () => {
    const before = await items();
    const jobs = await Promise.all(Array.from({ length: 8 }, request));
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    await rig.work();
    expect(await items()).toBe(0);
    expect(await certified()).toBe(before);
  });

  test('that was cancelled, also in the middle of a step, is continued by the next one, whose certificate counts what both deleted', async () => {
    const before = await items();
    const first = await request();
    const cancel = (): Promise<unknown> =>
      rig.operate(`mutation { cancelJob(tenantId: "acme", id: "${first.id}") { id } }`);
    const { jobParts } = rig.api;
    const cancelling = {
      ...jobParts,
      sendOf: (...given: Parameters<typeof jobParts.sendOf>): Send => {
        const send = jobParts.sendOf(...given);
        return async (command, options) => {
          const output = await send(command, options);
          if (command.name === 'BatchWriteItem') await cancel();
          return output;
        };
      },
    };
    const outcome = await runJob(cancelling, 'acme', first.id, { until: Infinity });
    if (outcome.is === 'LATER') rig.pass(outcome.at);
    expect(await runJob(cancelling, 'acme', first.id, { until: Infinity })).toEqual({ is: 'FAILED' });
    expect(await items()).toBeLessThan(before);
    const again = await Promise.all([request(), request()]);
    expect(new Set([first, ...again].map(({ id }) => id)).size).toBe(2);
    await rig.work();
    expect(await items()).toBe(0);
    expect(await certified()).toBe(before);
  });

  test('does not wait for the lease of a job that it ended', async () => {
    await rig.operate('mutation { cancelOffboarding(id: "acme") { id } }');
    const job = await rig.requestExport('acme');
    const dead = { ...rig.api.jobParts, scopeOf: () => new Promise<never>(() => undefined) };
    void runJob(dead, 'acme', job.id, { until: Infinity });
    while ((await rig.api.control.get('job', job))?.holder == null) await new Promise(setImmediate);
    const { id } = await rig.requestPurge('acme');
    const outcome = await runJob(rig.api.jobParts, 'acme', id, { until: Infinity });
    expect(outcome).toEqual({ is: 'LATER', at: rig.now() + 60_000 });
  });
});
