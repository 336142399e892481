import { explore, PAIRS, RULES, TRIPLES } from '../interleaving/on-delete.ts';

describe.each(RULES)('with onDelete: %s, each order ends as a serial order does', (onDelete) => {
  it.each(PAIRS)('when %s, one process dies and a hold grows old', async (_title, names) => {
    const { outcomes } = await explore(onDelete, names, { crashes: 1, isSlow: true });
    expect(outcomes.size).toBeGreaterThan(1);
  });

  it.each(TRIPLES)('when %s, and one process may die after any step', async (_title, names) => {
    const sample = { seed: 17, orders: 3000 };
    const { outcomes } = await explore(onDelete, names, {
      crashes: 1,
      ...(onDelete === 'RESTRICT' && !names.includes('again') ? { sample } : {}),
    });
    expect(outcomes.size).toBeGreaterThan(1);
  });
});
