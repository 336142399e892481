import type { Mutant } from './mutant.ts';

const rules = ['test/executor/rules.test.ts', 'what the rules hide'] as const;
const variables = ['test/executor/rules.test.ts', 'variables of its own request'] as const;
const fallback = ['test/executor/fallback.test.ts', 'something wrapped'] as const;
const together = ['test/executor/rules.test.ts', 'of each row'] as const;
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
  {
    title: 'a relation that is read for many rows skips the rules of its rows',
    file: 'src/engine/tables/table.ts',
    text: 'if (row && filter && !matches(filter, row, type.fields)) throw notAuthorized(site.field, site.on);',
    by: 'if (row && filter && !row) throw notAuthorized(site.field, site.on);',
    noticed: together,
  },
  {
    title: 'a relation that is read for many rows skips the rule of its field',
    file: 'src/executor/batched-field.ts',
    text: 'if (permit)',
    by: 'if (permit && !site)',
    noticed: together,
  },
  {
    title: 'an error of one relation ends the others of its level',
    file: 'src/executor/wave.ts',
    text: 'for (const slot of slots) if (slot.isFailed) report(run, slot);',
    by: 'for (const slot of slots) report(run, slot);',
    noticed: compared,
  },
];
