import { readFileSync } from 'node:fs';

import { openTestApi, type TestApi } from '../api.ts';

const page = readFileSync('docs/platform/api-keys.md', 'utf8');
const blocks = [...page.matchAll(/^```graphql\n([^]*?)^```$/gm)].map(([, text = '']) => text);

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

test('every query of docs/platform/api-keys.md runs as alice, and its API key can run the query of its curl command', async () => {
  expect(blocks.length).toBeGreaterThan(2);
  const answers = [];
  for (const block of blocks) answers.push(await api.ask('alice', block));
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  const { text } = answers[0]?.data?.['createApiKey'] as { text: string };
  const body = /-d '(.*)'$/m.exec(page)?.[1] ?? '';
  const { query } = JSON.parse(body) as { query: string };
  const { data } = await api.askAs(text, query);
  expect((data?.['listTasks'] as { items: unknown[] }).items).toHaveLength(3);
});
