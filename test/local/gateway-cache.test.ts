import type { APIGatewayAuthorizerResult, APIGatewayProxyEvent } from 'aws-lambda';

import { GET_CACHE_KEY } from '../../src/lambda/index.ts';
import { arn, serveGateway, type GatewayServer } from './gateway-server.ts';

let server: GatewayServer;
let clock: number;
/** The events that the handler got, in order; each answer contains its number. */
let asked: APIGatewayProxyEvent[];
let status: number;
let body: string;
beforeEach(() => {
  clock = 1_000_000;
  asked = [];
  status = 200;
  body = '';
});
afterEach(() => server.close());

/** Starts a gateway that caches answers, by default under the whole key. */
const start = async (sent = GET_CACHE_KEY.sent): Promise<void> => {
  server = await serveGateway({
    routes: (['GET', 'POST'] as const).map((method) => ({
      method,
      path: '/graphql',
      authorized: true,
      handler: (event) => {
        if (body === 'throw') return Promise.reject(new Error('down'));
        const number = asked.push(event);
        return Promise.resolve({
          statusCode: status,
          headers: { 'x-number': String(number) },
          body: JSON.stringify({
            number,
            body,
            tenant: event.requestContext.authorizer?.['tenantId'] as string,
          }),
        });
      },
    })),
    authorizer: {
      handler: ({ headers }) => {
        const [tenantId = '', principalId = ''] = headers?.['authorization']?.split('.') ?? [];
        return Promise.resolve({
          principalId,
          policyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${arn}/*` }],
          },
          context: { tenantId },
        } satisfies APIGatewayAuthorizerResult);
      },
      identitySources: ['method.request.header.Authorization'],
      ttlSeconds: 0,
    },
    cache: { seconds: 30, ...GET_CACHE_KEY, sent },
    now: () => clock,
  });
};
beforeEach(() => start());

interface Asking {
  readonly token?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly method?: string;
}
const ask = async ({
  token = 'acme.ada',
  query = { query: '{ a }' },
  headers = {},
  method = 'GET',
}: Asking) => {
  const response = await fetch(`${server.url}/local/graphql?${String(new URLSearchParams(query))}`, {
    method,
    headers: { authorization: token, accept: 'application/json', ...headers },
  });
  const answer = (await response.json()) as { number: number; tenant: string };
  return { ...answer, status: response.status, header: response.headers.get('x-number') };
};
const numberOf = async (asking: Asking): Promise<number> => (await ask(asking)).number;

it('the cache serves a repeated request of the same user, including its headers', async () => {
  const first = await ask({});
  expect(await ask({})).toEqual(first);
  expect([first.status, first.header, asked.length]).toEqual([200, '1', 1]);
});

it.each<[string, Asking]>([
  ['another tenant', { token: 'globex.ada' }],
  ['another user of the tenant', { token: 'acme.bob' }],
  ['another token of the user', { token: 'acme.ada.later' }],
  ['another document', { query: { query: '{ b }' } }],
  ['other variables', { query: { query: '{ a }', variables: '{"id":1}' } }],
  ['another operation of the document', { query: { query: '{ a }', operationName: 'b' } }],
  ['other extensions', { query: { query: '{ a }', extensions: '{}' } }],
  ['another media type', { headers: { accept: 'application/graphql-response+json' } }],
  ['another error format', { headers: { 'x-error-format': 'appsync' } }],
])('the cache keeps a separate answer for %s', async (_what, other) => {
  expect(await numberOf({})).toBe(1);
  expect(await numberOf(other)).toBe(2);
  expect(await numberOf({})).toBe(1);
  expect(await numberOf(other)).toBe(2);
});

it('the tenant and the user of the authorizer separate answers even without the headers of the client', async () => {
  await server.close();
  await start(GET_CACHE_KEY.sent.filter((parameter) => !parameter.includes('.header.')));
  const who = ['acme.ada', 'acme.bob', 'globex.ada', 'acme.ada.later'];
  const numbers = [];
  for (const token of who) numbers.push(await numberOf({ token }));
  expect(numbers).toEqual([1, 2, 3, 1]);
});

it('a value cannot move from one part of the cache key to another', async () => {
  const numbers = [
    await numberOf({ query: { query: 'a', variables: 'b' } }),
    await numberOf({ query: { query: 'a","b' } }),
    await numberOf({ query: { query: 'a', operationName: 'b' } }),
    await numberOf({ query: { query: 'ab' } }),
  ];
  expect(numbers).toEqual([1, 2, 3, 4]);
});

it('an answer expires to the millisecond, and the next one is cached as long', async () => {
  expect(await numberOf({})).toBe(1);
  clock += 29_999;
  expect(await numberOf({})).toBe(1);
  clock += 1;
  expect(await numberOf({})).toBe(2);
  clock += 29_999;
  expect(await numberOf({})).toBe(2);
});

it('the cache never keeps answers to POST, whatever the query string is', async () => {
  expect(await numberOf({ method: 'POST' })).toBe(1);
  expect(await numberOf({ method: 'POST' })).toBe(2);
  expect(await numberOf({})).toBe(3);
  expect(await numberOf({ method: 'POST' })).toBe(4);
});

it.each(['max-age=0', 'no-cache', 'no-store'])(
  'cache-control: %s does not bypass the cache',
  async (value) => {
    expect(await numberOf({})).toBe(1);
    expect(await numberOf({ headers: { 'cache-control': value } })).toBe(1);
  },
);

it('the cache keeps error answers of the API too, because AWS does not promise otherwise', async () => {
  status = 429;
  expect(await ask({})).toMatchObject({ status: 429, number: 1 });
  status = 200;
  expect(await ask({})).toMatchObject({ status: 429, number: 1 });
  clock += 30_000;
  expect(await ask({})).toMatchObject({ status: 200, number: 2 });
});

it("the cache does not keep the gateway's own errors", async () => {
  body = 'throw';
  expect((await ask({})).status).toBe(502);
  body = '';
  expect(await ask({})).toMatchObject({ status: 200, number: 1 });
});

it('the cache does not keep an answer of more than a mebibyte', async () => {
  body = 'x'.repeat(1_048_576);
  expect([await numberOf({}), await numberOf({})]).toEqual([1, 2]);
  body = 'x'.repeat(1_000_000);
  expect([await numberOf({}), await numberOf({})]).toEqual([3, 3]);
});

it('the cache keeps the newest thousand answers', async () => {
  for (let number = 0; number <= 1_000; number += 1) await ask({ query: { query: String(number) } });
  expect(await numberOf({ query: { query: '1000' } })).toBe(1_001);
  expect(await numberOf({ query: { query: '1' } })).toBe(2);
  expect(await numberOf({ query: { query: '0' } })).toBe(1_002);
});

it('two tenants with the same concurrent query always get their own answers', async () => {
  const tenants = Array.from({ length: 20 }, (_, place) => (place % 2 === 0 ? 'acme' : 'globex'));
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all(tenants.map((tenant) => ask({ token: `${tenant}.sam` })));
    expect(answers.map(({ tenant }) => tenant)).toEqual(tenants);
  }
  expect(asked.length).toBeLessThanOrEqual(20);
});
