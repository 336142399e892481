import { openItemLimit } from '../../src/platform/limits/item-limit.ts';
import type { Total } from '../../src/store/index.ts';
import { modelOf } from '../evolve/bench.ts';

const model = modelOf('type Row @model @auth(rules: [{ allow: private }]) { id: ID! }');
const NOW = Date.UTC(2026, 10, 30, 10);

test('two processes and a consumer that lags exceed a limit by what the other one created at most', async () => {
  let now = NOW;
  const counter: { total: Total } = {
    total: { rows: 0, isExact: false, asOf: null, created: 0, isPartial: false },
  };
  const store = { counted: () => Promise.resolve(counter.total) };
  const [type] = Object.values(model.models);
  if (!type) throw new Error('There is no type.');
  const processes = [1, 2].map(() => openItemLimit(() => now)('acme', 10, store));
  const made = [0, 0];
  const tryAll = async (): Promise<void> => {
    for (let turn = 0; turn < 15; turn += 1)
      for (const [at, process] of processes.entries())
        await process(type, 0).then(
          () => (made[at] = (made[at] ?? 0) + 1),
          () => undefined,
        );
  };
  await tryAll();
  // Nothing is counted yet: each process knows its own rows alone.
  expect(made).toEqual([10, 10]);
  now += 30_000;
  await tryAll();
  expect(made).toEqual([10, 10]);
  counter.total = { rows: 20, isExact: false, asOf: NOW, created: 20, isPartial: false };
  now += 1_000;
  await tryAll();
  expect(made).toEqual([10, 10]);
  // Rows were deleted, and what both created is counted: there is room again at once.
  counter.total = { rows: 8, isExact: false, asOf: now, created: 0, isPartial: false };
  await processes[0]?.(type, 0);
});
