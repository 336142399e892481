import { cognitoVerifier, LOOK_UP_TTL } from '../../src/tenant/index.ts';
import { AUTHORIZER_TTL, createAuthorizer, GET_CACHE_KEY } from '../../src/lambda/index.ts';
import { openTestApi, POOL, type TestApi } from '../api.ts';
import { serveGateway, type GatewayServer } from './gateway-server.ts';

const SECONDS = 30;
const LIST = '{ listLabels(sortDirection: ASC) { items { id } } }';

let api: TestApi;
let server: GatewayServer;
let now: number;
beforeEach(async () => {
  now = Date.now();
  api = await openTestApi({ now: () => now });
  server = await serveGateway({
    routes: (['GET', 'POST'] as const).map((method) => ({
      method,
      path: '/graphql',
      handler: (event) => api.handle(event),
      authorized: true,
    })),
    authorizer: {
      handler: createAuthorizer(cognitoVerifier({ ...POOL, jwks: api.cognito.jwks() }), null),
      identitySources: ['method.request.header.Authorization'],
      ttlSeconds: AUTHORIZER_TTL,
    },
    cache: { seconds: SECONDS, ...GET_CACHE_KEY },
    now: () => now,
  });
});
afterEach(async () => {
  await server.close();
  await api.close();
});

const tokens = new Map<string, string>();
beforeEach(() => {
  tokens.clear();
});
/** Returns the token of a user, the same one throughout a test. */
async function tokenOf(user: string, tenant?: string): Promise<string> {
  const name = `${user} of ${tenant ?? 'their tenant'}`;
  const token = tokens.get(name) ?? (await api.token(user, tenant));
  tokens.set(name, token);
  return token;
}

/** Sends a query by GET; returns the answer with its status and the id of the request that produced it. */
async function get(user: string, query: string, headers: Record<string, string> = {}, tenant?: string) {
  const response = await fetch(`${server.url}/local/graphql?${String(new URLSearchParams({ query }))}`, {
    headers: {
      authorization: `Bearer ${await tokenOf(user, tenant)}`,
      accept: 'application/json',
      ...headers,
    },
  });
  return {
    status: response.status,
    made: response.headers.get('x-request-id'),
    origin: response.headers.get('access-control-allow-origin'),
    text: await response.text(),
  };
}
const add = (user: string, name: string) =>
  api.ask(user, `mutation { createLabel(input: { name: ${JSON.stringify(name)} }) { id } }`);

test('a tenant does not see a write while the answer is cached, and sees it afterwards', async () => {
  const before = await get('alice', LIST);
  await add('alice', 'Late');
  now += SECONDS * 1000 - 1;
  expect(await get('alice', LIST)).toEqual(before);
  now += 1;
  const after = await get('alice', LIST);
  expect(after.made).not.toBe(before.made);
  expect(
    (JSON.parse(after.text) as { data: { listLabels: { items: object[] } } }).data.listLabels.items,
  ).toHaveLength(
    (JSON.parse(before.text) as { data: { listLabels: { items: object[] } } }).data.listLabels.items.length +
      1,
  );
});

test('a cached answer is never served to another tenant, another user or another error format', async () => {
  const asked: readonly (readonly [user: string, headers?: Record<string, string>, tenant?: string])[] = [
    ['alice'],
    ['bob'],
    ['carol'],
    ['sam', {}, 'acme'],
    ['sam', {}, 'globex'],
    ['bob', { 'x-error-format': 'appsync' }],
    ['bob', { accept: 'application/graphql-response+json' }],
  ];
  const query = '{ me { username roles } getProject(id: "acme-anvil") { name budget } }';
  const first = [];
  for (const [user, headers, tenant] of asked) first.push(await get(user, query, headers, tenant));
  expect(first.map(({ status }) => status)).toEqual(asked.map(() => 200));
  expect(new Set(first.map(({ made }) => made)).size).toBe(asked.length);
  expect(new Set(first.map(({ text }) => text)).size).toBeGreaterThanOrEqual(5);
  const again = await Promise.all(asked.map(([user, headers, tenant]) => get(user, query, headers, tenant)));
  expect(again).toEqual(first);
});

test('a cached answer for a token of several tenants is served only to requests that name the same tenant', async () => {
  const first = new Map<string, string>();
  for (let round = 0; round < 2; round += 1)
    for (const tenant of ['acme', 'globex', 'initech']) {
      const { status, text } = await get('sam', LIST, { 'x-tenant': tenant });
      expect([tenant, status]).toEqual([tenant, tenant === 'initech' ? 403 : 200]);
      expect(text).toBe(first.get(tenant) ?? text);
      first.set(tenant, text);
    }
  expect(new Set(first.values()).size).toBe(3);
});

test('two tenants with many concurrent requests get only their own rows', async () => {
  const rows = { alice: /globex/, carol: /acme/ };
  const query = '{ listProjects { items { id name } } }';
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(
      Array.from({ length: 20 }, async (_, place) => {
        const user = place % 2 === 0 ? 'alice' : 'carol';
        const { status, text } = await get(user, query);
        expect([status, text]).toEqual([200, expect.not.stringMatching(rows[user])]);
      }),
    );
    now += (SECONDS * 1000) / 2;
  }
});

test('a mutation by GET is rejected and changes nothing', async () => {
  const answer = await get('alice', 'mutation { createLabel(input: { name: "By GET" }) { id } }');
  expect([answer.status, answer.text]).toEqual([405, expect.stringContaining('"code":"BAD_REQUEST"')]);
  expect((await get('alice', LIST)).text).not.toContain('By GET');
});

test('a suspended tenant loses access exactly when its cached answers and its cached look-up expire', async () => {
  const count = '{ countLabels }';
  await get('alice', LIST);
  await api.askOperator(
    'opal',
    'mutation { suspendTenant(id: "acme", mode: BLOCKED, reason: "A test.") { id } }',
  );
  now += LOOK_UP_TTL - 1;
  // The last request that the cached look-up allows.
  const last = await get('alice', count);
  expect(last.status).toBe(200);
  now += 1;
  expect((await get('alice', '{ countProjects }')).status).toBe(403);
  now += SECONDS * 1000 - 2;
  expect(await get('alice', count)).toEqual(last);
  now += 1;
  expect((await get('alice', count)).status).toBe(403);
  expect((await get('alice', LIST)).status).toBe(403);
});

test('pages of any origin may read the answer, whether cached or not', async () => {
  expect((await get('alice', LIST)).origin).toBe('*');
  expect((await get('alice', LIST)).origin).toBe('*');
});
