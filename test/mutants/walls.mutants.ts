/**
 * Checks that a test watches each wall: every mutant breaks a wall, and its test must fail. Run by `npm run mutants`:
 * too slow to be part of `npm test`.
 */
import { deferred } from '../realtime/listener.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { openWorkshop, type Verdict, type Workshop } from './workshop.ts';

/** Returns a claim with the promise of its verdict. */
function claimOf(title: string, mutant: Mutant) {
  return { title, mutant, ...deferred<Verdict>() };
}
type Claim = ReturnType<typeof claimOf>;

/** One mutant of each narrow test. */
const watched = new Map(mutants.map((mutant) => [String(mutant.noticed), mutant]));
const unharmed = [...watched].map(([watch, mutant]) => claimOf(watch, mutant));
const broken = mutants.map((mutant) => claimOf(mutant.title, mutant));

/** The narrow tests by their files: one run of a file shows that all of them pass on the unchanged sources. */
const together = new Map<string, Claim[]>();
for (const claim of unharmed) {
  const { noticed } = claim.mutant;
  const file = noticed === 'types' ? noticed : noticed[0];
  together.set(file, [...(together.get(file) ?? []), claim]);
}

/** A run in a workshop, which decides one claim or several. */
type Run = (workshop: Workshop) => Promise<void>;

const unharmedRuns = [...together.values()].map((claims): Run => async (workshop) => {
  const verdicts = await settled(claims, workshop.tryUnharmed(claims.map(({ mutant }) => mutant.noticed)));
  for (const [at, { resolve }] of claims.entries()) resolve(verdicts[at] ?? 'broken: no verdict');
});
const brokenRuns = broken.map((claim): Run => async (workshop) => {
  const [verdict] = await settled(
    [claim],
    workshop.tryOut(claim.mutant).then((one) => [one]),
  );
  claim.resolve(verdict ?? 'broken: no verdict');
});

/** Returns the verdicts, or what went wrong for each claim. */
function settled(
  claims: readonly Claim[],
  verdicts: Promise<readonly Verdict[]>,
): Promise<readonly Verdict[]> {
  return verdicts.catch((error: unknown) => claims.map(() => `broken: ${String(error)}` as const));
}

const workshops: Workshop[] = [];
const lanes: Promise<void>[] = [];

beforeAll(async () => {
  workshops.push(await openWorkshop(), await openWorkshop());
  const left = [...unharmedRuns, ...brokenRuns];
  // The runs go on in the background, and each test waits for its own. So no limit of time holds for all of them.
  for (const workshop of workshops) lanes.push(workThrough(left, workshop));
});
afterAll(async () => {
  await Promise.all(lanes);
  for (const workshop of workshops) await workshop.close();
});

async function workThrough(left: Run[], workshop: Workshop): Promise<void> {
  for (let run = left.shift(); run; run = left.shift()) await run(workshop);
}

it.each(unharmed)('$title passes on the unchanged sources', async ({ promise }) => {
  expect(await promise).toBe('survived');
});

it.each(broken)('a narrow test fails when $title', async ({ promise }) => {
  expect(await promise).toBe('noticed');
});
