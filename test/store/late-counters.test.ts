import type { ModelType } from '../../src/model/index.ts';
import { openLateCounters, openStore, openCursors, type CountedChange } from '../../src/store/index.ts';
import { startEmulator, type Emulator } from '../emulator.ts';
import { makeTables, type GuardedTables } from '../guarded-tables.ts';
import { randomFrom } from '../random-from.ts';
import { scopeOf } from '../tenants.ts';
import { modelOf } from '../evolve/bench.ts';

const NOW = Date.UTC(2026, 10, 30, 10);
const SEEDS = 25;

const model = modelOf('type Row @model @auth(rules: [{ allow: private }]) { id: ID! }');
let emulator: Emulator;
let tables: GuardedTables;
beforeAll(async () => {
  emulator = await startEmulator();
  tables = await makeTables(emulator.endpoint, model);
});
afterAll(() => emulator.stop());

/** Returns the changes of rows in a shard: each row is created, and some are deleted later. */
function shardOf(random: () => number, name: string): readonly CountedChange[] {
  const alive: string[] = [];
  return Array.from({ length: 40 }, (_, at): CountedChange => {
    const isDelete = alive.length > 0 && random() < 0.4;
    if (isDelete) alive.splice(Math.floor(random() * alive.length), 1);
    else alive.push(`${at}`);
    return { id: `${name} ${at}`, by: isDelete ? -1 : 1, at: NOW + at * 100 };
  });
}

/**
 * A reader of a shard: it delivers batches of any size in order. Some are cut, and some come again in whole or in part,
 * because the answer was lost.
 */
function* batchesOf(
  random: () => number,
  changes: readonly CountedChange[],
): Generator<readonly CountedChange[]> {
  let done = 0;
  while (done < changes.length) {
    const batch = changes.slice(done, done + 1 + Math.floor(random() * 15));
    const cut = batch.slice(0, 1 + Math.floor(random() * batch.length));
    yield cut;
    // Without an answer, the same records come again.
    if (random() < 0.6) done += cut.length;
  }
}

test(`each record counts once, however batches are cut, repeated and interleaved: ${SEEDS} seeds`, async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const random = randomFrom(seed);
    const tenant = `t${seed}`;
    const [type] = Object.values(model.models) as [ModelType];
    const send = tables.sendOf(tenant);
    const scope = scopeOf(tenant);
    const cursors = openCursors('a secret of the tests, long enough');
    const store = openStore(scope, { types: model.models, send, cursors });
    const shards = ['a', 'b', 'c'].map((name) => shardOf(random, name));
    // Several processes, each with a memory of its own that may be old.
    const processes = [1, 2].map(() => openLateCounters(() => NOW));
    let open = shards.map((shard) => batchesOf(random, shard));
    while (open.length > 0) {
      const reader = open[Math.floor(random() * open.length)];
      const counters = processes[random() < 0.5 ? 0 : 1];
      const next = reader?.next();
      if (next?.done) open = open.filter((one) => one !== reader);
      else if (next) await counters?.count(scope, type, next.value, { send });
      expect((await store.counted(type)).rows).toBeGreaterThanOrEqual(0);
    }
    const wanted = shards.flat().reduce((sum, { by }) => sum + by, 0);
    expect({ seed, rows: await store.total(type) }).toEqual({ seed, rows: wanted });
  }
});

test('writers of one counter at once lose no change', async () => {
  const scope = scopeOf('racing');
  const send = tables.sendOf('racing');
  const [type] = Object.values(model.models) as [ModelType];
  await Promise.all(
    Array.from({ length: 6 }, (_, at) =>
      openLateCounters(() => NOW).count(scope, type, [{ id: `${at}`, by: 1, at: NOW }], { send }),
    ),
  );
  const cursors = openCursors('a secret of the tests, long enough');
  const store = openStore(scope, { types: model.models, send, cursors });
  expect(await store.counted(type)).toMatchObject({ rows: 6, created: 6, asOf: NOW, isPartial: false });
});
