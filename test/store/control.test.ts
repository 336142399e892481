import { dynamoTables } from '../../src/store/dynamo-tables.ts';
import { ensureTables, openDirectory, openRegister, recordCalls, tableShape } from '../../src/store/index.ts';
import type { Membership, TenantRecord } from '../../src/tenant/index.ts';
import { type Fixture, modelOf, project, startFixture, task, typeOf } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const tenant = (id: string): TenantRecord => ({
  id,
  name: `Tenant ${id}`,
  status: 'ACTIVE',
  createdAt: '2026-01-01T00:00:00Z',
});
const member = (tenantId: string, userId: string, more: Partial<Membership> = {}): Membership => ({
  tenantId,
  userId,
  email: `${userId}@example.com`,
  roles: ['ADMIN'],
  status: 'ACTIVE',
  ...more,
});

test('a look-up finds tenant and membership in one call, each null where absent', async () => {
  const register = openRegister(fixture.controlSend);
  await register.putTenant(tenant('acme'));
  await register.putMembership(member('acme', 'ann'));
  const { send, calls } = recordCalls(fixture.controlSend);
  const directory = openDirectory(send);
  expect(await directory.lookUp('acme', 'ann')).toEqual({
    tenant: tenant('acme'),
    membership: member('acme', 'ann'),
  });
  expect(await directory.lookUp('acme', 'bob')).toEqual({ tenant: tenant('acme'), membership: null });
  expect(await directory.lookUp('none', 'ann')).toEqual({ tenant: null, membership: null });
  expect(calls.map(({ command }) => command.name)).toEqual(['BatchGetItem', 'BatchGetItem', 'BatchGetItem']);
});

test('the active memberships of a user are found in one call, by tenant id', async () => {
  const register = openRegister(fixture.controlSend);
  await register.putMembership(member('b', 'cy'));
  await register.putMembership(member('a', 'cy'));
  await register.putMembership(member('c', 'cy', { status: 'DISABLED' }));
  await register.putMembership(member('a', 'cy2'));
  const { send, calls } = recordCalls(fixture.controlSend);
  expect(await openDirectory(send).membershipsOf('cy')).toEqual([member('a', 'cy'), member('b', 'cy')]);
  expect(calls.map(({ command }) => command.name)).toEqual(['Query']);
});

test('a membership that is changed or removed is so in both directions', async () => {
  const register = openRegister(fixture.controlSend);
  const directory = openDirectory(fixture.controlSend);
  await register.putMembership(member('d', 'dan'));
  const viewer = member('d', 'dan', { roles: ['VIEWER'] });
  await register.putMembership(viewer);
  expect((await directory.lookUp('d', 'dan')).membership).toEqual(viewer);
  expect(await directory.membershipsOf('dan')).toEqual([viewer]);
  await register.removeMembership('d', 'dan');
  expect((await directory.lookUp('d', 'dan')).membership).toBeNull();
  expect(await directory.membershipsOf('dan')).toEqual([]);
});

test('a tenant is created once, and its status can be set', async () => {
  const register = openRegister(fixture.controlSend);
  const directory = openDirectory(fixture.controlSend);
  await register.putTenant(tenant('e'));
  await expect(register.putTenant(tenant('e'))).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  await register.setTenantStatus('e', 'SUSPENDED');
  expect((await directory.lookUp('e', 'x')).tenant).toEqual({ ...tenant('e'), status: 'SUSPENDED' });
  await expect(register.setTenantStatus('f', 'SUSPENDED')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await directory.lookUp('f', 'x')).tenant).toBeNull();
});

test('the table has an index for each slot that the model uses, and no other', () => {
  const shape = tableShape(modelOf(task, project));
  expect(shape.indexes.map(({ name }) => name)).toEqual(['gsi1', 'gsi2']);
  expect(shape.attributeDefinitions.map(({ name }) => name)).toEqual([
    '__pk',
    '__sk',
    '__gsi1pk',
    '__gsi1sk',
    '__gsi2pk',
    '__gsi2sk',
  ]);
  expect(tableShape(modelOf(project)).indexes).toEqual([]);
});

test('indexes that a schema gains are added to a table that has rows', async () => {
  const options = {
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint: fixture.endpoint,
    data: 'grows',
    control: 'grows-control',
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
