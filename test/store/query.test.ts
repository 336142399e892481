import type { QueryAccess } from '../../src/store/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { point } from './contract/contract-model.ts';
import { fill } from './contract/stores.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { everything, indexOf, modelOf } from './sample-types.ts';

const byTag = indexOf(point, 'byTag');

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture(modelOf(point));
});
afterAll(() => fixture.stop());

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
});

test('a row that another tenant planted in an index is dropped and reported', async () => {
  await fill(fixture.store('victim'), point, [{ x: '1', y: '', tag: 't', n: 1 }]);
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
