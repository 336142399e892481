import {
  auditEvent,
  endLeases,
  noteDue,
  recordAlone,
  runJob,
  sendAllWork,
  sendDue,
  type TenantWork,
} from '../../src/platform/index.ts';
import { newJob } from '../../src/platform/jobs/new-job.ts';
import { openAuditLog, openControl, type JobRecord } from '../../src/store/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { dump, naming } from '../platform/dump.ts';
import { enterprise } from '../platform/plans-for-tests.ts';
import { workOn } from '../platform/work.ts';
import { upkeepOf } from '../shared/background.ts';

const HOUR = 3_600_000;
const ACTOR = { type: 'system', id: 'test', name: 'test' } as const;

let clock = Date.now();
let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ now: () => clock, plans: enterprise({ auditRetentionDays: 1 }) });
});
afterAll(() => api.close());

/** The schedule asks for what is due. */
const look = (): Promise<unknown> => api.background.work({});
/** Takes all visible messages, and returns their work by tenant. */
function taken(): TenantWork[] {
  const { messages } = api.background;
  const work: TenantWork[] = [];
  for (let message = messages.receive(); message; message = messages.receive()) {
    messages.delete(message);
    work.push(JSON.parse(message.body) as TenantWork);
  }
  return work.sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
}
const dueOf = async (tenantId: string): Promise<string | undefined> =>
  (await api.control.get('due', { tenantId }))?.hour;
const timeOf = (hour = ''): number => Date.parse(`${hour}:00:00Z`);
/** Notes a tenant as due, and returns when. */
async function note(tenantId: string): Promise<number> {
  await noteDue(api.control, tenantId, clock);
  return timeOf(await dueOf(tenantId));
}
const upkeep = (tenantId: string): TenantWork => ({ tenantId, is: 'upkeep' });
async function addJob(
  tenantId: string,
  given: Partial<Pick<JobRecord, 'kind' | 'input'>> = {},
): Promise<JobRecord> {
  const job = newJob({ tenantId, kind: 'EXPORT', input: {}, ...given }, ACTOR, clock);
  await api.control.transact((transaction) => {
    transaction.add('job', job);
    return Promise.resolve();
  });
  return job;
}

beforeEach(async () => {
  await look();
  for (const tenant of ['acme', 'globex']) await noteDue(api.control, tenant, null);
  taken();
});

test('expired audit events of a tenant without traffic are dropped when they are due', async () => {
  await api.register.putTenant({ id: 'silent', status: 'ACTIVE', plan: 'enterprise' });
  const event = auditEvent('silent', ACTOR, { requestId: null, ip: null }, { action: 'test.done' });
  await recordAlone(api.control, event);
  await api.background.work(upkeepOf('silent'));
  const scope = await api.jobParts.scopeOf('silent', 'test');
  const stored = async (): Promise<number> =>
    (await openAuditLog(scope, api.jobParts.sendOf(scope)).read({ after: null, limit: 10 })).items.length;
  const due = timeOf(await dueOf('silent'));
  expect(await stored()).toBe(1);
  expect(due).toBeGreaterThan(clock + 24 * HOUR);
  expect(due).toBeLessThanOrEqual(clock + 49 * HOUR);
  clock = due - 1;
  await look();
  expect(taken()).toEqual([]);
  clock = due;
  await look();
  expect(taken()).toEqual([upkeep('silent')]);
  await api.background.work(upkeepOf('silent'));
  expect(await stored()).toBe(0);
  expect(await dueOf('silent')).toBeUndefined();
});

test('a schedule that misses a day finds all tenants of that day at once, each one time', async () => {
  const times = [await note('acme'), await note('globex')];
  clock = Math.max(...times) + 26 * HOUR;
  await look();
  await look();
  expect(taken()).toEqual([upkeep('acme'), upkeep('globex')]);
});

test('a due tenant is sent again after the schedule died in between, and a day later if its upkeep never ended', async () => {
  clock = await note('acme');
  const { queue } = sending();
  const died = {
    ...api.control,
    transact: () => Promise.reject(new Error('killed')),
  };
  await expect(sendDue(died, queue, clock)).rejects.toThrow('killed');
  await look();
  expect(taken()).toEqual([upkeep('acme')]);
  const next = timeOf(await dueOf('acme'));
  expect(next).toBe(clock + 24 * HOUR);
  clock = next;
  await look();
  expect(taken()).toEqual([upkeep('acme')]);
});

test('the upkeep that fails is due again within a day, although no change follows', async () => {
  await api.register.changeTenant('acme', { isolation: 'SILO' });
  expect((await api.background.work(upkeepOf('acme'))).batchItemFailures).toHaveLength(1);
  await api.register.changeTenant('acme', { isolation: 'POOL' });
  expect(timeOf(await dueOf('acme'))).toBeLessThanOrEqual(clock + 25 * HOUR);
  await api.background.work(upkeepOf('acme'));
  expect(await dueOf('acme')).toBeUndefined();
});

test('a note for an hour that the schedule has read already is found by the next look', async () => {
  const due = await note('acme');
  await noteDue(api.control, 'acme', null);
  clock = due;
  await look();
  // It began before the hour, and its write arrived after the look.
  await noteDue(api.control, 'acme', due - 1);
  expect(timeOf(await dueOf('acme'))).toBe(due);
  clock = due + HOUR;
  await look();
  expect(taken()).toEqual([upkeep('acme')]);
  // A time at the beginning of the hour is not in the past of any look.
  await noteDue(api.control, 'acme', due);
  expect(timeOf(await dueOf('acme'))).toBe(due + 24 * HOUR);
});

test('a purge leaves no due record, and nothing notes a tenant that is being purged', async () => {
  await api.register.putTenant({ id: 'leaving', status: 'ACTIVE' });
  await note('leaving');
  await api.register.setTenantStatus('leaving', 'PURGING');
  await addJob('leaving', { kind: 'PURGE', input: { keepArchives: false, neverOpened: true } });
  await workOn(api, 'leaving', (until) => (clock = Math.max(clock, until)));
  await noteDue(api.control, 'leaving', clock);
  const left = naming(await dump(api), 'leaving').map(({ key }) => key);
  expect(left.filter((key) => key.includes('DUE'))).toEqual([]);
  expect((await api.control.get('tenant', { id: 'leaving' }))?.status).toBe('DELETED');
});

test('an open job whose message is lost is sent again after an hour, once an hour, and then ends', async () => {
  const job = await addJob('acme');
  clock += HOUR - 1;
  await look();
  expect(taken()).toEqual([]);
  clock += HOUR;
  await look();
  await look();
  const [sent, ...more] = taken();
  expect([sent, more]).toEqual([{ tenantId: 'acme', is: 'job', jobId: job.id }, []]);
  await workOn(api, 'acme', (until) => (clock = Math.max(clock, until)));
  clock += 2 * HOUR;
  await look();
  expect(taken()).toEqual([]);
  expect(await api.control.get('job', job)).toMatchObject({ status: 'DONE' });
});

test('a look reads no more when more tenants exist that are not due', async () => {
  const { queue } = sending();
  const reads = async (): Promise<number> => {
    let count = 0;
    const control = openControl((command, options) => {
      count += 1;
      return api.jobParts.controlSend(command, options);
    });
    await sendDue(control, queue, clock);
    return count;
  };
  const before = await reads();
  for (let n = 0; n < 30; n += 1) {
    await api.register.putTenant({ id: `idle-${n}`, status: 'ACTIVE' });
    await noteDue(api.control, `idle-${n}`, clock + 100 * HOUR);
  }
  expect(await reads()).toBe(before);
});

test('a laptop that starts takes over the job of a killed process at once, after all other work', async () => {
  const job = await addJob('acme');
  const dead = { ...api.jobParts, scopeOf: () => new Promise<never>(() => undefined) };
  // The run never comes back, as if the process had been killed.
  void runJob(dead, 'acme', job.id, { until: Infinity });
  for (let held: JobRecord | null = null; !held?.holder;) held = await api.control.get('job', job);
  const fresh = await addJob('globex');
  await endLeases(api.control);
  const { queue, sent } = sending();
  await sendAllWork(api.control, queue);
  expect(sent[0]).toEqual({ tenantId: 'globex', is: 'job', jobId: fresh.id });
  expect(sent.at(-1)).toEqual({ tenantId: 'acme', is: 'job', jobId: job.id });
  expect(sent).toContainEqual(upkeep('acme'));
  expect(sent).not.toContainEqual(upkeep('leaving'));
  expect(await runJob(api.jobParts, 'acme', job.id, { until: Infinity })).toEqual({ is: 'DONE' });
});

function sending() {
  const sent: TenantWork[] = [];
  const queue = {
    send: (work: readonly TenantWork[]): Promise<void> => {
      sent.push(...work);
      return Promise.resolve();
    },
  };
  return { queue, sent };
}
