import { cellsOf, coursesOf, keyedCoursesOf, problemsOf, sampleOf, titleOf } from '../faults/cells.ts';
import { restOperations } from '../faults/rest-operations.ts';
import { openWorld, type World } from '../faults/world.ts';
import { SWEEP_SEED } from '../sweeps/sample.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test(`each REST call that meets a fault is done exactly once or ends with a clean problem (a sample, SWEEP_SEED=${SWEEP_SEED})`, async () => {
  const failed: string[] = [];
  for (const cell of sampleOf(cellsOf(await coursesOf(world, restOperations)), SWEEP_SEED)) {
    const problems = await problemsOf(world, cell);
    if (problems.length > 0) failed.push([titleOf(cell), ...problems].join('\n'));
  }
  expect(failed).toEqual([]);
});

test('each REST call that is repeated with its idempotency key after a fault is done exactly once (a sample)', async () => {
  const failed: string[] = [];
  const cells = cellsOf(await keyedCoursesOf(world, restOperations));
  for (const cell of sampleOf(cells, SWEEP_SEED)) {
    const problems = await problemsOf(world, cell);
    if (problems.length > 0) failed.push([titleOf(cell), ...problems].join('\n'));
  }
  expect(failed).toEqual([]);
});
