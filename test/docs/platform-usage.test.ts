import { readFileSync } from 'node:fs';

import { openTestApi, type TestApi } from '../api.ts';

const page = readFileSync('docs/platform/usage.md', 'utf8');
const blocks = [...page.matchAll(/^```graphql( operator)?\n([^]*?)^```$/gm)].map(([, plane, text = '']) => ({
  name: /query (\w+)/.exec(text)?.[1],
  isOperators: plane !== undefined,
  text,
}));

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

describe('docs/platform/usage.md', () => {
  it.each(blocks)('has a query $name that runs', async ({ isOperators, text }) => {
    const { errors, data } = isOperators ? await api.askOperator('sid', text) : await api.ask('olga', text);
    expect(errors).toEqual([]);
    expect(data).not.toBeNull();
  });

  it('has a query for each field', () => {
    expect(blocks.map(({ name }) => name)).toEqual(['Usage', 'Fleet', 'Bill']);
  });
});
