import { cellsOf, coursesOf, keyedCoursesOf, problemsOf, titleOf, type Cell } from '../faults/cells.ts';
import { restOperations } from '../faults/rest-operations.ts';
import { openWorld, type World } from '../faults/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test.each([
  ['each REST call that meets a fault is done exactly once or ends with a clean problem', coursesOf],
  ['each REST call that is repeated with its idempotency key is done exactly once', keyedCoursesOf],
])('%s', async (_title, courses) => {
  const isBrief = ({ kind }: Cell): boolean => !kind.waits && !kind.persists;
  const failed: string[] = [];
  for (const cell of cellsOf(await courses(world, restOperations)).filter(isBrief)) {
    const problems = await problemsOf(world, cell);
    if (problems.length > 0) failed.push([titleOf(cell), ...problems].join('\n'));
  }
  expect(failed).toEqual([]);
});
