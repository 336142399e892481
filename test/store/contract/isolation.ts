import fc from 'fast-check';

import type { ModelType } from '../../../src/model/index.ts';
import type { Row, Store } from '../../../src/store/port/index.ts';
import { everything, indexOf, task } from '../sample-types.ts';
import { board, card } from './contract-model.ts';
import type { StoreOf } from './stores.ts';

/** Tenants whose ids are prefixes of each other, and ids of rows that look like ends of these. */
const TENANTS = ['a', 'a-b', 'a-b-c', 'ab', 'b'] as const;
const IDS = ['1', 'a', 'a-b', 'b-c', '-b', '#b', 'a#1', ''] as const;
const byProject = indexOf(task, 'byProject');

const put = (type: ModelType, row: Row) => ({ op: 'put', type, row, condition: null }) as const;
const get = (type: ModelType, id: string) => ({ op: 'get', type, key: { id } }) as const;
const remove = (type: ModelType, id: string) =>
  ({ op: 'delete', type, key: { id }, condition: null }) as const;
const count = { op: 'count', type: task, index: null, where: [], range: null, filter: null } as const;
const rowsOf = async (store: Store, type: ModelType): Promise<readonly Row[]> =>
  (await store.query({ ...everything, type })).rows;
const byId = (a: string, b: string): number => (a < b ? -1 : 1);

export function isolation(storeOf: StoreOf): void {
  describe('a tenant', () => {
    /** Tenants of one test: each test begins without rows. */
    const tenantsFor = (test: string) => TENANTS.map((tenant) => `${tenant}-${test}`);

    test('reads, lists and counts none of the rows with the same ids that tenants with similar ids have', async () => {
      const ids = IDS.filter((id) => id !== '');
      const tenants = tenantsFor('read');
      const rowOf = (tenant: string, id: string): Row => ({ id, title: tenant, projectId: 'p', rank: 1 });
      for (const tenant of tenants) {
        for (const id of ids) await storeOf(tenant).write(put(task, rowOf(tenant, id)));
      }
      for (const tenant of tenants) {
        const expected = [...ids].sort(byId).map((id) => rowOf(tenant, id));
        for (const row of expected)
          expect(await storeOf(tenant).get(get(task, row['id'] as string))).toEqual(row);
        expect(await rowsOf(storeOf(tenant), task)).toEqual(expected);
        const indexed = await storeOf(tenant).query({
          ...everything,
          type: task,
          index: byProject,
          where: ['p'],
        });
        expect(new Set(indexed.rows)).toEqual(new Set(expected));
        expect(await storeOf(tenant).count(count)).toBe(ids.length);
      }
    });

    test('finds no row of another tenant, and can neither change nor delete one', async () => {
      const [owner = '', ...others] = tenantsFor('write');
      const row = { id: '1', title: 'own', projectId: 'p', rank: 1 };
      await storeOf(owner).write(put(task, row));
      const missing = { reason: 'missing', row: null };
      for (const other of others) {
        const store = storeOf(other);
        expect(await store.get(get(task, '1'))).toBeNull();
        expect(await store.get({ ...get(task, '1'), consistent: true })).toBeNull();
        expect(await store.query({ ...everything, type: task })).toEqual({ rows: [], nextToken: null });
        const indexed = { ...everything, type: task, index: byProject, where: ['p'] };
        expect(await store.query(indexed)).toEqual({ rows: [], nextToken: null });
        expect(await store.count(count)).toBe(0);
        const change = {
          op: 'update',
          type: task,
          key: { id: '1' },
          set: { title: 'x' },
          condition: null,
        } as const;
        await expect(store.write(change)).rejects.toMatchObject(missing);
        await expect(store.write(remove(task, '1'))).rejects.toMatchObject(missing);
        await expect(store.transact([put(task, { id: '2' }), change])).rejects.toMatchObject(missing);
        await store.write(put(task, { id: '1', title: other }));
        await store.write(remove(task, '1'));
      }
      expect(await storeOf(owner).get(get(task, '1'))).toEqual(row);
    });

    test('has unique values, references, totals, sequences and jobs of its own', async () => {
      const [owner = '', ...others] = tenantsFor('own');
      await storeOf(owner).transact([
        put(board, { id: 'b', code: 'A' }),
        put(board, { id: 'c', code: 'C' }),
        put(card, { id: '1', boardCardsId: 'b' }),
        { op: 'advance', name: 'N', from: 0, to: 7 },
      ]);
      const job = { id: 'j', type: board.name, key: { id: 'c' } };
      await storeOf(owner).transact([
        { ...remove(board, 'c'), retire: job.id },
        { op: 'saveJob', job },
        { op: 'announce', id: 'e', announced: { mutation: 'm', answer: null }, expiresAt: 1 },
      ]);
      for (const other of others) {
        const store = storeOf(other);
        expect(await store.jobs()).toEqual([]);
        expect(await store.sequence('N')).toBe(0);
        expect(await store.total(board)).toBe(0);
        await expect(store.write(put(card, { id: '1', boardCardsId: 'b' }))).rejects.toMatchObject({
          reason: 'dangling',
        });
        await store.transact([
          put(board, { id: 'b', code: 'A' }),
          { op: 'advance', name: 'N', from: 0, to: 1 },
        ]);
        expect(await store.total(board)).toBe(1);
        await store.write({ ...remove(board, 'b'), retirable: true });
      }
      const store = storeOf(owner);
      expect([await store.sequence('N'), await store.total(board), await store.total(card)]).toEqual([
        7, 1, 1,
      ]);
      expect(await store.jobs()).toEqual([job]);
      await expect(store.write(put(board, { id: 'd', code: 'A' }))).rejects.toMatchObject({
        reason: 'taken',
      });
    });

    test('has exactly the rows of its own writes after any writes of similar tenants in any order', async () => {
      const step = fc.record({
        tenant: fc.constantFrom(...tenantsFor('any')),
        id: fc.constantFrom(...IDS),
        title: fc.constantFrom('x', 'y'),
        op: fc.constantFrom('put', 'update', 'delete'),
      });
      const expected = new Map<string, Map<string, Row>>();
      for (const { tenant, id, title, op } of fc.sample(step, 200)) {
        const own = expected.get(tenant) ?? new Map<string, Row>();
        expected.set(tenant, own);
        const held = own.has(id);
        const store = storeOf(tenant);
        const row = { id, title, projectId: 'p' };
        const set = { title };
        const write =
          op === 'put'
            ? store.write(put(task, row))
            : op === 'update'
              ? store.write({ op, type: task, key: { id }, set, condition: null })
              : store.write(remove(task, id));
        if (held === (op === 'put')) {
          await expect(write).rejects.toMatchObject({ reason: held ? 'exists' : 'missing' });
        } else {
          await write;
          if (op === 'delete') own.delete(id);
          else own.set(id, row);
        }
      }
      for (const [tenant, own] of expected) {
        const rows = [...own.keys()].sort(byId).map((id) => own.get(id));
        expect(await rowsOf(storeOf(tenant), task)).toEqual(rows);
      }
    });
  });
}
