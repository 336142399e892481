import { openScheduleRig, slot as at, type RunContext, type ScheduleRig } from './schedule-rig.ts';

let rig: ScheduleRig;
let run: (context: RunContext) => Promise<void>;
beforeEach(async () => {
  run = () => Promise.resolve();
  rig = await openScheduleRig({
    run: (context) => run(context),
    schedule: { description: 'A test.', retries: 1 },
    more: { daily: { cron: '30 2 * * *', timeZone: 'Europe/Berlin', run: () => undefined } },
  });
});
afterEach(() => rig.api.close());

const RUN = 'slot isManual status attempts startedAt endedAt error';
const FIELDS = `name description cron timeZone retries nextRunAt lastRun { ${RUN} }`;
const list = async (user = 'olga'): Promise<readonly Record<string, unknown>[]> =>
  (await rig.api.ask(user, `{ schedules { ${FIELDS} } }`)).data?.['schedules'] as Record<string, unknown>[];
const often = async (): Promise<Record<string, unknown> | undefined> =>
  (await list()).find(({ name }) => name === 'often');
const KEY = { 'Idempotency-Key': 'run-once' };
const ask = (user: string, name = 'often') =>
  rig.api.ask(user, `mutation { runSchedule(name: "${name}") { name lastRun { ${RUN} } } }`);

test('the schedules of the application are listed with their next run and the last', async () => {
  const [daily, frequent] = await list();
  expect(daily).toMatchObject({ name: 'daily', timeZone: 'Europe/Berlin', description: null, lastRun: null });
  expect(frequent).toEqual({
    ...{ name: 'often', description: 'A test.', cron: '*/10 * * * *', timeZone: 'UTC', retries: 1 },
    ...{ nextRunAt: at(1), lastRun: null },
  });
  await rig.at(at(1, 2));
  expect(await often()).toMatchObject({
    nextRunAt: at(2),
    lastRun: { slot: at(1), isManual: false, status: 'DONE', attempts: 1, startedAt: at(1, 2), error: null },
  });
});

test('an administrator runs a schedule at once, once for several requests, and the audit says who', async () => {
  rig.to(at(0, 599));
  const { data, errors } = await ask('olga');
  expect(errors).toEqual([]);
  const asked = { slot: at(0, 599), isManual: true, status: 'WAITING', attempts: 0 };
  expect(data?.['runSchedule']).toMatchObject({ name: 'often', lastRun: asked });
  rig.to(at(1, 1));
  expect((await ask('olga')).data?.['runSchedule']).toMatchObject({ lastRun: asked });
  await rig.behind.settle();
  expect(rig.runs).toEqual([{ tenant: 'acme', slot: at(0, 599), attempt: 1 }]);
  expect(await often()).toMatchObject({ lastRun: { isManual: true, status: 'DONE', attempts: 1 } });
  const { data: audit } = await rig.api.ask('olga', '{ auditEvents { items { action actor { name } } } }');
  const { items } = audit?.['auditEvents'] as { items: { action: string; actor: { name: string } }[] };
  expect(items.filter(({ action }) => action.startsWith('schedule.'))).toEqual([
    { action: 'schedule.requested', actor: { name: 'olga' } },
  ]);
  expect((await rig.api.control.list('openManualRuns', '')).records).toEqual([]);
});

test('a repeat of runSchedule with its idempotency key runs nothing, also after the run has ended', async () => {
  const token = await rig.api.token('olga');
  const repeat = () => rig.api.askAs(token, `mutation { runSchedule(name: "often") { ${FIELDS} } }`, {}, KEY);
  const first = await repeat();
  expect(first.errors).toEqual([]);
  await rig.behind.settle();
  rig.to(at(0, 599));
  expect((await repeat()).data).toEqual(first.data);
  await rig.behind.settle();
  expect(rig.runs).toHaveLength(1);
});

test('a run that an administrator asked for keeps no slot from running, and no slot it', async () => {
  await ask('olga');
  rig.to(at(1, 5));
  await ask('olga');
  await rig.tick();
  await rig.behind.settle();
  const ofAcme = rig.runs.filter(({ tenant }) => tenant === 'acme').map(({ slot }) => slot);
  expect(ofAcme).toHaveLength(2);
  expect(ofAcme).toContain(at(1));
});

test('a run that fails is repeated as often as its retries allow, and then has failed', async () => {
  run = ({ scope }) =>
    scope.tenantId === 'acme' ? Promise.reject(new Error('No luck.')) : Promise.resolve();
  await rig.at(at(1));
  expect(await often()).toMatchObject({ lastRun: { status: 'RETRYING', attempts: 1 } });
  rig.to(at(1, 29));
  await rig.behind.work();
  expect(rig.runs.filter(({ tenant }) => tenant === 'acme')).toHaveLength(1);
  rig.to(at(1, 31));
  await rig.behind.work();
  const lastRun = {
    ...{ slot: at(1), isManual: false, status: 'FAILED', attempts: 2 },
    error: 'An unexpected error: the log of the platform has it.',
  };
  expect(await often()).toMatchObject({ lastRun });
  expect(rig.runs.filter(({ tenant }) => tenant === 'acme').map(({ attempt }) => attempt)).toEqual([1, 2]);
});

test('a refusal of the store is the error of the run, and its code is not masked', async () => {
  run = async ({ store }) => {
    await store.trusted['Label']?.update({ id: 'nothing', name: 'x' });
  };
  await rig.at(at(1));
  expect(await often()).toMatchObject({
    lastRun: { status: 'RETRYING', error: expect.stringContaining('Label') as string },
  });
});

test('only administrators see and run schedules, and only those that exist', async () => {
  const codes = async (answer: ReturnType<ScheduleRig['api']['ask']>): Promise<readonly unknown[]> =>
    (await answer).errors.map(({ extensions }) => extensions['code']);
  expect(await codes(rig.api.ask('bob', '{ schedules { name } }'))).toEqual(['FORBIDDEN']);
  expect(await codes(ask('bob'))).toEqual(['FORBIDDEN']);
  expect(await codes(ask('olga', 'nothing'))).toEqual(['NOT_FOUND']);
  expect(await codes(ask('olga', '__proto__'))).toEqual(['NOT_FOUND']);
});

test('a tenant that is suspended has no next run, and its administrators cannot ask for one', async () => {
  const mutation = 'mutation { suspendTenant(id: "acme", mode: READ_ONLY, reason: "No payment.") { id } }';
  expect((await rig.api.askOperator('opal', mutation)).errors).toEqual([]);
  rig.to(at(0, 610));
  expect(await often()).toMatchObject({ nextRunAt: null });
  const { errors } = await ask('olga');
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['READ_ONLY']);
});
