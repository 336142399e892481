import type { Mutant } from './mutant.ts';

const rules = ['test/executor/rules.test.ts', 'what the rules hide'] as const;
const variables = ['test/executor/rules.test.ts', 'variables of its own request'] as const;
const fallback = ['test/executor/fallback.test.ts', 'something wrapped'] as const;
const compared = ['test/executor/random-operations.test.ts', ''] as const;

/** Walls in compiled plans: rules of fields, the rows of relations, the variables of a request. */
export const plans: readonly Mutant[] = [
  {
    title: 'a plan skips the rule of a field',
    file: 'src/executor/direct-field.ts',
    text: 'if (direct.permit)',
    by: 'if (direct.permit && !direct)',
    noticed: rules,
  },
  {
    title: 'a plan keeps the data around a forbidden relation that is required',
    file: 'src/executor/plan.ts',
    text: 'if (isRequired) throw error;',
    by: 'if (isRequired && !run) throw error;',
    noticed: compared,
  },
  {
    title: "a plan for one request's variables is used for those of another",
    file: 'src/executor/plans.ts',
    text: "holding.map(([, holds]) => Number(holds)).join('')",
    by: "holding.map(() => '').join('')",
    noticed: variables,
  },
  {
    title: 'a plan skips a resolver that wraps the rule of a field',
    file: 'src/executor/direct.ts',
    text: 'direct?.replaces === resolve ? direct : null',
    by: 'direct ?? null',
    noticed: fallback,
  },
];
