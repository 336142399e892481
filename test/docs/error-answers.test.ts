import { readdirSync, readFileSync } from 'node:fs';

import { openTestApi, type TestApi } from '../api.ts';

/** Examples that need a schema of docs/schema.md: its heading, and mutations that run first. */
const beyond: Readonly<Record<string, { readonly heading: string; readonly before: readonly string[] }>> = {
  'STILL_REFERENCED.md': {
    heading: 'onDelete',
    before: [
      'createProject(input: { id: "p", name: "Rocket" }) { id }',
      'createBudget(input: { amount: 3, projectId: "p" }) { id }',
    ],
  },
  'VERSION_CONFLICT.md': {
    heading: '@version',
    before: [
      'createPage(input: { id: "home", title: "Home" }) { id }',
      'updatePage(input: { id: "home", title: "Welcome" }) { id }',
    ],
  },
};

/** Examples with an idempotency key that came with another mutation before. */
const keyed: Readonly<Record<string, { readonly key: string; readonly before: string }>> = {
  'IDEMPOTENCY_KEY_REUSED.md': {
    key: '4711',
    before: 'mutation { addTask(input: { projectId: "acme-rocket", title: "Invoice" }) { number } }',
  },
};

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  await api.ask('alice', 'mutation { createLabel(input: { id: "red", name: "Red" }) { id } }');
});
afterAll(() => api.close());

interface Example {
  readonly user: string;
  readonly query: string;
  readonly status: number;
  readonly answer: { readonly errors: readonly object[] };
}

/** The examples that need only the sample data. Tests of faults cover those "while" a service fails. */
const examples = readdirSync('docs/errors').flatMap((name) => {
  const page = readFileSync(`docs/errors/${name}`, 'utf8');
  const [, user, query, status, answer] =
    /^Asked as (\w+)(?!.* while ).*:\n\n```graphql\n([^]*?)```\n\nHTTP (\d+):\n\n```json\n([^]*?)```$/m.exec(
      page,
    ) ?? [];
  if (user === undefined || query === undefined || answer === undefined) return [];
  const example: Example = {
    user,
    query,
    status: Number(status),
    answer: JSON.parse(answer) as Example['answer'],
  };
  return [[name, example] as const];
});

/** Returns the errors without the values that differ from run to run. */
const stable = (errors: readonly object[]): unknown =>
  JSON.parse(JSON.stringify(errors), (key, value: unknown) =>
    ['requestId', 'createdAt', 'updatedAt'].includes(key) ? typeof value : value,
  );

/** Returns the API for an example. */
async function apiOf(name: string): Promise<TestApi> {
  const { heading, before } = beyond[name] ?? {};
  if (heading === undefined || before === undefined) return api;
  const text = readFileSync('docs/schema.md', 'utf8');
  const section = text.split(/^## /m).find((one) => one.startsWith(heading));
  const [, sdl = ''] = /^```graphql\n([^]*?)^```$/m.exec(section ?? '') ?? [];
  const own = await openTestApi({ sdl });
  for (const mutation of before)
    expect((await own.ask('alice', `mutation { ${mutation} }`)).errors).toEqual([]);
  return own;
}

describe('the examples in docs/errors', () => {
  test('cover most error codes', () => {
    expect(examples.length).toBeGreaterThan(9);
  });

  test.each(examples)(
    'include in %s the current answer of the API',
    async (name, { user, query, status, answer }) => {
      const asked = await apiOf(name);
      const { key, before } = keyed[name] ?? {};
      const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
      const token = await asked.token(user);
      if (before !== undefined) expect((await asked.askAs(token, before, {}, headers)).errors).toEqual([]);
      const today = await asked.askAs(token, query.trim(), {}, headers);
      if (asked !== api) await asked.close();
      expect(today.status).toBe(status);
      expect(stable(today.errors)).toEqual(stable(answer.errors));
    },
  );
});
