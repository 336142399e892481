import type { CustomQuery } from '../generated/resolvers.ts';

export const Query: CustomQuery = {
  latest: async (_root, { of }, { store }) =>
    (await store.Record.list({ filter: { n: { eq: of?.n ?? 1 } } })).rows[0] ?? null,
  pick: () => ({ __typename: 'Maybe', n: 1 }),
  exclude: () => ({ __typename: 'Omit', n: 2 }),
  me: (_root, { record }) => record ?? 'OPEN',
  async turnover(_root, _args, { store }) {
    const { rows } = await store.Invoice.list({ limit: 1000 });
    const amount = rows.reduce((sum, invoice) => sum + invoice.amount, 0);
    const largest = rows.toSorted((one, other) => other.amount - one.amount)[0] ?? null;
    return { invoices: rows.length, amount, largest };
  },
};
