import { growingShards } from '../../src/store/dynamo/counts/growing-shards.ts';
import { readCounter } from '../../src/store/dynamo/counts/read-total.ts';
import type { CancellationReason } from '../../src/store/dynamo/driver/send.ts';
import { SK } from '../../src/store/dynamo/keys/keys.ts';
import type { RowWrite, Store } from '../../src/store/index.ts';
import { modelOf, typeOf } from '../evolve/bench.ts';
import { openVirtualClock } from '../shared/virtual-clock.ts';
import { scopeOf } from '../tenants.ts';
import { openConflicts } from './conflicts.ts';
import { startFixture, type Fixture } from './fixture.ts';

const FIRST_SHARDS = 8;
const MAX_SHARDS = 128;
const WRITERS = 100;

const model = modelOf('type Row @model(counts: EXACT) @auth(rules: [{ allow: private }]) { id: ID! }');
const type = typeOf(model, 'Row');
let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture(model);
});
afterAll(() => fixture.stop());

/** Sends each write from a request of its own, all at once, in virtual time. Returns how many calls were refused. */
async function inParallel(tenant: string, writes: readonly RowWrite[]): Promise<number> {
  const clock = openVirtualClock();
  const conflicts = openConflicts(clock);
  const send = conflicts.through(fixture.sendOf(tenant));
  await clock.run(writes.map((write) => () => fixture.store(tenant, { send }).write(write)));
  return conflicts.count();
}

const put = (id: number): RowWrite => ({ op: 'put', type, row: { id: `${id}` }, condition: null });
const remove = (id: number): RowWrite => ({ op: 'delete', type, key: { id: `${id}` }, condition: null });

/** Returns the numbers of the shards that exist. */
async function shardsOf(tenant: string): Promise<readonly number[]> {
  const { shards } = await readCounter(scopeOf(tenant).tenantId, type, fixture.sendOf(tenant));
  return shards.map(({ key }) => Number(/#(\d+)#?"$/.exec(JSON.stringify(key[SK]))?.[1]));
}

async function expectCounted(store: Store, rows: number): Promise<void> {
  expect(await store.total(type)).toBe(rows);
  const all = { op: 'count', type, index: null, where: [], range: null, filter: null } as const;
  expect(await store.count(all)).toBe(rows);
}

const ids = Array.from({ length: WRITERS }, (_, id) => id);

test('an exact counter that no writers share has at most eight shards', async () => {
  const store = fixture.store('alone');
  for (const id of ids) await store.write(put(id));
  for (const shard of await shardsOf('alone')) expect(shard).toBeLessThan(FIRST_SHARDS);
  await expectCounted(store, WRITERS);
});

test(`an exact counter of ${WRITERS} parallel writers has more shards, and its sum is the number of rows`, async () => {
  expect(await inParallel('busy', ids.map(put))).toBeGreaterThan(0);
  const shards = await shardsOf('busy');
  expect(Math.max(...shards)).toBeGreaterThanOrEqual(FIRST_SHARDS);
  expect(Math.max(...shards)).toBeLessThan(MAX_SHARDS);
  await expectCounted(fixture.store('busy'), WRITERS);
});

test('an exact counter stays right while parallel writers create and delete rows of it in any shards', async () => {
  await inParallel('mixed', ids.map(put));
  const half = ids.filter((id) => id % 2 === 0);
  await inParallel(
    'mixed',
    half.flatMap((id) => [remove(id), put(WRITERS + id)]),
  );
  await expectCounted(fixture.store('mixed'), WRITERS);
  await inParallel('mixed', [
    ...half.map((id) => remove(WRITERS + id)),
    ...ids.filter((id) => id % 2 === 1).map(remove),
  ]);
  await expectCounted(fixture.store('mixed'), 0);
});

describe('the choice of a shard', () => {
  const planned = [{ access: { op: 'put' } }, { access: { op: 'adjustCount' } }];
  const none: CancellationReason = { code: 'none', item: null };
  const conflict: CancellationReason = { code: 'conflict', item: null };

  /** Returns the shards that many writers choose, each after so many refusals. */
  const chosen = (refusals: number, reasons: readonly CancellationReason[]): readonly number[] =>
    Array.from({ length: 500 }, () => {
      const shards = growingShards();
      for (let at = 0; at < refusals; at += 1) shards.grow(planned, reasons);
      return shards.shard;
    });

  test.each([
    [0, 8],
    [1, 16],
    [2, 32],
    [4, 128],
    [20, 128],
  ])('after %i conflicts at the counter is among %i', (refusals, among) => {
    const highest = Math.max(...chosen(refusals, [none, conflict]));
    expect(highest).toBeLessThan(among);
    expect(highest).toBeGreaterThanOrEqual(among / 2);
  });

  test('stays among the first eight after conflicts at the row', () => {
    expect(Math.max(...chosen(5, [conflict, none]))).toBeLessThan(FIRST_SHARDS);
  });
});
