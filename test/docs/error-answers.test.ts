import { readdirSync, readFileSync } from 'node:fs';

import { openTestApi, type TestApi } from '../api.ts';

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

/** The examples that need nothing but the sample: those "while" something fails are left to the tests of faults. */
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

const withoutId = (errors: readonly object[]): unknown =>
  JSON.parse(JSON.stringify(errors), (key, value: unknown) => (key === 'requestId' ? undefined : value));

describe('the answers in docs/errors', () => {
  test('most pages have an example that can be asked', () => {
    expect(examples.length).toBeGreaterThan(9);
  });

  test.each(examples)(
    '%s shows what the API answers today',
    async (_name, { user, query, status, answer }) => {
      const today = await api.ask(user, query.trim());
      expect(today.status).toBe(status);
      expect(withoutId(today.errors)).toEqual(withoutId(answer.errors));
    },
  );
});
