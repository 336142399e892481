import { setTimeout } from 'node:timers/promises';

import { ask, post } from './ask.ts';
import { signIn } from './sign-in.ts';
import { startServer, type TestServer } from './start-server.ts';

const WHERE = '{ tenant { id } }';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startServer();
  token = (await signIn(server, 'alice', 'Alice-2026')).AccessToken;
});
afterAll(() => server.stop());

interface Key {
  readonly text: string;
  readonly apiKey: { readonly id: string };
}

async function makeKey(scopes: readonly string[] | null = null): Promise<Key> {
  const answer = await ask(
    server,
    token,
    `mutation ($scopes: [String!]) {
      createApiKey(input: { name: "robot", roles: ["MEMBER"], scopes: $scopes }) { text apiKey { id } }
    }`,
    { scopes },
  );
  return answer.data?.['createApiKey'] as Key;
}

test('an API key is accepted by the gateway, the authorizer and the API as soon as it is created', async () => {
  const { text } = await makeKey();
  expect(await ask(server, text, WHERE)).toEqual({ status: 200, data: { tenant: { id: 'acme' } } });
  const bare = await post(server.endpoint, JSON.stringify({ query: WHERE }), { authorization: text });
  expect(bare.status).toBe(200);
});

test('an API key has the rights of its scopes in the tenant of its record, whatever the headers say', async () => {
  const { text } = await makeKey(['Task:read', 'Tenant:read']);
  const headers = { authorization: `Bearer ${text}`, 'x-tenant-id': 'globex', 'x-api-key': text };
  const answer = await post(
    server.endpoint,
    JSON.stringify({ query: '{ tenant { id } listTasks { items { id } } listProjects { items { id } } }' }),
    headers,
  );
  const { items } = answer.data?.['listTasks'] as { items: { id: string }[] };
  expect(items.length).toBeGreaterThan(0);
  expect(items.every(({ id }) => id.startsWith('acme-'))).toBe(true);
  expect(answer.data?.['tenant']).toEqual({ id: 'acme' });
  expect(answer.errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
});

test.each([
  ['a wrong secret', ({ apiKey }: Key) => `tql_${apiKey.id}_${'A'.repeat(43)}`],
  ['an unknown id', ({ text }: Key) => text.replace(/_[a-z0-9]{20}_/, `_${'0'.repeat(20)}_`)],
])('the authorizer rejects an API key with %s, and the error says why', async (_what, change) => {
  const key = await makeKey();
  expect(await ask(server, change(key), WHERE)).toMatchObject({
    status: 401,
    errors: [
      {
        message: 'The API key is not valid: ask an administrator for a new one.',
        extensions: { code: 'UNAUTHENTICATED' },
      },
    ],
  });
});

test('an API key in use is rejected after it is revoked, despite the cache of the gateway', async () => {
  const { text, apiKey } = await makeKey();
  expect((await ask(server, text, WHERE)).status).toBe(200);
  await ask(server, token, 'mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id: apiKey.id });
  let answer = await ask(server, text, WHERE);
  while (answer.status === 200) {
    await setTimeout(100);
    answer = await ask(server, text, WHERE);
  }
  expect(answer).toMatchObject({
    status: 401,
    errors: [{ message: 'The API key was revoked: use another one.' }],
  });
});

test("the operators' API rejects an API key", async () => {
  const { text } = await makeKey();
  const endpoint = `${server.url}/operator/graphql`;
  const body = JSON.stringify({ query: '{ tenants { items { id } } }' });
  expect((await post(endpoint, body, { authorization: `Bearer ${text}` })).status).toBe(401);
});
