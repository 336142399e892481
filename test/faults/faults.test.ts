import { SWEEP_SEED } from '../sweeps/sample.ts';
import { cellsOf, coursesOf, problemsOf, sampleOf, titleOf } from './cells.ts';
import { problemsOfRound, runRounds, wrongNames } from './two-writers.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test(`each operation that meets a fault is done exactly once or ends with a clean error (a sample, SWEEP_SEED=${SWEEP_SEED})`, async () => {
  const failed: string[] = [];
  for (const cell of sampleOf(cellsOf(await coursesOf(world)), SWEEP_SEED)) {
    const problems = await problemsOf(world, cell);
    if (problems.length > 0) failed.push([titleOf(cell), ...problems].join('\n'));
  }
  expect(failed).toEqual([]);
});

test('no acknowledged write is lost in 50 rounds of two writers and lost answers', async () => {
  const rounds = await runRounds(world, 50, SWEEP_SEED);
  expect(rounds.map(problemsOfRound).filter((problems) => problems.length > 0)).toEqual([]);
  expect(await wrongNames(world)).toEqual([]);
});
