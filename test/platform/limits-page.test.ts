import { readFileSync } from 'node:fs';

import { openTestApi } from '../api.ts';

test('every query of docs/platform/limits.md is answered', async () => {
  const page = readFileSync('docs/platform/limits.md', 'utf8');
  const queries = [...page.matchAll(/```graphql\n([^]*?)```/g)].map(([, query = '']) => query);
  expect(queries).toHaveLength(2);
  const api = await openTestApi({ limits: true });
  for (const query of queries) expect((await api.ask('alice', query)).errors).toEqual([]);
  await api.close();
});
