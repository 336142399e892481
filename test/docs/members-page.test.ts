import { readFileSync } from 'node:fs';

import { openTestApi, type TestApi } from '../api.ts';

const page = readFileSync('docs/platform/members.md', 'utf8');
const operations = [...page.matchAll(/^```graphql\n([^]*?)^```$/gm)].map(([, text = '']) => text);
const of = (name: string): string => operations.find((text) => text.includes(` ${name} {`)) ?? '';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
}, 60_000);
afterAll(() => api.close());

test.each([
  ['Members', 'alice'],
  ['Invite', 'alice'],
  ['MakeRole', 'alice'],
  ['Matrix', 'alice'],
])('docs/platform/members.md: %s runs as %s', async (name, user) => {
  const { errors, data } = await api.ask(user, of(name));
  expect(errors).toEqual([]);
  expect(data).not.toBeNull();
});

test('docs/platform/members.md: Import runs as opal', async () => {
  expect((await api.askOperator('opal', of('Import'))).errors).toEqual([]);
});

test('every operation of docs/platform/members.md is run here', () => {
  expect(operations).toHaveLength(5);
});
