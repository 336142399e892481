/**
 * Checks that a test watches each wall: every mutant breaks a wall, and its test must fail. Run by `npm run mutants`:
 * too slow to be part of `npm test`.
 */
import { deferred } from '../realtime/listener.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { openWorkshop, type Verdict, type Workshop } from './workshop.ts';

/** Returns a run of the narrow test of a mutant, with the promise of its verdict. */
function runOf(title: string, mutant: Mutant, mutate: boolean) {
  return { title, mutant, mutate, ...deferred<Verdict>() };
}

/** One mutant of each narrow test. */
const watched = new Map(mutants.map((mutant) => [String(mutant.noticed), mutant]));
const unharmed = [...watched].map(([watch, mutant]) => runOf(watch, mutant, false));
const broken = mutants.map((mutant) => runOf(mutant.title, mutant, true));

const workshops: Workshop[] = [];
const lanes: Promise<void>[] = [];

beforeAll(async () => {
  workshops.push(await openWorkshop(), await openWorkshop());
  const left = [...unharmed, ...broken];
  // The runs go on in the background, and each test waits for its own. So no limit of time holds for all of them.
  for (const workshop of workshops) lanes.push(workThrough(left, workshop));
});
afterAll(async () => {
  await Promise.all(lanes);
  for (const workshop of workshops) await workshop.close();
});

async function workThrough(left: ReturnType<typeof runOf>[], workshop: Workshop): Promise<void> {
  for (let run = left.shift(); run; run = left.shift())
    run.resolve(
      await workshop
        .tryOut(run.mutant, run.mutate)
        .catch((error: unknown) => `broken: ${String(error)}` as const),
    );
}

it.each(unharmed)('$title passes on the unchanged sources', async ({ promise }) => {
  expect(await promise).toBe('survived');
});

it.each(broken)('a narrow test fails when $title', async ({ promise }) => {
  expect(await promise).toBe('noticed');
});
