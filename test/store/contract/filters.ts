import fc from 'fast-check';

import type { Json } from '../../../src/model/index.ts';
import { decideShown, type Filter, type FilterOp, matches, type Row } from '../../../src/store/port/index.ts';
import { everything } from '../sample-types.ts';
import { thing } from './contract-model.ts';
import { filter, row } from './any-filter.ts';
import { fill, newTenant, type StoreOf } from './stores.ts';
import { roundsOf } from '../../sweeps/rounds.ts';

/** Returns a test of the name of an owner. */
const named = (op: FilterOp, value: Json): Filter => ({ field: 'a', op, value, shown: true });

export function filters(storeOf: StoreOf): void {
  describe('a filter', () => {
    test('matches the same rows in the store as in memory, in lists and in counts', async () => {
      const tenant = newTenant();
      const rows = fc.sample(row, 80).map((one, at) => ({ ...one, id: String(at).padStart(3, '0') }));
      await fill(storeOf(tenant), thing, rows);
      let met = 0;
      let unmet = 0;
      await fc.assert(
        fc.asyncProperty(filter, async (one) => {
          const page = await storeOf(tenant).query({ ...everything, type: thing, filter: one });
          const expected = rows
            .filter((candidate) => matches(one, candidate, thing.fields))
            .map(({ id }) => id);
          expect(page.rows.map(({ id }) => id)).toEqual(expected);
          expect(page.nextToken).toBeNull();
          met += expected.length;
          unmet += rows.length - expected.length;
        }),
        { numRuns: roundsOf(300) },
      );
      expect(Math.min(met, unmet)).toBeGreaterThan(roundsOf(1_000));
      await fc.assert(
        fc.asyncProperty(filter, async (one) => {
          const count = await storeOf(tenant).count({
            op: 'count',
            type: thing,
            index: null,
            where: [],
            range: null,
            filter: one,
          });
          expect(count).toBe(rows.filter((candidate) => matches(one, candidate, thing.fields)).length);
        }),
        { numRuns: roundsOf(50) },
      );
    });

    test.each<[string, Filter, Row, boolean]>([
      ['equals null in a field without a value', { field: 'a', op: 'eq', value: null }, {}, true],
      ['differs from null in a field with a value', { field: 'a', op: 'ne', value: null }, { a: 1 }, true],
      ['differs from every value in an absent field', { field: 'a', op: 'ne', value: 1 }, {}, true],
      ['finds a number different from its text', { field: 'a', op: 'eq', value: '1' }, { a: 1 }, false],
      ['orders text by UTF-8 bytes', { field: 'a', op: 'gt', value: '\uffff' }, { a: '\u{1f600}' }, true],
      ['matches every row if it is an empty "and"', { and: [] }, {}, true],
      ['matches no row if it is an empty "or"', { or: [] }, {}, false],
      ['follows a path into an object', { field: ['a', 'b'], op: 'eq', value: 1 }, { a: { b: 1 } }, true],
      ['takes a name with a dot as one name', { field: 'a.b', op: 'eq', value: 1 }, { a: { b: 1 } }, false],
      ['includes the bounds of "between"', { field: 'a', op: 'between', value: [1, 2] }, { a: 2 }, true],
      [
        'matches no value between bounds in the wrong order',
        { field: 'a', op: 'between', value: [2, 1] },
        { a: 1 },
        false,
      ],
      [
        'matches no size of a value without one',
        { field: 'a', op: 'size', value: { ne: 3 } },
        { a: 1 },
        false,
      ],
      ['finds an owner by name', named('eq', 'bob'), { a: '5f::bob' }, true],
      ['finds an owner by user id', named('in', ['5f']), { a: '5f::bob' }, true],
      ['finds an owner as stored', named('ne', '5f::bob'), { a: '5f::bob' }, false],
      ['finds no owner by a part of the user id', named('contains', '5'), { a: '5f::bob' }, false],
      ['divides an owner at the first mark', named('eq', 'x::bob'), { a: '5f::x::bob' }, true],
      ['finds an owner in a list', named('contains', 'bob'), { a: ['1::al', '5f::bob'] }, true],
      [
        'compares the names of owners next to other values',
        { or: [{ not: named('beginsWith', 'b') }, { and: [{ field: 'b', op: 'eq', value: 1 }] }] },
        { a: '5f::bob', b: 2 },
        false,
      ],
    ])('%s', async (_, one, candidate, expected) => {
      expect(matches(one, candidate, thing.fields)).toBe(expected);
      const store = storeOf(newTenant());
      const stored = { ...candidate, id: '1' };
      await store.write({ op: 'put', type: thing, row: stored, condition: null });
      const { rows } = await store.query({ ...everything, type: thing, filter: one });
      expect(rows).toEqual(expected ? [stored] : []);
    });
  });

  describe('a condition', () => {
    test('that compares names is decided by the row as read, which must not have changed', async () => {
      const store = storeOf(newTenant());
      const read = { id: '1', a: '5f::bob' };
      await store.write({ op: 'put', type: thing, row: read, condition: null });
      const write = (one: Filter, a: string) => {
        const condition = decideShown(one, thing.fields, read);
        return store.write({ op: 'update', type: thing, key: { id: '1' }, set: { a }, condition });
      };
      const failed = { reason: 'condition' };
      await expect(write({ not: named('eq', 'bob') }, 'x')).rejects.toMatchObject(failed);
      await expect(write(named('beginsWith', 'bo'), '6e::bob')).resolves.toMatchObject({ a: '6e::bob' });
      await expect(write(named('beginsWith', 'bo'), 'x')).rejects.toMatchObject(failed);
    });

    test('lets a write through exactly when it matches the row', async () => {
      const store = storeOf(newTenant());
      await store.write({ op: 'put', type: thing, row: { id: '1', a: 'x' }, condition: null });
      const write = (condition: Filter) =>
        store.write({ op: 'update', type: thing, key: { id: '1' }, set: { b: 1 }, condition });
      await expect(write({ or: [] })).rejects.toMatchObject({ reason: 'condition' });
      await expect(write({ field: 'a', op: 'lt', value: true })).rejects.toMatchObject({
        reason: 'condition',
      });
      await expect(write({ and: [] })).resolves.toEqual({ id: '1', a: 'x', b: 1 });
    });

    test('is judged as a filter is, and a failed write contains the row', async () => {
      const tenant = newTenant();
      const samples = fc.sample(row, 20).map((one, at) => ({ ...one, id: String(at) }));
      await fill(storeOf(tenant), thing, samples);
      const { rows } = await storeOf(tenant).query({ ...everything, type: thing });
      await fc.assert(
        fc.asyncProperty(filter, fc.constantFrom(...rows), async (condition, held) => {
          const key = { id: held['id'] ?? null };
          const write = storeOf(tenant).write({ op: 'update', type: thing, key, set: {}, condition });
          if (matches(condition, held, thing.fields)) await expect(write).resolves.toEqual(held);
          else await expect(write).rejects.toMatchObject({ reason: 'condition', row: held });
        }),
        { numRuns: roundsOf(100) },
      );
    });
  });
}
