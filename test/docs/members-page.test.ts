import { readFileSync } from 'node:fs';

import { openTestApi, type TestApi } from '../api.ts';

const page = readFileSync('docs/platform/members.md', 'utf8');
const operations = [...page.matchAll(/^```graphql\n([^]*?)^```$/gm)].map(([, text = '']) => text);
const of = (name: string): string => operations.find((text) => text.includes(` ${name} {`)) ?? '';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

test.each([
  ['Members', 'alice'],
  ['Invite', 'alice'],
  ['MakeRole', 'alice'],
  ['Matrix', 'alice'],
])('the operation %s in docs/platform/members.md runs as %s', async (name, user) => {
  const { errors, data } = await api.ask(user, of(name));
  expect(errors).toEqual([]);
  expect(data).not.toBeNull();
});

test('the operation Import in docs/platform/members.md runs as opal', async () => {
  expect((await api.askOperator('opal', of('Import'))).errors).toEqual([]);
});

test('docs/platform/members.md has no other operations', () => {
  expect(operations).toHaveLength(5);
});
