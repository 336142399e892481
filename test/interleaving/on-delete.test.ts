import { explore, PAIRS, RULES, TRIPLES } from './on-delete.ts';

describe.each(RULES)('with onDelete: %s, each order ends as a serial order does', (onDelete) => {
  it.each(PAIRS)('when %s, and one process may die after any step', async (_title, names) => {
    const { outcomes } = await explore(onDelete, names, { crashes: 1, isImpatient: true });
    expect(outcomes.size).toBeGreaterThan(1);
  });

  // All orders of RESTRICT are in test/deep, or more of them.
  const most = onDelete === 'RESTRICT' ? { sample: { seed: 17, orders: 100 } } : {};
  it.each(TRIPLES)('when %s', async (_title, names) => {
    const { outcomes } = await explore(onDelete, names, most);
    expect(outcomes.size).toBeGreaterThan(1);
  });
});

it('finds the same outcomes when it also goes through orders that come to a known state', async () => {
  const all = await explore('CASCADE', ['create', 'remove'], { crashes: 1, isNaive: true });
  const few = await explore('CASCADE', ['create', 'remove'], { crashes: 1 });
  expect(few.outcomes).toEqual(all.outcomes);
  expect(few.orders).toBeLessThan(all.orders);
});
