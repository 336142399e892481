import type { Page, QueryAccess, Row } from '../../src/store/index.ts';
import { recordCalls, type Call } from '../../src/store/dynamo/driver/record.ts';
import { point } from './contract/contract-model.ts';
import { fill } from './contract/stores.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { everything, indexOf, modelOf, project } from './sample-types.ts';

const byTag = indexOf(point, 'byTag');

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture(modelOf(point, project));
});
afterAll(() => fixture.stop());

const LONG = 'x'.repeat(300_000);

const chunksOf = (calls: readonly Call[]): unknown[] =>
  calls.map(({ command }) => command.name === 'Query' && command.input.Limit);
const list = (more: Partial<QueryAccess> = {}): QueryAccess => ({ ...everything, type: point, ...more });
describe('a page', () => {
  const rows = Array.from({ length: 300 }, (_, at) => ({
    x: String(at).padStart(3, '0'),
    y: '',
    tag: 't',
    n: at,
  }));
  beforeAll(() => fill(fixture.store('pages'), point, rows));

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
    expect(chunksOf(calls)).toEqual([10, 80, 338]);
    const rest = await read(list({ filter, limit: 3, after: page.nextToken }));
    expect(rest.page).toEqual({ rows: [rows[295]], nextToken: null });
  });

  test('reads little more than it needs when most rows match, and then what the rate of matches demands', async () => {
    const most = await read(list({ filter: { field: 'n', op: 'ne', value: 3 }, limit: 20 }));
    expect(most.page.rows).toHaveLength(20);
    expect(chunksOf(most.calls)).toEqual([32]);
    // 16 rows of 32 match: the next five are among the next 13.
    const some = { field: 'n', op: 'in', value: rows.map(({ n }) => n).filter((n) => n % 2 === 0) } as const;
    const half = await read(list({ filter: some, limit: 20 }));
    expect(half.page.rows.map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, at) => 2 * at));
    expect(chunksOf(half.calls)).toEqual([32, 13]);
  });

  test('ends when its rows hold 4 MB, with a token for the rest', async () => {
    const store = fixture.store('large');
    const large = Array.from({ length: 30 }, (_, n) => ({ id: String(n).padStart(2, '0'), name: LONG }));
    for (let at = 0; at < large.length; at += 10) await fill(store, project, large.slice(at, at + 10));
    const sizes: number[] = [];
    const seen: Row[] = [];
    for (let after: string | null = null; ;) {
      const page: Page = await store.query(list({ type: project, limit: 100, after }));
      seen.push(...page.rows);
      sizes.push(page.rows.length);
      after = page.nextToken;
      if (after === null) break;
    }
    expect(seen).toEqual(large);
    expect(sizes).toEqual([13, 13, 4]);
  });

  test('is empty when no row matches in the whole partition or within the read budget', async () => {
    const filter = { field: 'n', op: 'eq', value: -1 } as const;
    expect((await read(list({ filter, limit: 3 }))).page).toEqual({ rows: [], nextToken: null });
    // A partition without an end: each call scans one row, returns none and says that more follow.
    let calls = 0;
    const endless = fixture.store('pages', {
      send: () => {
        calls++;
        const LastEvaluatedKey = { __pk: `T#pages#${point.number}`, __sk: `${calls}#` };
        return Promise.resolve({ Items: [], LastEvaluatedKey, ScannedCount: 1, capacity: 1 });
      },
    });
    const page = await endless.query(list({ filter, limit: 3 }));
    expect(page.rows).toEqual([]);
    expect(page.nextToken).not.toBeNull();
    expect(calls).toBe(10);
  });
});

test('a row that another tenant planted in an index is dropped and reported', async () => {
  await fill(fixture.store('victim'), point, [{ x: '1', y: '', tag: 't', n: 1 }]);
  const own = await fixture.store('victim').query(list({ index: byTag, where: ['t'] }));
  await fixture.direct({
    name: 'PutItem',
    input: {
      Item: {
        __pk: `T#attacker#${point.number}`,
        __sk: 'x',
        '1p': `T#victim#${point.number}.${byTag.number}#t`,
        '1s': 'x',
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
