import type { Json } from '../../src/model/index.ts';
import { type QueryAccess, WriteFailed } from '../../src/store/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { commandFor } from '../../src/store/dynamo/commands/command.ts';
import { scopeOf } from '../tenants.ts';
import { everything, type Fixture, project, startFixture, task } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const put = (row: Record<string, Json>) => ({ op: 'put', type: task, row, condition: null }) as const;
const get = (id: string) => ({ op: 'get', type: task, key: { id } }) as const;
const list = (more: Partial<QueryAccess> = {}): QueryAccess => ({ ...everything, type: task, ...more });
const [byProject, byState] = task.indexes;
if (!byProject || !byState) throw new Error('The fixture has two indexes.');

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

test('a row is read back with its values, but without those that are null', async () => {
  const tenant = newTenant();
  const row = {
    id: '1',
    title: 'Zeile ✓ \u{1F600}',
    done: false,
    rank: 1e20,
    note: { constructor: 1, list: [null, ''] },
  };
  await fixture.store(tenant).write(put({ ...row, due: null }));
  expect(await fixture.store(tenant).get(get('1'))).toEqual(row);
});

test('a row of one tenant does not exist for another tenant', async () => {
  const [a, b] = [newTenant(), newTenant()];
  await fixture.store(a).write(put({ id: '1', projectId: 'p', rank: 1 }));
  const other = fixture.store(b);
  expect(await other.get(get('1'))).toBeNull();
  expect(await other.query(list())).toEqual({ rows: [], nextToken: null });
  expect(await other.query(list({ index: byProject, where: ['p'] }))).toEqual({ rows: [], nextToken: null });
  await expect(
    other.write({ op: 'delete', type: task, key: { id: '1' }, condition: null }),
  ).rejects.toMatchObject({
    reason: 'missing',
    row: null,
  });
});

test('a second row with the same key is refused, and the error contains the first row', async () => {
  const store = fixture.store(newTenant());
  await store.write(put({ id: '1', title: 'first' }));
  const refused = store.write(put({ id: '1', title: 'second' }));
  await expect(refused).rejects.toBeInstanceOf(WriteFailed);
  await expect(refused).rejects.toMatchObject({ reason: 'exists', row: { id: '1', title: 'first' } });
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

test('an update returns the new row, removes fields that it sets to null and moves the row in its indexes', async () => {
  const store = fixture.store(newTenant());
  await store.write(put({ id: '1', title: 't', projectId: 'p', rank: 1, status: 'OPEN', due: '2026' }));
  const set = { title: null, rank: -5, status: 'DONE' };
  const updated = await store.write({ op: 'update', type: task, key: { id: '1' }, set, condition: null });
  expect(updated).toEqual({ id: '1', projectId: 'p', rank: -5, status: 'DONE', due: '2026' });
  expect((await store.query(list({ index: byState, where: ['p', 'OPEN'] }))).rows).toEqual([]);
  expect((await store.query(list({ index: byState, where: ['p', 'DONE'] }))).rows).toEqual([updated]);
  await store.write({ op: 'update', type: task, key: { id: '1' }, set: { due: null }, condition: null });
  expect((await store.query(list({ index: byState, where: ['p'] }))).rows).toHaveLength(1);
  expect((await store.query(list({ index: byProject, where: ['p'] }))).rows).toHaveLength(1);
});

test('a refused update or delete says whether the row is missing or its condition does not hold', async () => {
  const store = fixture.store(newTenant());
  await store.write(put({ id: '1', title: 'mine' }));
  const condition = { field: 'title', op: 'eq', value: 'yours' } as const;
  for (const access of [
    { op: 'update', type: task, set: { title: 'x' } },
    { op: 'delete', type: task },
  ] as const) {
    const missing = store.write({ ...access, key: { id: '0' }, condition });
    await expect(missing).rejects.toMatchObject({ reason: 'missing', row: null });
    const refused = store.write({ ...access, key: { id: '1' }, condition });
    await expect(refused).rejects.toMatchObject({ reason: 'condition', row: { id: '1', title: 'mine' } });
  }
  expect(await store.get(get('1'))).toEqual({ id: '1', title: 'mine' });
});

test('a request reads its own writes, by key and in lists', async () => {
  const store = fixture.store(newTenant());
  expect(await store.get(get('1'))).toBeNull();
  expect((await store.query(list())).rows).toEqual([]);
  await store.write(put({ id: '1', title: 'a' }));
  expect(await store.get(get('1'))).toEqual({ id: '1', title: 'a' });
  expect((await store.query(list())).rows).toEqual([{ id: '1', title: 'a' }]);
  await store.write({ op: 'update', type: task, key: { id: '1' }, set: { title: 'b' }, condition: null });
  expect(await store.get(get('1'))).toEqual({ id: '1', title: 'b' });
  await store.transact([
    { op: 'update', type: task, key: { id: '1' }, set: { title: 'c' }, condition: null },
  ]);
  expect(await store.get(get('1'))).toEqual({ id: '1', title: 'c' });
  expect((await store.query(list())).rows).toEqual([{ id: '1', title: 'c' }]);
  const deleted = await store.write({ op: 'delete', type: task, key: { id: '1' }, condition: null });
  expect(deleted).toEqual({ id: '1', title: 'c' });
  expect(await store.get(get('1'))).toBeNull();
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
  await expect(store.write(put({ id: '1', __gsi1pk: 'T#other#Task' }))).rejects.toThrow(
    'has no field "__gsi1pk"',
  );
});
