import { faultKinds } from '../faults/fault-kinds.ts';
import { cellsOf, coursesOf, problemsOf, sampleOf, titleOf, type Cell } from '../faults/cells.ts';
import { operations } from '../faults/operations.ts';
import { problemsOfRound, runRounds, wrongNames } from '../faults/two-writers.ts';
import { openWorld, type World } from '../faults/world.ts';
import { SWEEP_SEED } from '../sweeps/sample.ts';

/** Worlds that work on cells at the same time. Most of the time of a cell is spent waiting. */
const WORLDS = 4;

let worlds: readonly World[];
beforeAll(async () => {
  worlds = await Promise.all(Array.from({ length: WORLDS }, () => openWorld()));
});
afterAll(() => Promise.all(worlds.map((world) => world.close())));

const first = (): World => worlds[0] as World;

test('the quick sample has every operation and every kind of fault, whatever its seed', async () => {
  const cells = cellsOf(await coursesOf(first()));
  for (const seed of [SWEEP_SEED, 1, 2]) {
    const sample = sampleOf(cells, seed);
    expect(new Set(sample.map(({ course }) => course.operation))).toEqual(new Set(operations));
    expect(new Set(sample.map(({ kind }) => kind))).toEqual(new Set(faultKinds));
  }
});

test('each operation that meets a fault at any of its calls is done exactly once or ends with a clean error', async () => {
  const courses = await coursesOf(first());
  // Some faults take seconds: of those, each call of an operation meets one.
  const cells = cellsOf(courses).filter(({ kind, at }, place) => !kind.waits || (place + at) % 8 === 0);
  const failed: string[] = [];
  const work = async (world: World, mine: readonly Cell[]): Promise<void> => {
    for (const cell of mine) {
      const problems = await problemsOf(world, cell);
      if (problems.length > 0) failed.push([titleOf(cell), ...problems].join('\n'));
    }
  };
  await Promise.all(
    worlds.map((world, at) =>
      work(
        world,
        cells.filter((_cell, place) => place % WORLDS === at),
      ),
    ),
  );
  process.stdout.write(`faults: ${cells.length} cells\n`);
  expect(failed).toEqual([]);
});

test('no acknowledged write is lost in 1,000 rounds of two writers and lost answers', async () => {
  const rounds = await runRounds(first(), 1_000, SWEEP_SEED);
  expect(rounds.map(problemsOfRound).filter((problems) => problems.length > 0)).toEqual([]);
  expect(await wrongNames(first())).toEqual([]);
});
