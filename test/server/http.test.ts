import type { APIGatewayProxyResult } from 'aws-lambda';
import { auditServer } from 'graphql-http';

import { openTestApi, type TestApi } from '../api.ts';
import { bodyOf, eventOf, fetchOf, internalsIn } from './events.ts';

let api: TestApi;
let authorization: string;
beforeAll(async () => {
  api = await openTestApi();
  authorization = `Bearer ${await api.token('alice')}`;
});
afterAll(() => api.close());

const json = { 'content-type': 'application/json' };
const post = (body: string | null, headers: Record<string, string> = json): Promise<APIGatewayProxyResult> =>
  api.handle({ headers: { authorization, ...headers }, body });
const ask = (query: unknown, more: object = {}): Promise<APIGatewayProxyResult> =>
  post(JSON.stringify({ query, ...more }));
const get = (
  search: string,
  headers: Record<string, string> = { authorization },
): Promise<APIGatewayProxyResult> => api.handle(eventOf(`http://local/graphql${search}`, { headers }));

/** The refusal of a whole request: status, code, and nothing internal in the body. */
function expectRefused(result: APIGatewayProxyResult, status: number, code: string): void {
  const { data, errors } = bodyOf(result);
  expect({
    status: result.statusCode,
    data,
    codes: errors?.map(({ extensions }) => extensions['code']),
  }).toEqual({
    status,
    data: undefined,
    codes: [code],
  });
  expect(internalsIn(result.body)).toEqual([]);
  expect(String(result.headers?.['content-type'])).toMatch(
    /^application\/(graphql-response\+)?json; charset=utf-8$/,
  );
}

it('passes every audit of GraphQL over HTTP', async () => {
  const results = await auditServer({ url: 'http://local/graphql', fetchFn: fetchOf(api, authorization) });
  const failed = results
    .filter(({ status }) => status !== 'ok')
    .map(({ id, name, status }) => ({ id, name, status }));
  expect(failed).toEqual([]);
  expect(results).toHaveLength(61);
});

describe('a body', () => {
  it.each<[string, string | null]>([
    ['that is no JSON', '{"query": "{ __typename }"'],
    ['that is empty', ''],
    ['that is missing', null],
    ['that is a text of its own', 'query { __typename }'],
    ['that is a list', '[{"query":"{ __typename }"}]'],
    ['that is a number', '7'],
    ['that is null', 'null'],
    ['with a byte order mark in the middle', '{"query"\uFEFF:"{ __typename }"}'],
  ])('%s is refused with BAD_REQUEST', async (_title, body) => {
    expectRefused(await post(body), 400, 'BAD_REQUEST');
  });

  it('repeats nothing of broken JSON', async () => {
    expect((await post('secret-of-the-client')).body).not.toContain('secret');
  });

  it('of more than a megabyte is refused with 413, in bytes and not in characters', async () => {
    expectRefused(
      await ask('{ __typename }', { variables: { a: 'x'.repeat(1_000_000) } }),
      413,
      'PAYLOAD_TOO_LARGE',
    );
    expectRefused(
      await ask('{ __typename }', { variables: { a: 'é'.repeat(600_000) } }),
      413,
      'PAYLOAD_TOO_LARGE',
    );
    const body = Buffer.alloc(2_000_000, 'x').toString('base64');
    const result = await api.handle({ headers: { authorization, ...json }, body, isBase64Encoded: true });
    expectRefused(result, 413, 'PAYLOAD_TOO_LARGE');
  });

  it('may come in base64', async () => {
    const body = Buffer.from('{"query":"{ getProject(id: \\"é\\") { id } }"}').toString('base64');
    const result = await api.handle({ headers: { authorization, ...json }, body, isBase64Encoded: true });
    expect(bodyOf(result)).toEqual({ data: { getProject: null } });
  });

  it.each([
    ['application/json'],
    ['Application/JSON; charset=utf-8'],
    ['APPLICATION/JSON'],
    ['application/json;charset=UTF-8'],
    [' application/json '],
  ])('of content type "%s" is read', async (type) => {
    const result = await post('{"query":"{ __typename }"}', { 'Content-Type': type });
    expect(bodyOf(result)).toEqual({ data: { __typename: 'Query' } });
  });

  it.each([
    ['text/plain'],
    ['application/jsonfoo'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/graphql'],
    ['text/plain; application/json'],
    [''],
  ])('of content type "%s" is refused with 415', async (type) => {
    expectRefused(
      await post('{"query":"{ __typename }"}', { 'content-type': type }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    );
  });

  it('of no content type is refused with 415', async () => {
    expectRefused(await post('{"query":"{ __typename }"}', {}), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });
});

describe('a GET', () => {
  it('is answered, and its query string decoded once', async () => {
    const variables = { id: '100% of a+b & "c" %41' };
    const search = new URLSearchParams({
      query: 'query Get($id: ID!) { getProject(id: $id) { id } one: getProject(id: "100%") { id } }',
      variables: JSON.stringify(variables),
    });
    const result = await get(`?${search.toString()}`);
    expect(bodyOf(result)).toEqual({ data: { getProject: null, one: null } });
  });

  it('writes nothing', async () => {
    const query = 'mutation { createLabel(input: { name: "by a link" }) { id } }';
    const result = await get(`?${new URLSearchParams({ query }).toString()}`);
    expect(result.statusCode).toBe(405);
    expect((await ask('{ listLabels { items { name } } }')).body).not.toContain('by a link');
  });

  it('without a token is refused before its query is read, as a page of another site could send it', async () => {
    expectRefused(await get('?query={', {}), 400, 'BAD_REQUEST');
    expectRefused(await get('?query={', { 'apollo-require-preflight': '1' }), 401, 'UNAUTHENTICATED');
  });
});

it.each([['PUT'], ['DELETE'], ['PATCH'], ['HEAD'], ['TRACE']])(
  'a %s is no request of GraphQL',
  async (httpMethod) => {
    const result = await api.handle({
      httpMethod,
      headers: { authorization, ...json },
      body: '{"query":"{ __typename }"}',
    });
    expect(result.statusCode).toBe(405);
    expect(result.body).not.toContain('"data"');
  },
);

describe('a request without a usable token', () => {
  it.each<[string, Record<string, string>]>([
    ['no header', {}],
    ['an empty one', { authorization: '' }],
    ['a scheme alone', { authorization: 'Bearer' }],
    ['another scheme', { authorization: 'Basic YWxpY2U6QWxpY2UtMjAyNg==' }],
    ['a cookie in place of it', { cookie: 'token=abc' }],
  ])('is refused with 401 for %s', async (_title, headers) => {
    const result = await api.handle({
      headers: { ...json, ...headers },
      body: '{"query":"{ __schema { types { name } } }"}',
    });
    expectRefused(result, 401, 'UNAUTHENTICATED');
  });

  it('gets no introspection and no hint of the schema', async () => {
    const result = await api.handle({ headers: json, body: '{"query":"{ listTask { items { id } } }"}' });
    expect(result.body).not.toMatch(/listTasks|Did you mean/);
  });

  it('may spell the header as it likes', async () => {
    const result = await api.handle({
      headers: { AUTHORIZATION: authorization, ...json },
      body: '{"query":"{ __typename }"}',
    });
    expect(bodyOf(result)).toEqual({ data: { __typename: 'Query' } });
  });

  it('names no tenant by a header, a parameter or a variable', async () => {
    const query = '{ listProjects { items { id } } }';
    const plain = bodyOf(await ask(query));
    const named = await api.handle({
      headers: { authorization, ...json, 'x-tenant-id': 'globex', 'x-amz-tenant-id': 'globex' },
      multiValueQueryStringParameters: { tenant: ['globex'] },
      body: JSON.stringify({
        query,
        variables: { tenant: 'globex', tenantId: 'globex' },
        extensions: { tenant: 'globex' },
      }),
    });
    expect(bodyOf(named)).toEqual(plain);
    expect(JSON.stringify(plain)).toContain('acme-');
  });
});
