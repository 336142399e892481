import type { Json } from '../../src/model/index.ts';
import type { UpdateAccess, WriteAccess } from '../../src/store/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { everything, type Fixture, project, startFixture, task } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const put = (row: Record<string, Json>): WriteAccess => ({ op: 'put', type: task, row, condition: null });
const update = (set: Record<string, Json>): UpdateAccess => ({
  op: 'update',
  type: task,
  key: { id: '1' },
  set,
  condition: null,
});
const [byProject, byState] = task.indexes;
if (!byProject || !byState) throw new Error('The fixture has two indexes.');

test('a transaction writes rows of several types and advances a sequence', async () => {
  const store = fixture.store('together');
  expect(await store.sequence('TASK')).toBe(0);
  await store.write({ op: 'put', type: task, row: { id: '2', projectId: 'p', rank: 1 }, condition: null });
  await store.transact([
    put({ id: '1', title: 'TASK-1' }),
    { op: 'put', type: project, row: { id: '1' }, condition: null },
    { op: 'update', type: task, key: { id: '2' }, set: { rank: 2 }, condition: null },
    { op: 'advance', name: 'TASK', from: 0, to: 1 },
  ]);
  expect(await store.sequence('TASK')).toBe(1);
  expect((await store.query({ ...everything, type: task })).rows).toEqual([
    { id: '1', title: 'TASK-1' },
    { id: '2', projectId: 'p', rank: 2 },
  ]);
  const ranked = { ...everything, type: task, index: byProject, where: ['p', 2] };
  expect((await store.query(ranked)).rows).toHaveLength(1);
});

test('a failed transaction names the first write whose condition does not hold, and writes nothing', async () => {
  const store = fixture.store('named');
  await store.write({ op: 'put', type: task, row: { id: 'taken', title: 'old' }, condition: null });
  const failed = (second: WriteAccess) => store.transact([put({ id: 'new' }), second]);
  await expect(failed(put({ id: 'taken' }))).rejects.toMatchObject({
    name: 'WriteFailed',
    reason: 'exists',
    index: 1,
    row: { id: 'taken', title: 'old' },
  });
  await expect(
    failed({ op: 'delete', type: task, key: { id: 'none' }, condition: null }),
  ).rejects.toMatchObject({
    reason: 'missing',
    index: 1,
  });
  const condition = { field: 'title', op: 'eq', value: 'new' } as const;
  await expect(failed({ ...update({ title: 'x' }), key: { id: 'taken' }, condition })).rejects.toMatchObject({
    reason: 'condition',
    index: 1,
  });
  await expect(failed({ op: 'advance', name: 'S', from: 7, to: 8 })).rejects.toMatchObject({
    reason: 'condition',
    index: 1,
  });
  expect(await store.get({ op: 'get', type: task, key: { id: 'new' } })).toBeNull();
  expect(await store.sequence('S')).toBe(0);
});

test('a transaction makes no call for no writes and one call for 100, and is refused for 101', async () => {
  const { send, calls } = recordCalls(fixture.sendOf('many'));
  const store = fixture.store('many', { send });
  await store.transact([]);
  expect(calls).toHaveLength(0);
  const writes = Array.from({ length: 101 }, (_, at) => put({ id: String(at) }));
  await store.transact(writes.slice(0, 100));
  expect(calls).toHaveLength(1);
  await expect(store.transact(writes)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENTS',
    message: 'This comes to 101 writes at once, and 100 is the most: send it in smaller parts.',
  });
  expect(calls).toHaveLength(1);
});

test('a sequence gives each of 20 concurrent callers a different number', async () => {
  const take = async (): Promise<number> => {
    const store = fixture.store('takers');
    for (;;) {
      const from = await store.sequence('N');
      try {
        await store.transact([{ op: 'advance', name: 'N', from, to: from + 1 }]);
        return from + 1;
      } catch (error) {
        expect(error).toMatchObject({ name: 'WriteFailed', reason: 'condition' });
      }
    }
  };
  const taken = await Promise.all(Array.from({ length: 20 }, take));
  expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
});

test.each(['write', 'transact'] as const)(
  'an index key matches its row after 20 concurrent writers have changed its fields by %s',
  async (way) => {
    const tenant = `race-${way}`;
    await fixture.store(tenant).write({
      op: 'put',
      type: task,
      row: { id: '1', projectId: 'p', status: 's', due: 'd' },
      condition: null,
    });
    const fields = ['projectId', 'status', 'due'] as const;
    await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const store = fixture.store(tenant);
        const access = update({ [fields[at % 3] ?? 'due']: `v${at}` });
        await (way === 'write' ? store.write(access) : store.transact([access]));
      }),
    );
    const store = fixture.store(tenant);
    const row = await store.get({ op: 'get', type: task, key: { id: '1' } });
    const { projectId = null, status = null, due = null } = row ?? {};
    for (const value of [projectId, status, due]) expect(value).toMatch(/^v\d+$/);
    const found = await store.query({
      ...everything,
      type: task,
      index: byState,
      where: [projectId, status, due],
    });
    expect(found.rows).toEqual([row]);
  },
);

test('an update that is given an outdated row is retried with the current row', async () => {
  const store = fixture.store('outdated');
  await store.write({
    op: 'put',
    type: task,
    row: { id: '1', projectId: 'p', status: 's', due: 'd' },
    condition: null,
  });
  const row = await store.write({
    ...update({ due: 'e' }),
    current: { id: '1', projectId: 'old', status: null },
  });
  expect(row).toEqual({ id: '1', projectId: 'p', status: 's', due: 'e' });
  const found = await store.query({ ...everything, type: task, index: byState, where: ['p', 's', 'e'] });
  expect(found.rows).toEqual([row]);
});

test('an update reads the row first only if an index key needs other fields of the row', async () => {
  const { send, calls } = recordCalls(fixture.sendOf('reads'));
  const store = fixture.store('reads', { send });
  const row = { id: '1', projectId: 'p', status: 's', due: 'd', rank: 1 };
  await store.write({ op: 'put', type: task, row, condition: null });
  const names = async (access: UpdateAccess) => {
    calls.length = 0;
    await store.write(access);
    return calls.map(({ command }) => command.name);
  };
  expect(await names(update({ title: 't' }))).toEqual(['UpdateItem']);
  expect(await names(update({ rank: 2, projectId: 'q', status: 'u', due: 'e' }))).toEqual(['UpdateItem']);
  expect(await names(update({ rank: 3 }))).toEqual(['GetItem', 'UpdateItem']);
  expect(await names({ ...update({ rank: 4 }), current: { ...row, projectId: 'q' } })).toEqual([
    'UpdateItem',
  ]);
  expect(await names(update({ due: null }))).toEqual(['GetItem', 'UpdateItem']);
  expect(await names(update({ projectId: null }))).toEqual(['UpdateItem']);
});
