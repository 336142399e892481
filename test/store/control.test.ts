import { dynamoTables } from '../../src/store/dynamo/tables/dynamo-tables.ts';
import { ensureTables, openDirectory, openControl, tableShape } from '../../src/store/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { newTenant, type Membership, type TenantRecord } from '../../src/tenant/index.ts';
import { memberOf, registerOver } from '../register.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { modelOf, project, task, typeOf } from './sample-types.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const tenant = (id: string): TenantRecord =>
  newTenant({ id, name: `Tenant ${id}`, createdAt: '2026-01-01T00:00:00Z' });
const member = (tenantId: string, userId: string, more: Partial<Membership> = {}): Membership =>
  memberOf({ tenantId, userId, roles: ['ADMIN'], ...more });

test('a look-up reads tenant and membership in one call, and returns null for each that does not exist', async () => {
  const register = registerOver(openControl(fixture.controlSend('operator')));
  await register.putTenant(tenant('acme'));
  await register.putMembership(member('acme', 'ann'));
  const { send, calls } = recordCalls(fixture.controlSend('graphql'));
  const directory = openDirectory(send);
  expect(await directory.lookUp('acme', 'ann')).toEqual({
    tenant: tenant('acme'),
    membership: member('acme', 'ann'),
  });
  expect(await directory.lookUp('acme', 'bob')).toEqual({ tenant: tenant('acme'), membership: null });
  expect(await directory.lookUp('none', 'ann')).toEqual({ tenant: null, membership: null });
  expect(calls.map(({ command }) => command.name)).toEqual(['BatchGetItem', 'BatchGetItem', 'BatchGetItem']);
});

test('one call returns the active memberships of a user, sorted by tenant id', async () => {
  const register = registerOver(openControl(fixture.controlSend('operator')));
  await register.putMembership(member('b', 'cy'));
  await register.putMembership(member('a', 'cy'));
  await register.putMembership(member('c', 'cy', { status: 'DISABLED' }));
  await register.putMembership(member('a', 'cy2'));
  const { send, calls } = recordCalls(fixture.controlSend('graphql'));
  expect(await openDirectory(send).membershipsOf('cy')).toEqual({
    active: [member('a', 'cy'), member('b', 'cy')],
    endedAt: null,
  });
  expect(calls.map(({ command }) => command.name)).toEqual(['Query']);
});

test('a changed or removed membership shows in the look-up and in the list of its user', async () => {
  const register = registerOver(openControl(fixture.controlSend('operator')));
  const directory = openDirectory(fixture.controlSend('graphql'));
  await register.putMembership(member('d', 'dan'));
  const viewer = member('d', 'dan', { roles: ['VIEWER'] });
  await register.putMembership(viewer);
  expect((await directory.lookUp('d', 'dan')).membership).toEqual(viewer);
  expect(await directory.membershipsOf('dan')).toEqual({ active: [viewer], endedAt: null });
  await register.removeMembership('d', 'dan');
  expect((await directory.lookUp('d', 'dan')).membership).toBeNull();
  expect(await directory.membershipsOf('dan')).toEqual({ active: [], endedAt: null });
});

test('a transaction refuses to add a record that exists, and runs again if one that it writes has changed', async () => {
  const control = openControl(fixture.controlSend('operator'));
  const register = registerOver(control);
  await register.putTenant(tenant('e'));
  await expect(register.putTenant(tenant('e'))).rejects.toMatchObject({ code: 'CONFLICT' });
  let runs = 0;
  await control.transact(async (transaction) => {
    runs += 1;
    const read = await transaction.get('tenant', { id: 'e' });
    if (runs === 1) await register.changeTenant('e', { name: 'Other' });
    transaction.put('tenant', { ...tenant('e'), ...read, plan: 'team' });
  });
  expect(runs).toBe(2);
  expect(await control.get('tenant', { id: 'e' })).toEqual({ ...tenant('e'), name: 'Other', plan: 'team' });
});

test('a transaction runs again if a record that it only read has changed', async () => {
  const control = openControl(fixture.controlSend('operator'));
  const register = registerOver(control);
  await register.putTenant(tenant('h'));
  let runs = 0;
  await control.transact(async (transaction) => {
    runs += 1;
    const { plan = '' } = (await transaction.get('tenant', { id: 'h' })) ?? {};
    if (runs === 1) await register.changeTenant('h', { plan: 'team' });
    transaction.add('member', member('h', `of-${plan}`));
  });
  expect((await control.list('members', 'h')).records.map(({ userId }) => userId)).toEqual(['of-team']);
});

test('a job that is done leaves the list of open jobs and stays in the list of its tenant', async () => {
  const control = openControl(fixture.controlSend('operator'));
  const job = {
    id: 'j',
    tenantId: 'i',
    kind: 'EXPORT',
    status: 'RUNNING',
    input: {},
    state: {},
    done: 0,
  } as const;
  const times = { createdAt: '', updatedAt: '', leaseUntil: 0, holder: null, attempts: 0 };
  const rest = { total: null, result: null, error: null, ...times };
  const record = { ...job, ...rest, requestedBy: { type: 'system', id: 'x', name: 'x' } as const };
  await control.transact((transaction) => {
    transaction.add('job', record);
    return Promise.resolve();
  });
  expect((await control.list('openJobs', '')).records).toEqual([record]);
  await control.transact(async (transaction) => {
    await transaction.get('job', record);
    transaction.put('job', { ...record, status: 'DONE' });
  });
  expect((await control.list('openJobs', '')).records).toEqual([]);
  expect((await control.list('jobs', 'i')).records).toEqual([{ ...record, status: 'DONE' }]);
});

test('a step of a job writes no copy in the list that all jobs share, and the list returns the job as it is', async () => {
  const { send, calls } = recordCalls(fixture.controlSend('operator'));
  const control = openControl(send);
  const times = { createdAt: '', updatedAt: '', leaseUntil: 0, holder: null, attempts: 0 };
  const jobs = Array.from({ length: 120 }, (_, at) => ({
    ...({
      id: `s-${String(at).padStart(3, '0')}`,
      tenantId: 'steps',
      kind: 'EXPORT',
      status: 'WAITING',
    } as const),
    ...{ input: {}, state: null, done: 0, total: null, result: null, error: null, ...times },
    requestedBy: { type: 'system', id: 'x', name: 'x' } as const,
  }));
  for (const job of jobs)
    await control.transact((transaction) => {
      transaction.add('job', job);
      return Promise.resolve();
    });
  calls.length = 0;
  for (const status of ['RUNNING', 'DONE'] as const)
    await control.transact(async (transaction) => {
      const job = await transaction.get('job', { tenantId: 'steps', id: 's-001' });
      if (job) transaction.put('job', { ...job, status, done: 7 });
    });
  const writes = calls.flatMap(({ command }) =>
    command.name === 'TransactWriteItems'
      ? [command.input.TransactItems.map((item) => Object.keys(item))]
      : [],
  );
  expect(writes).toEqual([[['Put']], [['Put'], ['Delete']]]);
  await control.transact(async (transaction) => {
    const job = await transaction.get('job', { tenantId: 'steps', id: 's-002' });
    if (job) transaction.put('job', { ...job, status: 'RUNNING', done: 3 });
  });
  const listed: unknown[] = [];
  for await (const { id, done } of control.all('openJobs', '')) listed.push([id, done]);
  expect(listed).toEqual(
    jobs.filter(({ id }) => id !== 's-001').map(({ id }) => [id, id === 's-002' ? 3 : 0]),
  );
});

test('a list returns one page after another', async () => {
  const control = openControl(fixture.controlSend('operator'));
  const register = registerOver(control);
  for (const user of ['a', 'b', 'c']) await register.putMembership(member('pages', user));
  const first = await control.list('members', 'pages', { limit: 2 });
  const second = await control.list('members', 'pages', { limit: 2, after: first.after });
  expect([first, second].map(({ records }) => records.map(({ userId }) => userId))).toEqual([
    ['a', 'b'],
    ['c'],
  ]);
  expect(second.after).toBeNull();
});

test('the table has an index for each slot that the model uses, and no other', () => {
  const shape = tableShape(modelOf(task, project));
  expect(shape.indexes.map(({ name }) => name)).toEqual(['gsi1', 'gsi2']);
  expect(shape.attributeDefinitions.map(({ name }) => name)).toEqual([
    '__pk',
    '__sk',
    '1p',
    '1s',
    '2p',
    '2s',
  ]);
  expect(tableShape(modelOf(project)).indexes).toEqual([]);
});

test('ensureTables adds the new indexes of a schema to an existing table', async () => {
  const options = {
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint: fixture.endpoint,
    data: 'grows',
    control: 'grows-control',
    realtime: 'grows-realtime',
  };
  await ensureTables({ ...options, model: modelOf(project) });
  const grown = typeOf('Task', {
    fields: ['a', 'b', 'c'],
    indexes: { one: ['a'], two: ['b'], three: ['c'] },
  });
  await ensureTables({ ...options, model: modelOf(grown) });
  await ensureTables({ ...options, model: modelOf(grown) });
  const state = await dynamoTables(options).describe('grows');
  expect(state?.active).toBe(true);
  expect([...(state?.indexes ?? [])].sort()).toEqual(['gsi1', 'gsi2', 'gsi3']);
});
