import { readFileSync } from 'node:fs';

import { openTestApi, type TestApi } from '../api.ts';

const page = readFileSync('docs/platform/tenants.md', 'utf8');
const examples = [...page.matchAll(/\b[Aa]s (\w+):\n\n```graphql\n([^]*?)```/g)].map(
  ([, user = '', query = '']) => [user, query] as const,
);
const OPERATORS = ['opal', 'sid'];

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

test('every query of docs/platform/tenants.md names the user that runs it', () => {
  expect(examples.length).toBe((page.match(/```graphql/g) ?? []).length);
});

// In the order of the page, because each example changes the tenants for the next.
test.each(examples)('as %s, the example in docs/platform/tenants.md runs: %s', async (user, query) => {
  const { errors } = await (OPERATORS.includes(user) ? api.askOperator(user, query) : api.ask(user, query));
  expect(errors).toEqual([]);
});
