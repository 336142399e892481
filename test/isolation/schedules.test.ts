import type { CustomSchedule } from '../../src/engine/index.ts';
import type { TenantWork } from '../../src/platform/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { dump, naming } from '../platform/dump.ts';
import { messagesOf, openBehind, upkeepOf, type Behind } from '../shared/background.ts';

const SLOT = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();
const FORGED = ['never-existed', '', '*', 'ACME', 'acme#JOB', 'globex#', '../acme', 'acme#Task'];

/** Leaves the labels of the seed out. */
const isOfTest = (name: unknown): boolean => /^(of|written by) /.test(String(name));

/** What the schedule of a test has seen, by tenant. */
let seen: { readonly tenant: string; readonly names: readonly unknown[] }[];
let kept: Parameters<CustomSchedule['run']>[0]['store'][];
let api: TestApi;
let behind: Behind;
beforeAll(async () => {
  const spy: CustomSchedule = {
    cron: '* * * * *',
    async run({ store, scope }) {
      kept.push(store);
      const { rows } = (await store.trusted['Label']?.list()) ?? { rows: [] };
      seen.push({ tenant: scope.tenantId, names: rows.map(({ name }) => name).filter(isOfTest) });
      // The ids of the other tenant's rows.
      for (const id of ['secret-of-acme', 'secret-of-globex']) {
        const found = await store.trusted['Label']?.get({ id });
        if (found && found['name'] !== `of ${scope.tenantId}`) throw new Error('A foreign row.');
        if (!found) await store.trusted['Label']?.update({ id, name: 'taken' }).catch(() => undefined);
        if (!found) await store.trusted['Label']?.delete({ id }).catch(() => undefined);
      }
      await store.trusted['Label']?.create({ name: `written by ${scope.tenantId}` });
    },
  };
  api = await openTestApi({ schedules: { spy } });
  behind = openBehind(api);
  for (const [user, tenant] of [
    ['alice', 'acme'],
    ['carol', 'globex'],
  ] as const) {
    const mutation = `mutation { createLabel(input: { id: "secret-of-${tenant}", name: "of ${tenant}" }) { id } }`;
    expect((await api.ask(user, mutation)).errors).toEqual([]);
  }
  await behind.settle();
  await api.background.work(upkeepOf('acme', 'globex'));
});
afterAll(() => api.close());
beforeEach(() => {
  seen = [];
  kept = [];
});

const runOf = (tenantId: string, more: Partial<TenantWork> = {}): TenantWork =>
  ({ tenantId, is: 'schedule', name: 'spy', slot: SLOT, trigger: 'slot', ...more }) as TenantWork;

test('a run sees and writes rows of its tenant alone, and changes nothing that names another one', async () => {
  const ofGlobex = async () => naming(await dump(api), 'globex');
  const before = await ofGlobex();
  expect(await api.background.work(messagesOf(runOf('acme')))).toEqual({ batchItemFailures: [] });
  expect(seen).toEqual([{ tenant: 'acme', names: ['of acme'] }]);
  expect(await ofGlobex()).toEqual(before);
});

test('the runs of two tenants at the same time share nothing', async () => {
  const slot = new Date(Date.parse(SLOT) + 60_000).toISOString();
  await Promise.all(
    ['acme', 'globex', 'acme', 'globex'].map((tenant) =>
      api.background.work(messagesOf(runOf(tenant, { slot }))),
    ),
  );
  expect(seen.map(({ tenant }) => tenant).sort()).toEqual(['acme', 'globex']);
  for (const { tenant, names } of seen)
    expect(names.every((name) => String(name).includes(tenant))).toBe(true);
  expect(new Set(kept).size).toBe(2);
});

test('a message with a forged tenant, name or slot runs nothing and writes nothing', async () => {
  const before = await dump(api);
  const forged = [
    ...FORGED.map((tenantId) => runOf(tenantId)),
    ...['', 'toString', '__proto__', 'spy#', '../spy'].map((name) => runOf('acme', { name })),
    ...['', 'now', '9999', 'x#y'].map((slot) => runOf('acme', { slot, trigger: 'manual' })),
    ...['', 'now', 'x#y'].map((slot) => runOf('acme', { slot })),
  ];
  expect(await api.background.work(messagesOf(...forged))).toEqual({ batchItemFailures: [] });
  const Records = [{ messageId: '0', body: JSON.stringify({ ...runOf('acme'), trigger: 'other' }) }];
  expect((await api.background.work({ Records })).batchItemFailures).toHaveLength(1);
  expect(seen).toEqual([]);
  expect(await dump(api)).toEqual(before);
});

test('a tenant reads and runs only its own schedules, by no argument that names another one', async () => {
  const fields = '{ schedules { name lastRun { slot status } } }';
  const before = (await api.ask('carol', fields)).data;
  expect((await api.ask('olga', 'mutation { runSchedule(name: "spy") { name } }')).errors).toEqual([]);
  expect((await api.ask('carol', fields)).data).toEqual(before);
  await behind.settle();
  expect(seen.map(({ tenant }) => tenant)).toEqual(['acme']);
  expect((await api.ask('carol', fields)).data).toEqual(before);
});

test.each(['SUSPENDED', 'OFFBOARDING', 'PURGING', 'DELETED', 'PROVISIONING', 'MOVING'] as const)(
  'a tenant that is %s has no run and no new record',
  async (status) => {
    await api.register.setTenantStatus('globex', status);
    const before = await dump(api);
    const slot = new Date(Date.parse(SLOT) + 120_000).toISOString();
    await api.background.work(messagesOf(runOf('globex', { slot })));
    expect(seen).toEqual([]);
    expect(await dump(api)).toEqual(before);
    await api.register.setTenantStatus('globex', 'ACTIVE');
  },
);
