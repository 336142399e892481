import fc from 'fast-check';

import type { Json } from '../../../src/model/index.ts';
import { type Filter, matches, type Range, type Row } from '../../../src/store/port/index.ts';
import { closeMoment, spelledDay, spelledMoment, spelledTime, type Spelled } from '../../spellings.ts';
import { everything, indexOf } from '../sample-types.ts';
import { remark, visit } from './contract-model.ts';
import { fill, newTenant, type StoreOf } from './stores.ts';

const put = (row: Row) => ({ op: 'put', type: visit, row, condition: null }) as const;
const moment = spelledMoment(closeMoment);
const spelled = {
  endsAt: moment,
  day: spelledDay(fc.integer({ min: 20_000, max: 20_001 })),
  time: spelledTime(closeMoment),
};
type Timed = keyof typeof spelled;

interface Drawn {
  readonly row: Row;
  readonly nanos: Readonly<Record<Timed, bigint>>;
}

const holds = {
  eq: (one: bigint, other: bigint) => one === other,
  ne: (one: bigint, other: bigint) => one !== other,
  lt: (one: bigint, other: bigint) => one < other,
  le: (one: bigint, other: bigint) => one <= other,
  gt: (one: bigint, other: bigint) => one > other,
  ge: (one: bigint, other: bigint) => one >= other,
};
const DAY = 86_400n * 1_000_000_000n;
const onClock = (field: Timed, { nanos }: Spelled): bigint => (field === 'time' ? nanos % DAY : nanos);

/** Returns visits whose times are spelled in all ways. Only their rooms differ always. */
function drawVisits(count: number): readonly Drawn[] {
  return fc.sample(fc.record(spelled), { numRuns: count, seed: 6 }).map((one, at) => ({
    row: {
      room: String(at).padStart(3, '0'),
      startsAt: '2026-11-29T09:00Z',
      day: one.day.text,
      time: one.time.text,
      endsAt: one.endsAt.text,
    },
    nanos: { endsAt: one.endsAt.nanos, day: one.day.nanos, time: onClock('time', one.time) },
  }));
}

/** The type without what one row may not share with another. */
const shared = { ...visit, uniques: [] };

export function values(storeOf: StoreOf): void {
  comparisons(storeOf);
  keys(storeOf);
}

function comparisons(storeOf: StoreOf): void {
  describe('a time', () => {
    const tenant = newTenant();
    const visits = drawVisits(80);
    beforeAll(() =>
      fill(
        storeOf(tenant),
        shared,
        visits.map(({ row }) => row),
      ),
    );

    test('is compared as an instant by filters, in the store as in memory', async () => {
      const comparison = fc.constantFrom<Timed[]>('endsAt', 'day', 'time').chain((field) =>
        fc.record({
          field: fc.constant(field),
          op: fc.constantFrom(
            ...(Object.keys(holds) as (keyof typeof holds)[]),
            'between' as const,
            'in' as const,
          ),
          one: spelled[field],
          other: spelled[field],
        }),
      );
      let met = 0;
      await fc.assert(
        fc.asyncProperty(comparison, async ({ field, op, one, other }) => {
          const pair = op === 'between' || op === 'in';
          const filter: Filter = { field, op, value: pair ? [one.text, other.text] : one.text };
          const [from, to] = [onClock(field, one), onClock(field, other)];
          const expected = visits.filter(({ nanos }) => {
            if (op === 'between') return nanos[field] >= from && nanos[field] <= to;
            if (op === 'in') return nanos[field] === from || nanos[field] === to;
            return holds[op](nanos[field], from);
          });
          const rows = expected.map(({ row }) => row);
          const page = await storeOf(tenant).query({ ...everything, type: visit, filter });
          expect(page.rows).toEqual(rows);
          expect(visits.map(({ row }) => row).filter((row) => matches(filter, row, visit.fields))).toEqual(
            rows,
          );
          met += rows.length;
        }),
        { numRuns: 150 },
      );
      expect(met).toBeGreaterThan(1_000);
    });

    test('orders an index and is found by its ranges, in pages of both directions', async () => {
      const range = fc.record({
        op: fc.constantFrom('eq', 'lt', 'le', 'gt', 'ge', 'between' as const),
        one: moment,
        other: moment,
        direction: fc.constantFrom('ASC', 'DESC' as const),
        limit: fc.integer({ min: 1, max: 40 }),
      });
      const other = newTenant();
      const mailed = visits.map(({ row, nanos }, at) => ({
        nanos,
        row: { ...row, mail: at % 2 === 0 ? 'Ada@example.com' : 'ada@EXAMPLE.com' },
      }));
      await fill(
        storeOf(other),
        shared,
        mailed.map(({ row }) => row),
      );
      await fc.assert(
        fc.asyncProperty(range, async ({ op, one, other: end, direction, limit }) => {
          const expected = mailed
            .filter(({ nanos: { endsAt } }) =>
              op === 'between' ? endsAt >= one.nanos && endsAt <= end.nanos : holds[op](endsAt, one.nanos),
            )
            .sort((a, b) => Number(a.nanos.endsAt - b.nanos.endsAt));
          const between: Range = { op: 'between', from: [one.text], to: [end.text] };
          const found: Row[] = [];
          let after: string | null = null;
          do {
            const page = await storeOf(other).query({
              ...everything,
              type: visit,
              index: indexOf(visit, 'byMail'),
              where: ['ADA@example.com'],
              range: op === 'between' ? between : { op, value: [one.text] },
              direction,
              limit,
              after,
            });
            found.push(...page.rows);
            after = page.nextToken;
          } while (after !== null);
          const rows = expected.map(({ row }) => row);
          expect(found).toEqual(direction === 'DESC' ? rows.toReversed() : rows);
        }),
        { numRuns: 60 },
      );
    });

    test('is compared by the spelling of its last write', async () => {
      const store = storeOf(newTenant());
      const found = async (value: string): Promise<number> => {
        const filter: Filter = { field: 'day', op: 'eq', value };
        return (await store.query({ ...everything, type: visit, filter })).rows.length;
      };
      const key = { room: 'a', startsAt: '2026-11-29T09:00:00Z' };
      const write = (day: Json) =>
        store.write({ op: 'update', type: visit, key, set: { day }, condition: null });
      await store.write(put({ ...key, day: '2026-01-01+02:00' }));
      expect(await found('2026-01-01+02:00')).toBe(1);
      await write('2026-01-02');
      expect([await found('2026-01-02Z'), await found('2026-01-01+02:00')]).toEqual([1, 0]);
      await write('2026-01-03Z');
      expect([await found('2026-01-03'), await found('2026-01-02Z')]).toEqual([1, 0]);
      await write(null);
      expect(await found('2026-01-03')).toBe(0);
    });

    test.each<[string, Filter, boolean]>([
      [
        'in a list is found by its instant',
        { field: 'marks', op: 'contains', value: '2026-11-29T10:00+01:00' },
        true,
      ],
      [
        'in a list is missed by another',
        { field: 'marks', op: 'notContains', value: '2026-11-29T09:00Z' },
        false,
      ],
      ['equals null if there is none', { field: 'time', op: 'in', value: [null, '10:00'] }, true],
      [
        'begins with the text as stored',
        { field: 'startsAt', op: 'beginsWith', value: '2026-11-29T09:00Z' },
        true,
      ],
      ['contains the text as stored', { field: 'startsAt', op: 'contains', value: '.000' }, false],
    ])('%s', async (_, filter, expected) => {
      const store = storeOf(newTenant());
      const row = {
        room: 'a',
        startsAt: '2026-11-29T09:00Z',
        marks: ['2026-11-29T09:00:00Z', '2027-01-01T00:00Z'],
      };
      await store.write(put(row));
      expect(matches(filter, row, visit.fields)).toBe(expected);
      expect((await store.query({ ...everything, type: visit, filter })).rows).toEqual(expected ? [row] : []);
    });
  });

  describe('an e-mail address', () => {
    test.each<Filter>([
      { field: 'mail', op: 'eq', value: 'ADA@example.com' },
      { field: 'mail', op: 'beginsWith', value: 'ada' },
      { field: 'mail', op: 'contains', value: '@EXAMPLE' },
      { not: { field: 'mail', op: 'ne', value: 'ada@example.com' } },
    ])('is compared without regard to case by %j, and returned as given', async (filter) => {
      const store = storeOf(newTenant());
      const row = { room: 'a', startsAt: '2026-11-29T09:00Z', mail: 'Ada@Example.com' };
      await store.write(put(row));
      await store.write(put({ ...row, room: 'b', mail: 'bob@sample.com' }));
      expect((await store.query({ ...everything, type: visit, filter })).rows).toEqual([row]);
    });
  });
}

function keys(storeOf: StoreOf): void {
  describe('a value in a key', () => {
    const nine = { room: 'a', startsAt: '2026-11-29T10:00+01:00', time: '10:00' };
    const key = { room: 'a', startsAt: '2026-11-29T09:00:00.000Z' };

    test('finds, changes and deletes its row in every spelling, and the row keeps its own', async () => {
      const store = storeOf(newTenant());
      await store.write(put(nine));
      const failed = { reason: 'exists', row: nine };
      await expect(store.write(put({ ...key, time: '11:00' }))).rejects.toMatchObject(failed);
      expect(await store.get({ op: 'get', type: visit, key })).toEqual(nine);
      const changed = { ...nine, time: '12:00', mail: 'a@b' };
      const set = { time: '12:00', mail: 'a@b' };
      expect(await store.write({ op: 'update', type: visit, key, set, condition: null })).toEqual(changed);
      const condition = null;
      expect(await store.write({ op: 'delete', type: visit, key, condition, retirable: true })).toEqual(
        changed,
      );
      expect(await store.get({ op: 'get', type: visit, key: nine })).toBeNull();
    });

    test('is the same row when a transaction has it in two spellings', async () => {
      const writes = [put(nine), put({ ...key, time: '11:00' })];
      await expect(storeOf(newTenant()).transact(writes)).rejects.toMatchObject({
        code: 'INVALID_ARGUMENTS',
      });
    });

    test('is referred to in every spelling', async () => {
      const store = storeOf(newTenant());
      await store.write(put(nine));
      const [roomField = '', timeField = ''] = remark.references[0]?.fields ?? [];
      const row = { id: '1', [roomField]: 'a', [timeField]: '2026-11-29T09:00Z' };
      const write = (more: Row) =>
        store.write({ op: 'put', type: remark, row: { ...row, ...more }, condition: null });
      await write({});
      await expect(write({ id: '2', [timeField]: '2026-11-29T09:00:01Z' })).rejects.toMatchObject({
        reason: 'dangling',
      });
      const [index = null] = remark.indexes;
      const found = await store.query({
        ...everything,
        type: remark,
        index,
        where: ['a', nine.startsAt].slice(0, index ? 1 + index.sort.length : 1),
      });
      expect(found.rows).toEqual([row]);
    });

    test.each<[string, string, string, string]>([
      ['endsAt', '2026-11-29T09:00:00Z', '2026-11-29T09:00:00.000Z', '2026-11-29T09:00:00.001Z'],
      ['endsAt', '2026-11-29T09:00:00Z', '2026-11-29T10:00+01:00', '2026-11-29T09:00+01:00'],
      ['mail', 'Ada@example.com', 'ada@Example.com', 'ada2@example.com'],
      ['phone', '206-555-0100', '+1 (206) 555-0100', '206-555-0101'],
    ])('%s %s is taken for %s and not for %s', async (field, value, same, other) => {
      const store = storeOf(newTenant());
      await store.write(put({ ...nine, [field]: value }));
      const taken = { reason: 'taken', fields: [field] };
      await expect(store.write(put({ ...nine, room: 'b', [field]: same }))).rejects.toMatchObject(taken);
      await store.write(put({ ...nine, room: 'c', [field]: other }));
      const respelled = { op: 'update', type: visit, key, set: { [field]: same }, condition: null } as const;
      expect(await store.write(respelled)).toEqual({ ...nine, [field]: same });
      await store.write({ op: 'delete', type: visit, key, condition: null, retirable: true });
      await store.write(put({ ...nine, room: 'd', [field]: value }));
    });
  });
}
