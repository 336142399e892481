import type { Json } from '../../../src/model/index.ts';
import { type QueryAccess, WriteFailed } from '../../../src/store/port/index.ts';
import { everything, indexOf, task } from '../sample-types.ts';
import { card } from './contract-model.ts';
import { newTenant, type StoreOf } from './stores.ts';

const put = (row: Record<string, Json>) => ({ op: 'put', type: task, row, condition: null }) as const;
const get = (id: string) => ({ op: 'get', type: task, key: { id } }) as const;
const list = (more: Partial<QueryAccess> = {}): QueryAccess => ({ ...everything, type: task, ...more });
const byProject = indexOf(task, 'byProject');
const byState = indexOf(task, 'byState');

export function rows(storeOf: StoreOf): void {
  describe('a row', () => {
    test('is read back with its values, but without those that are null', async () => {
      const tenant = newTenant();
      const row = {
        id: '1',
        title: 'Zeile ✓ \u{1F600}',
        done: false,
        rank: 1e20,
        note: { constructor: 1, list: [null, ''] },
      };
      expect(await storeOf(tenant).write(put({ ...row, due: null }))).toEqual(row);
      expect(await storeOf(tenant).get(get('1'))).toEqual(row);
    });

    test.each([3.2e16, -3.2e16, 1e20, 9.99e125, 1e-130, Number.MAX_SAFE_INTEGER + 2, 0.1 + 0.2, 5e-100])(
      'that holds the number %p is read back unchanged',
      async (note) => {
        const tenant = newTenant();
        await storeOf(tenant).write(put({ id: '1', note }));
        expect(await storeOf(tenant).get(get('1'))).toEqual({ id: '1', note });
      },
    );

    test('is refused if its key exists, and the error contains the first row', async () => {
      const store = storeOf(newTenant());
      await store.write(put({ id: '1', title: 'first' }));
      const refused = store.write(put({ id: '1', title: 'second' }));
      await expect(refused).rejects.toBeInstanceOf(WriteFailed);
      await expect(refused).rejects.toMatchObject({ reason: 'exists', row: { id: '1', title: 'first' } });
      expect(await store.get(get('1'))).toEqual({ id: '1', title: 'first' });
    });

    test('is created by exactly one of 10 concurrent requests', async () => {
      const tenant = newTenant();
      const attempts = await Promise.allSettled(
        Array.from({ length: 10 }, (_, at) => storeOf(tenant).write(put({ id: '1', rank: at }))),
      );
      const [created] = attempts.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const failures = attempts.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
      expect(failures).toHaveLength(9);
      for (const failure of failures) expect(failure).toMatchObject({ reason: 'exists', row: created });
    });

    test('is seen by a consistent get of a request that read it before another request changed it', async () => {
      const tenant = newTenant();
      const reader = storeOf(tenant);
      await storeOf(tenant).write(put({ id: '1', title: 'a' }));
      expect(await reader.get(get('1'))).toEqual({ id: '1', title: 'a' });
      const change = {
        op: 'update',
        type: task,
        key: { id: '1' },
        set: { title: 'b' },
        condition: null,
      } as const;
      await storeOf(tenant).write(change);
      expect(await reader.get({ ...get('1'), consistent: true })).toEqual({ id: '1', title: 'b' });
      expect(await reader.get(get('1'))).toEqual({ id: '1', title: 'b' });
    });

    test('is returned by its delete and does not exist afterwards', async () => {
      const tenant = newTenant();
      await storeOf(tenant).write(put({ id: '1', projectId: 'p', rank: 1 }));
      const store = storeOf(tenant);
      const deleted = await store.write({ op: 'delete', type: task, key: { id: '1' }, condition: null });
      expect(deleted).toEqual({ id: '1', projectId: 'p', rank: 1 });
      expect(await store.get({ ...get('1'), consistent: true })).toBeNull();
      expect((await store.query(list())).rows).toEqual([]);
      expect((await store.query(list({ index: byProject, where: ['p'] }))).rows).toEqual([]);
      await store.write(put({ id: '1' }));
    });
  });

  describe('an update', () => {
    test('returns the new row, removes fields that it sets to null and moves the row in its indexes', async () => {
      const store = storeOf(newTenant());
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

    test('that is given an outdated row is retried with the current row', async () => {
      const store = storeOf(newTenant());
      await store.write(put({ id: '1', projectId: 'p', status: 's', due: 'd' }));
      const row = await store.write({
        op: 'update',
        type: task,
        key: { id: '1' },
        set: { due: 'e' },
        condition: null,
        current: { id: '1', projectId: 'old', status: null },
      });
      expect(row).toEqual({ id: '1', projectId: 'p', status: 's', due: 'e' });
      const found = await store.query(list({ index: byState, where: ['p', 's', 'e'] }));
      expect(found.rows).toEqual([row]);
    });

    test('or a delete that is refused says whether the row is missing or its condition does not hold', async () => {
      const store = storeOf(newTenant());
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

    test.each(['write', 'transact'] as const)(
      'counts a version once for each of 10 concurrent requests that make it by %s',
      async (way) => {
        const tenant = newTenant();
        await storeOf(tenant).write({
          op: 'put',
          type: card,
          row: { id: '1', revision: 1 },
          condition: null,
        });
        const change = {
          op: 'update',
          type: card,
          key: { id: '1' },
          set: { title: 't' },
          condition: null,
          increment: 'revision',
        } as const;
        await Promise.all(
          Array.from({ length: 10 }, () =>
            way === 'write' ? storeOf(tenant).write(change) : storeOf(tenant).transact([change]),
          ),
        );
        const row = await storeOf(tenant).get({ op: 'get', type: card, key: { id: '1' } });
        expect(row).toEqual({ id: '1', title: 't', revision: 11 });
      },
    );

    test.each(['write', 'transact'] as const)(
      'of one index field by %s leaves the row where its index key is, among 20 concurrent updates',
      async (way) => {
        const tenant = newTenant();
        await storeOf(tenant).write(put({ id: '1', projectId: 'p', status: 's', due: 'd' }));
        const fields = ['projectId', 'status', 'due'] as const;
        await Promise.all(
          Array.from({ length: 20 }, async (_, at) => {
            const store = storeOf(tenant);
            const set = { [fields[at % 3] ?? 'due']: `v${at}` };
            const access = { op: 'update', type: task, key: { id: '1' }, set, condition: null } as const;
            await (way === 'write' ? store.write(access) : store.transact([access]));
          }),
        );
        const store = storeOf(tenant);
        const row = await store.get(get('1'));
        const { projectId = null, status = null, due = null } = row ?? {};
        for (const value of [projectId, status, due]) expect(value).toMatch(/^v\d+$/);
        const found = await store.query(list({ index: byState, where: [projectId, status, due] }));
        expect(found.rows).toEqual([row]);
      },
    );
  });

  describe('a request', () => {
    test('reads its own writes, by key and in lists', async () => {
      const store = storeOf(newTenant());
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

    test('fails with TIMEOUT in every operation once its deadline has passed, and writes nothing', async () => {
      const tenant = newTenant();
      await storeOf(tenant).write(put({ id: '1', title: 'a' }));
      const late = storeOf(tenant, { deadline: AbortSignal.abort() });
      const change = {
        op: 'update',
        type: task,
        key: { id: '1' },
        set: { title: 'b' },
        condition: null,
      } as const;
      for (const ask of [
        () => late.get(get('1')),
        () => late.get({ ...get('1'), consistent: true }),
        () => late.query(list()),
        () => late.write(change),
        () => late.transact([change, put({ id: '2' })]),
        () => late.total(task),
        () => late.count({ op: 'count', type: task, index: null, where: [], range: null, filter: null }),
        () => late.jobs(),
        () => late.sequence('N'),
      ]) {
        await expect(ask()).rejects.toMatchObject({ code: 'TIMEOUT' });
      }
      expect((await storeOf(tenant).query(list())).rows).toEqual([{ id: '1', title: 'a' }]);
    });
  });
}
