import fc from 'fast-check';

import type { Json } from '../../src/model/index.ts';
import type { QueryAccess, Range, Row } from '../../src/store/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { everything, type Fixture, modelOf, startFixture, typeOf } from './fixture.ts';

fc.configureGlobal({ seed: 20261124 });

/** Keys of three kinds: `id` alone, composite, and an index with two sort fields. */
const point = typeOf('Point', {
  fields: ['x', 'y', 'tag', 'n'],
  key: ['x', 'y'],
  indexes: { byTag: ['tag', 'n', 'y'], 'by.n': ['n'] },
});
const [byTag] = point.indexes;
if (!byTag) throw new Error('The type has an index.');

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture(modelOf(point));
});
afterAll(() => fixture.stop());

const list = (more: Partial<QueryAccess> = {}): QueryAccess => ({ ...everything, type: point, ...more });
const fill = (tenant: string, rows: readonly Row[]): Promise<unknown> => {
  const store = fixture.store(tenant);
  return Promise.all(rows.map((row) => store.write({ op: 'put', type: point, row, condition: null })));
};

const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const compare = (a: Json | undefined, b: Json | undefined): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : bytes(a as string, b as string);
/** Compares a row with values, field by field, for as many fields as there are values. */
const inOrder = (fields: readonly string[], row: Row, values: readonly Json[]): number =>
  values.reduce<number>((order, value, at) => order || compare(row[fields[at] ?? ''], value), 0);
const begins = (row: Row, fields: readonly string[], values: readonly Json[]): boolean =>
  inOrder(fields, row, values) === 0;

function within(row: Row, fields: readonly string[], range: Range | null): boolean {
  if (!range) return true;
  if (range.op === 'between')
    return inOrder(fields, row, range.from) >= 0 && inOrder(fields, row, range.to) <= 0;
  const last = range.value.length - 1;
  const order = inOrder(fields, row, range.value);
  const holds = { eq: order === 0, lt: order < 0, le: order <= 0, gt: order > 0, ge: order >= 0 };
  if (range.op !== 'beginsWith') return holds[range.op];
  const held = row[fields[last] ?? ''] as string;
  return begins(row, fields, range.value.slice(0, last)) && held.startsWith(range.value[last] as string);
}

const text = fc.constantFrom(
  '',
  'a',
  'a#',
  'a$',
  'a!',
  'ab',
  'b',
  '#',
  '$',
  '\0',
  '\uffff',
  '\u{1f600}',
  'a\u{1f600}',
);
const number = fc.constantFrom(-1e20, -1.5, -1, 0, 1e-3, 1, 2, 10, 1e20);
const textOp = fc.constantFrom('eq', 'lt', 'le', 'gt', 'ge', 'beginsWith' as const);
const numberOp = fc.constantFrom('eq', 'lt', 'le', 'gt', 'ge' as const);
const direction = fc.constantFrom('ASC', 'DESC' as const);

/** Queries of the primary key (x, y) and of the index (tag; n, y). */
const query = fc.oneof(
  fc.record({
    index: fc.constant(null),
    direction,
    part: fc.oneof(
      fc.constant({ where: [], range: null }),
      text.map((x) => ({ where: [x], range: null })),
      fc.tuple(text, text).map((where) => ({ where: [...where], range: null })),
      fc.record({ where: fc.constant([]), range: fc.record({ op: textOp, value: text.map((x) => [x]) }) }),
      fc.record({
        where: text.map((x) => [x]),
        range: fc.record({ op: textOp, value: text.map((y) => [y]) }),
      }),
      fc.record({
        where: fc.constant([]),
        range: fc.record({ op: textOp, value: fc.tuple(text, text).map((both) => [...both]) }),
      }),
      fc.record({
        where: text.map((x) => [x]),
        range: fc.record({
          op: fc.constant('between' as const),
          from: text.map((y) => [y]),
          to: text.map((y) => [y]),
        }),
      }),
    ),
  }),
  fc.record({
    index: fc.constant(byTag),
    direction,
    part: fc.oneof(
      text.map((tag) => ({ where: [tag], range: null })),
      fc.record({
        where: text.map((tag): Json[] => [tag]),
        range: fc.record({ op: numberOp, value: number.map((n): Json[] => [n]) }),
      }),
      fc.record({
        where: fc.tuple(text, number).map((both): Json[] => [...both]),
        range: fc.record({ op: textOp, value: text.map((y): Json[] => [y]) }),
      }),
      fc.record({
        where: text.map((tag): Json[] => [tag]),
        range: fc.record({
          op: fc.constant('between' as const),
          from: fc.tuple(number, text).map((both): Json[] => [...both]),
          to: number.map((n): Json[] => [n]),
        }),
      }),
    ),
  }),
);

test('a query returns exactly the rows that its key and range select, in order, page by page', async () => {
  const rows = [
    ...new Map(
      fc
        .sample(fc.record({ x: text, y: text, tag: text, n: number }), 150)
        .map((row) => [JSON.stringify([row.x, row.y]), row]),
    ).values(),
  ];
  await fill('ranges', rows);
  let found = 0;
  await fc.assert(
    fc.asyncProperty(
      query,
      fc.integer({ min: 1, max: 7 }),
      async ({ index, direction: order, part }, limit) => {
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
        if (order === 'DESC') expected.reverse();
        const seen: Row[] = [];
        let after: string | null = null;
        do {
          const store = fixture.store('ranges');
          const page = await store.query(list({ index, where, range, direction: order, limit, after }));
          seen.push(...page.rows);
          // A page is full unless it is the last one, which has no next token.
          expect(page.rows.length === limit || page.nextToken === null).toBe(true);
          after = page.nextToken;
        } while (after !== null);
        expect(seen).toEqual(expected);
        found += seen.length;
      },
    ),
    { numRuns: 120 },
  );
  expect(found).toBeGreaterThan(250);
});

describe('a page', () => {
  const rows = Array.from({ length: 300 }, (_, at) => ({
    x: String(at).padStart(3, '0'),
    y: '',
    tag: 't',
    n: at,
  }));
  beforeAll(() => fill('pages', rows));

  const read = async (access: QueryAccess) => {
    const { send, calls } = recordCalls(fixture.sendOf('pages'));
    const page = await fixture.store('pages', { send }).query(access);
    return { page, calls };
  };

  test('takes one call without a filter, and has no next token exactly when it is the last', async () => {
    const first = await read(list({ limit: 299 }));
    expect(first.page.rows).toEqual(rows.slice(0, 299));
    expect(first.page.nextToken).not.toBeNull();
    expect(first.calls).toHaveLength(1);
    const whole = await read(list({ limit: 300 }));
    expect(whole.page).toEqual({ rows, nextToken: null });
    expect(whole.calls).toHaveLength(1);
  });

  test('is full when its query has a filter', async () => {
    const filter = { field: 'n', op: 'in', value: [10, 150, 290, 295] } as const;
    const { page, calls } = await read(list({ filter, limit: 3 }));
    expect(page.rows.map(({ n }) => n)).toEqual([10, 150, 290]);
    expect(calls.length).toBeLessThanOrEqual(2);
    const rest = await read(list({ filter, limit: 3, after: page.nextToken }));
    expect(rest.page).toEqual({ rows: [rows[295]], nextToken: null });
  });

  test('is empty when no row matches in the whole partition or within the read budget', async () => {
    const filter = { field: 'n', op: 'eq', value: -1 } as const;
    expect((await read(list({ filter, limit: 3 }))).page).toEqual({ rows: [], nextToken: null });
    // A partition without an end: each call scans one row, returns none and says that more follow.
    let calls = 0;
    const endless = fixture.store('pages', {
      send: () => {
        calls++;
        const LastEvaluatedKey = { __pk: 'T#pages#Point', __sk: `${calls}#` };
        return Promise.resolve({ Items: [], LastEvaluatedKey, ScannedCount: 1, capacity: 1 });
      },
    });
    const page = await endless.query(list({ filter, limit: 3 }));
    expect(page.rows).toEqual([]);
    expect(page.nextToken).not.toBeNull();
    expect(calls).toBe(10);
  });

  test('takes another call when one stops after 1 MB of rows', async () => {
    const large = Array.from({ length: 12 }, (_, at) => ({
      x: String(at).padStart(2, '0'),
      y: '',
      tag: 'z'.repeat(150_000),
    }));
    const type = { ...point, indexes: [] };
    const store = fixture.store('large');
    for (const row of large) await store.write({ op: 'put', type, row, condition: null });
    const page = await fixture.store('large').query(list({ type, limit: 12 }));
    expect(page.rows).toHaveLength(12);
    expect(page.nextToken).toBeNull();
  });
});

test('a row that another tenant planted in an index is dropped and reported', async () => {
  await fill('victim', [{ x: '1', y: '', tag: 't', n: 1 }]);
  const own = await fixture.store('victim').query(list({ index: byTag, where: ['t'] }));
  await fixture.direct({
    name: 'PutItem',
    input: {
      Item: {
        __pk: 'T#attacker#Point',
        __sk: 'x',
        __gsi1pk: 'T#victim#Point#byTag#t',
        __gsi1sk: 'x',
        tag: 'planted',
      },
    },
  });
  const alarms: unknown[] = [];
  const store = fixture.store('victim', { onAlarm: (alarm) => alarms.push(alarm) });
  expect(await store.query(list({ index: byTag, where: ['t'], limit: 1 }))).toEqual(own);
  expect(alarms).toEqual([{ kind: 'foreign-row', tenantId: 'victim', type: 'Point', index: 'byTag' }]);
});

test('a query throws when it lacks the hash value of its index or has more values than fields', async () => {
  const store = fixture.store('mistakes');
  await expect(store.query(list({ index: byTag }))).rejects.toThrow('needs a value of "tag"');
  await expect(store.query(list({ where: ['a', 'b', 'c'] }))).rejects.toThrow('has no fields for');
});

test('rows without a sort value come first in an index, and no range includes them', async () => {
  await fill('sparse', [
    { x: 'p', y: '1', tag: 't', n: null },
    { x: 'p', y: '2', tag: 't', n: -1 },
    { x: 'p', y: '3', tag: 't' },
    { x: 'p', y: '4', tag: 't', n: 1 },
  ]);
  const store = fixture.store('sparse');
  const found = async (range: Range | null): Promise<unknown[]> => {
    const { rows } = await store.query(list({ index: byTag, where: ['t'], range }));
    return rows.map(({ y }) => y);
  };
  expect(await found(null)).toEqual(['1', '3', '2', '4']);
  expect(await found({ op: 'lt', value: [1] })).toEqual(['2']);
  expect(await found({ op: 'le', value: [1] })).toEqual(['2', '4']);
  expect(await found({ op: 'ge', value: [-1] })).toEqual(['2', '4']);
});
