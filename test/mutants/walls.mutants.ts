import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { openWorkshop, type Verdict } from './workshop.ts';

/**
 * Checks that a test watches each wall: every mutant breaks a wall, and its test must fail. Run by `npm run mutants`:
 * too slow to be part of `npm test`.
 */
const verdicts = new Map<Mutant, Verdict>();
const unharmed = new Map<string, Verdict>();

beforeAll(async () => {
  const whole = new Map(mutants.map((mutant) => [String(mutant.noticed), mutant]));
  const left = [
    ...[...whole].map(([watch, mutant]) => ({
      mutant,
      mutate: false,
      keep: (verdict: Verdict) => unharmed.set(watch, verdict),
    })),
    ...mutants.map((mutant) => ({
      mutant,
      mutate: true,
      keep: (verdict: Verdict) => verdicts.set(mutant, verdict),
    })),
  ];
  await Promise.all(
    [1, 2].map(async () => {
      const workshop = await openWorkshop();
      try {
        for (let job = left.shift(); job; job = left.shift())
          job.keep(await workshop.tryOut(job.mutant, job.mutate));
      } finally {
        await workshop.close();
      }
    }),
  );
}, 600_000);

it('every narrow test passes on the unchanged sources', () => {
  expect([...unharmed].filter(([, verdict]) => verdict !== 'survived')).toEqual([]);
});

it.each(mutants.map((mutant) => [mutant.title, mutant] as const))(
  'a narrow test fails when %s',
  (_title, mutant) => {
    expect(verdicts.get(mutant)).toBe('noticed');
  },
);
