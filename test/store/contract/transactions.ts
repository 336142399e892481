import type { Json } from '../../../src/model/index.ts';
import type { UpdateAccess, WriteAccess } from '../../../src/store/port/index.ts';
import { everything, indexOf, project, task } from '../sample-types.ts';
import { newTenant, type StoreOf } from './stores.ts';

const put = (row: Record<string, Json>): WriteAccess => ({ op: 'put', type: task, row, condition: null });
const update = (id: string, set: Record<string, Json>): UpdateAccess => ({
  op: 'update',
  type: task,
  key: { id },
  set,
  condition: null,
});
const byProject = indexOf(task, 'byProject');

export function transactions(storeOf: StoreOf): void {
  describe('a transaction', () => {
    test('writes rows of several types and advances a sequence', async () => {
      const store = storeOf(newTenant());
      expect(await store.sequence('TASK')).toBe(0);
      const row = { id: '2', projectId: 'p', rank: 1 };
      await store.write({ op: 'put', type: task, row, condition: null });
      await store.transact([
        put({ id: '1', title: 'TASK-1' }),
        { op: 'put', type: project, row: { id: '1' }, condition: null },
        update('2', { rank: 2 }),
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

    test('returns each write as a single write does, and null for a sequence', async () => {
      const store = storeOf(newTenant());
      await store.transact([put({ id: '1', title: 'a', rank: 1 }), put({ id: '2', title: 'b' })]);
      const answers = await store.transact([
        put({ id: '3', title: 'c', note: null }),
        update('1', { title: null, due: 'd' }),
        { op: 'advance', name: 'N', from: 0, to: 5 },
        { op: 'delete', type: task, key: { id: '2' }, condition: null },
      ]);
      expect(answers).toEqual([
        { id: '3', title: 'c' },
        { id: '1', rank: 1, due: 'd' },
        null,
        { id: '2', title: 'b' },
      ]);
    });

    test('names the first write whose condition does not hold, and writes nothing', async () => {
      const store = storeOf(newTenant());
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
      await expect(failed(update('none', { title: 'x' }))).rejects.toMatchObject({
        reason: 'missing',
        index: 1,
      });
      const condition = { field: 'title', op: 'eq', value: 'new' } as const;
      await expect(failed({ ...update('taken', { title: 'x' }), condition })).rejects.toMatchObject({
        reason: 'condition',
        index: 1,
        row: { id: 'taken', title: 'old' },
      });
      await expect(failed({ op: 'advance', name: 'S', from: 7, to: 8 })).rejects.toMatchObject({
        reason: 'condition',
        index: 1,
      });
      expect(await store.get({ op: 'get', type: task, key: { id: 'new' } })).toBeNull();
      expect(await store.sequence('S')).toBe(0);
    });

    test('of 100 writes is done, and one of no writes does nothing', async () => {
      const store = storeOf(newTenant());
      expect(await store.transact([])).toEqual([]);
      await store.transact(Array.from({ length: 100 }, (_, at) => put({ id: String(at) })));
      expect((await store.query({ ...everything, type: task })).rows).toHaveLength(100);
    });

    test('is refused if it writes one row twice', async () => {
      const store = storeOf(newTenant());
      await store.write({ op: 'put', type: task, row: { id: '1', title: 'a' }, condition: null });
      const twice = [update('1', { title: 'x' }), update('1', { title: 'y' })];
      await expect(store.transact(twice)).rejects.toMatchObject({ code: 'INVALID_ARGUMENTS' });
      const row = await store.get({ op: 'get', type: task, key: { id: '1' } });
      expect(row).toEqual({ id: '1', title: 'a' });
    });

    test('moves an amount between two rows without loss among 5 concurrent ones', async () => {
      const tenant = newTenant();
      await storeOf(tenant).transact([put({ id: 'from', rank: 10 }), put({ id: 'to', rank: 0 })]);
      const rankOf = async (id: string): Promise<number> => {
        const row = await storeOf(tenant).get({ op: 'get', type: task, key: { id }, consistent: true });
        return row?.['rank'] as number;
      };
      const move = async (): Promise<void> => {
        for (;;) {
          const [from, to] = [await rankOf('from'), await rankOf('to')];
          const still = (value: number) => ({ field: 'rank', op: 'eq', value }) as const;
          try {
            await storeOf(tenant).transact([
              { ...update('from', { rank: from - 1 }), condition: still(from) },
              { ...update('to', { rank: to + 1 }), condition: still(to) },
            ]);
            return;
          } catch (error) {
            expect(error).toMatchObject({ name: 'WriteFailed', reason: 'condition' });
          }
        }
      };
      await Promise.all(Array.from({ length: 5 }, move));
      expect([await rankOf('from'), await rankOf('to')]).toEqual([5, 5]);
    });
  });

  describe('a sequence', () => {
    test('gives each of 20 concurrent callers a different number', async () => {
      const tenant = newTenant();
      const take = async (): Promise<number> => {
        const store = storeOf(tenant);
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

    test('does not change another sequence whose name begins with its own', async () => {
      const store = storeOf(newTenant());
      await store.transact([{ op: 'advance', name: 'N', from: 0, to: 3 }]);
      expect([await store.sequence('N'), await store.sequence('N#1')]).toEqual([3, 0]);
    });
  });
}
