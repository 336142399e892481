import type { Json } from '../../src/model/index.ts';
import type { QueryAccess } from '../../src/store/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { commandFor } from '../../src/store/dynamo/commands/command.ts';
import { scopeOf } from '../tenants.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { everything, project, task } from './sample-types.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const put = (row: Record<string, Json>) => ({ op: 'put', type: task, row, condition: null }) as const;
const get = (id: string) => ({ op: 'get', type: task, key: { id } }) as const;
const list = (more: Partial<QueryAccess> = {}): QueryAccess => ({ ...everything, type: task, ...more });
let tenants = 0;
/** A tenant that no other test uses. */
const newTenant = (): string => `tenant-${++tenants}`;

test("a tenant's session, which these tests use, cannot read a row of another tenant", async () => {
  const [own, other] = [newTenant(), newTenant()];
  await fixture.store(other).write(put({ id: '1' }));
  const read = commandFor(scopeOf(other).tenantId, get('1'));
  expect((await fixture.sendOf(other)(read)).Item).toMatchObject({ id: '1' });
  await expect(fixture.sendOf(own)(read)).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('gets of several types in one tick make one batch, and each row is read once', async () => {
  const tenant = newTenant();
  await fixture.store(tenant).write(put({ id: '1' }));
  await fixture
    .store(tenant)
    .write({ op: 'put', type: project, row: { id: '1', name: 'P' }, condition: null });
  const { send, calls } = recordCalls(fixture.sendOf(tenant));
  const store = fixture.store(tenant, { send });
  const rows = await Promise.all([
    store.get(get('1')),
    store.get({ op: 'get', type: project, key: { id: '1' } }),
    store.get(get('1')),
    store.get(get('absent')),
  ]);
  expect(rows).toEqual([{ id: '1' }, { id: '1', name: 'P' }, { id: '1' }, null]);
  await store.get(get('1'));
  expect(calls.map(({ command }) => command.name)).toEqual(['BatchGetItem']);
});

test('150 gets in one tick make two batches of at most 100 keys', async () => {
  const tenant = newTenant();
  const { send, calls } = recordCalls(fixture.sendOf(tenant));
  const store = fixture.store(tenant, { send });
  await Promise.all(Array.from({ length: 150 }, (_, at) => store.get(get(String(at)))));
  const sizes = calls.map(({ command }) => (command.name === 'BatchGetItem' ? command.input.Keys.length : 0));
  expect(sizes).toEqual([100, 50]);
});

test('a single get makes a GetItem call', async () => {
  const tenant = newTenant();
  const { send, calls } = recordCalls(fixture.sendOf(tenant));
  await fixture.store(tenant, { send }).get(get('1'));
  expect(calls.map(({ command }) => command.name)).toEqual(['GetItem']);
});

test('a request sends equal queries once and answers later gets from their rows', async () => {
  const tenant = newTenant();
  await fixture.store(tenant).write(put({ id: '1' }));
  const { send, calls } = recordCalls(fixture.sendOf(tenant));
  const store = fixture.store(tenant, { send });
  await Promise.all([store.query(list()), store.query(list()), store.query(list())]);
  expect(await store.get(get('1'))).toEqual({ id: '1' });
  expect(calls).toHaveLength(1);
});

test('a write throws when its row has an unknown field or a key attribute of the table', async () => {
  const store = fixture.store(newTenant());
  await expect(store.write(put({ id: '1', colour: 'red' }))).rejects.toThrow('has no field "colour"');
  await expect(store.write(put({ id: '1', '1p': 'T#other#Task' }))).rejects.toThrow('has no field "1p"');
});
