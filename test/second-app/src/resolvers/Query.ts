import type { CustomQuery } from '../generated/resolvers.ts';

export const Query: CustomQuery = {
  async turnover(_root, _args, { store }) {
    const { rows } = await store.Invoice.list({ limit: 1000 });
    return { invoices: rows.length, amount: rows.reduce((sum, { amount }) => sum + amount, 0) };
  },
};
