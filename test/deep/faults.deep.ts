import { faultKinds } from '../faults/fault-kinds.ts';
import {
  cellsOf,
  coursesOf,
  keyedCoursesOf,
  problemsOf,
  sampleOf,
  titleOf,
  type Cell,
} from '../faults/cells.ts';
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

/** Runs cells in all worlds. Returns those with problems. */
async function failedOf(cells: readonly Cell[]): Promise<string[]> {
  const failed: string[] = [];
  const left = [...cells];
  const work = async (world: World): Promise<void> => {
    for (let cell = left.shift(); cell; cell = left.shift()) {
      const problems = await problemsOf(world, cell);
      if (problems.length > 0) failed.push([titleOf(cell), ...problems].join('\n'));
    }
  };
  await Promise.all(worlds.map(work));
  process.stdout.write(`faults: ${cells.length} cells\n`);
  return failed;
}

/** One of so many cells runs: of those at a write, of those at a read, and of those that last for seconds. */
const STEPS = { write: 2, read: 5, long: 10 };

/** Returns the cells to run. `SWEEP_SEED` chooses others. */
function chosenOf(cells: readonly Cell[]): Cell[] {
  const isRead = ({ course, at }: Cell): boolean =>
    !/Write|Put|Update|Delete/.test(course.calls[at]?.action ?? '');
  const stepOf = (cell: Cell): number => {
    if (cell.kind.waits || cell.kind.persists) return STEPS.long;
    return isRead(cell) ? STEPS.read : STEPS.write;
  };
  return cells.filter((cell, place) => (place + SWEEP_SEED) % stepOf(cell) === 0);
}

test('each operation that meets a fault at any of its calls is done exactly once or ends with a clean error', async () => {
  expect(await failedOf(chosenOf(cellsOf(await coursesOf(first()))))).toEqual([]);
});

test('each write that is repeated with its idempotency key after any error is done exactly once', async () => {
  const cells = cellsOf(await keyedCoursesOf(first()));
  expect(await failedOf(chosenOf(cells).filter((_cell, place) => place % 3 === 0))).toEqual([]);
});

describe('the other client of DynamoDB', () => {
  let world: World;
  beforeAll(async () => {
    process.env['DYNAMODB_CLIENT'] = 'sdk';
    world = await openWorld();
  });
  afterAll(async () => {
    delete process.env['DYNAMODB_CLIENT'];
    await world.close();
  });

  test('ends each operation of the sample exactly once or with a clean error', async () => {
    const failed: string[] = [];
    for (const cell of sampleOf(cellsOf(await coursesOf(world)), SWEEP_SEED)) {
      const problems = await problemsOf(world, cell);
      if (problems.length > 0) failed.push([titleOf(cell), ...problems].join('\n'));
    }
    expect(failed).toEqual([]);
  });
});

test('no acknowledged write is lost in 1,000 rounds of two writers and lost answers', async () => {
  const each = 1_000 / WORLDS;
  const rounds = await Promise.all(worlds.map((world, at) => runRounds(world, each, SWEEP_SEED + at)));
  expect(
    rounds
      .flat()
      .map(problemsOfRound)
      .filter((problems) => problems.length > 0),
  ).toEqual([]);
  for (const world of worlds) expect(await wrongNames(world)).toEqual([]);
});
