import type { Json } from '../../src/model/index.ts';
import type { UpdateAccess, WriteAccess } from '../../src/store/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { task } from './sample-types.ts';

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
