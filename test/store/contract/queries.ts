import fc from 'fast-check';

import type { Json } from '../../../src/model/index.ts';
import type { QueryAccess, Range, Row } from '../../../src/store/port/index.ts';
import { everything, indexOf, task } from '../sample-types.ts';
import { begins, inOrder, number, query, text, within } from './any-query.ts';
import { point } from './contract-model.ts';
import { fill, newTenant, type StoreOf } from './stores.ts';

const list = (more: Partial<QueryAccess> = {}): QueryAccess => ({ ...everything, type: point, ...more });

export function queries(storeOf: StoreOf): void {
  keysAndRanges(storeOf);
  pages(storeOf);
}

function keysAndRanges(storeOf: StoreOf): void {
  describe('a query', () => {
    test('returns and counts exactly the rows that its key and range select, in order, page by page', async () => {
      const rows = [
        ...new Map(
          fc
            .sample(fc.record({ x: text, y: text, tag: text, n: number }), 150)
            .map((row) => [JSON.stringify([row.x, row.y]), row]),
        ).values(),
      ];
      const tenant = newTenant();
      await fill(storeOf(tenant), point, rows);
      let found = 0;
      await fc.assert(
        fc.asyncProperty(query, fc.integer({ min: 1, max: 7 }), async ({ index, direction, part }, limit) => {
          const where: readonly Json[] = part.where;
          const range = part.range as Range | null;
          const fields = index ? ['tag', 'n', 'y', 'x'] : ['x', 'y'];
          const rest = fields.slice(where.length);
          const expected = rows
            .filter((row) => begins(row, fields, where) && within(row, rest, range))
            .sort((a, b) =>
              inOrder(
                fields,
                a,
                fields.map((field) => (b as Row)[field] ?? null),
              ),
            );
          if (direction === 'DESC') expected.reverse();
          const seen: Row[] = [];
          let after: string | null = null;
          do {
            const page = await storeOf(tenant).query(list({ index, where, range, direction, limit, after }));
            seen.push(...page.rows);
            // A page is full unless it is the last one, which has no next token.
            expect(page.rows.length === limit || page.nextToken === null).toBe(true);
            after = page.nextToken;
          } while (after !== null);
          expect(seen).toEqual(expected);
          const counted = { op: 'count', type: point, index, where, range, filter: null } as const;
          expect(await storeOf(tenant).count(counted)).toBe(expected.length);
          found += seen.length;
        }),
        { numRuns: 120 },
      );
      expect(found).toBeGreaterThan(250);
    });

    test('orders dates and times by time, and finds them by range and by prefix', async () => {
      const dues = ['2024-02-29', '2025-01-01', '2025-10-09', '2025-10-10', '2026-01-01T00:00:00.000Z'];
      const tenant = newTenant();
      const row = (due: string, at: number): Row => ({ id: `${9 - at}`, projectId: 'p', status: 's', due });
      await fill(storeOf(tenant), task, dues.map(row));
      const duesOf = async (range: Range | null, direction: 'ASC' | 'DESC' = 'ASC'): Promise<unknown[]> => {
        const access = list({
          type: task,
          index: indexOf(task, 'byState'),
          where: ['p', 's'],
          range,
          direction,
        });
        return (await storeOf(tenant).query(access)).rows.map(({ due }) => due);
      };
      expect(await duesOf(null)).toEqual(dues);
      expect(await duesOf(null, 'DESC')).toEqual(dues.toReversed());
      expect(await duesOf({ op: 'beginsWith', value: ['2025-10'] })).toEqual(dues.slice(2, 4));
      expect(await duesOf({ op: 'between', from: ['2025-01-01'], to: ['2025-10-09'] })).toEqual(
        dues.slice(1, 3),
      );
      expect(await duesOf({ op: 'gt', value: ['2025-10-10'] })).toEqual(dues.slice(4));
    });

    test('by an index whose hash is a number finds the rows with that number alone', async () => {
      const tenant = newTenant();
      await fill(
        storeOf(tenant),
        point,
        [-1, 0, 1, 1, 10].map((n, at) => ({ x: `${at}`, y: '', n })),
      );
      for (const [n, xs] of [
        [-1, ['0']],
        [1, ['2', '3']],
        [10, ['4']],
        [2, []],
      ] as const) {
        const { rows } = await storeOf(tenant).query(list({ index: indexOf(point, 'by.n'), where: [n] }));
        expect(rows.map(({ x }) => x)).toEqual(xs);
      }
    });

    test('returns rows without a sort value first, and its ranges include none of them', async () => {
      const tenant = newTenant();
      await fill(storeOf(tenant), point, [
        { x: 'p', y: '1', tag: 't', n: null },
        { x: 'p', y: '2', tag: 't', n: -1 },
        { x: 'p', y: '3', tag: 't' },
        { x: 'p', y: '4', tag: 't', n: 1 },
      ]);
      const store = storeOf(tenant);
      const found = async (range: Range | null): Promise<unknown[]> => {
        const { rows } = await store.query(list({ index: indexOf(point, 'byTag'), where: ['t'], range }));
        return rows.map(({ y }) => y);
      };
      expect(await found(null)).toEqual(['1', '3', '2', '4']);
      expect(await found({ op: 'lt', value: [1] })).toEqual(['2']);
      expect(await found({ op: 'le', value: [1] })).toEqual(['2', '4']);
      expect(await found({ op: 'ge', value: [-1] })).toEqual(['2', '4']);
    });
  });
}

function pages(storeOf: StoreOf): void {
  describe('a page', () => {
    const rows = Array.from({ length: 300 }, (_, at) => ({
      x: String(at).padStart(3, '0'),
      y: '',
      tag: 't',
      n: at,
    }));
    const tenant = newTenant();
    beforeAll(() => fill(storeOf(tenant), point, rows));

    test('has no next token exactly when it is the last', async () => {
      const first = await storeOf(tenant).query(list({ limit: 299 }));
      expect(first.rows).toEqual(rows.slice(0, 299));
      const rest = await storeOf(tenant).query(list({ limit: 299, after: first.nextToken }));
      expect(rest).toEqual({ rows: [rows[299]], nextToken: null });
      expect(await storeOf(tenant).query(list({ limit: 300 }))).toEqual({ rows, nextToken: null });
    });

    test('is full when its query has a filter, and empty when no row matches', async () => {
      const filter = { field: 'n', op: 'in', value: [10, 150, 290, 295] } as const;
      const page = await storeOf(tenant).query(list({ filter, limit: 3 }));
      expect(page.rows.map(({ n }) => n)).toEqual([10, 150, 290]);
      const rest = await storeOf(tenant).query(list({ filter, limit: 3, after: page.nextToken }));
      expect(rest).toEqual({ rows: [rows[295]], nextToken: null });
      const none = { field: 'n', op: 'eq', value: -1 } as const;
      const empty = await storeOf(tenant).query(list({ filter: none, limit: 3 }));
      expect(empty).toEqual({ rows: [], nextToken: null });
    });

    test('is full when its rows are large', async () => {
      const large = Array.from({ length: 12 }, (_, at) => ({
        id: String(at).padStart(2, '0'),
        note: 'z'.repeat(150_000),
      }));
      const other = newTenant();
      for (const row of large) await storeOf(other).write({ op: 'put', type: task, row, condition: null });
      const page = await storeOf(other).query(list({ type: task, limit: 12 }));
      expect(page.rows.map(({ id }) => id)).toEqual(large.map(({ id }) => id));
      expect(page.nextToken).toBeNull();
    });

    test('continues after the last row that the page before returned, also when that row is deleted', async () => {
      const other = newTenant();
      await fill(storeOf(other), point, rows.slice(0, 4));
      const first = await storeOf(other).query(list({ limit: 2 }));
      await storeOf(other).write({ op: 'delete', type: point, key: { x: '001', y: '' }, condition: null });
      const rest = await storeOf(other).query(list({ limit: 2, after: first.nextToken }));
      expect(rest).toEqual({ rows: rows.slice(2, 4), nextToken: null });
    });
  });

  describe('a cursor', () => {
    test('of another tenant, of another list or of another index is refused', async () => {
      const access = list({ type: task, limit: 1 });
      const [one, two] = [newTenant(), newTenant()];
      const both = ['1', '2'].map((id): Row => ({ id, projectId: 'p', rank: 1 }));
      for (const tenant of [one, two]) await fill(storeOf(tenant), task, both);
      const { nextToken } = await storeOf(one).query(access);
      expect(nextToken).not.toBeNull();
      const again = await storeOf(one).query({ ...access, after: nextToken });
      expect(again).toEqual({ rows: [{ id: '2', projectId: 'p', rank: 1 }], nextToken: null });
      const others = [
        storeOf(two).query({ ...access, after: nextToken }),
        storeOf(one).query({ ...access, binding: 'another list', after: nextToken }),
        storeOf(one).query({ ...access, index: indexOf(task, 'byProject'), where: ['p'], after: nextToken }),
        storeOf(one).query({ ...access, after: 'not a token' }),
      ];
      for (const other of others) await expect(other).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    });
  });
}
