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

/** Expects that the whole request is refused, with this status and code and no internals in the body. */
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

it('the API passes every audit of GraphQL over HTTP', async () => {
  const results = await auditServer({ url: 'http://local/graphql', fetchFn: fetchOf(api, authorization) });
  const failed = results
    .filter(({ status }) => status !== 'ok')
    .map(({ id, name, status }) => ({ id, name, status }));
  expect(failed).toEqual([]);
  expect(results).toHaveLength(61);
});

describe('a body', () => {
  it.each<[string, string | null]>([
    ['that is not JSON', '{"query": "{ __typename }"'],
    ['that is empty', ''],
    ['that is missing', null],
    ['that is a query without JSON', 'query { __typename }'],
    ['that is a list', '[{"query":"{ __typename }"}]'],
    ['that is a number', '7'],
    ['that is null', 'null'],
    ['with a byte order mark in the middle', '{"query"\uFEFF:"{ __typename }"}'],
  ])('%s is refused with BAD_REQUEST', async (_title, body) => {
    expectRefused(await post(body), 400, 'BAD_REQUEST');
  });

  it('that is not JSON is not repeated in the answer', async () => {
    expect((await post('secret-of-the-client')).body).not.toContain('secret');
  });

  it('of more than a megabyte, counted in bytes, is refused with 413', async () => {
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

  it('may be encoded in base64', async () => {
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
  ])('of content type "%s" is accepted', async (type) => {
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

  it.each(['gzip', 'br', 'GZIP', 'deflate, gzip'])(
    'that is compressed by %s is refused with 415',
    async (encoding) => {
      const result = await post('\u001f\u008b', { ...json, 'Content-Encoding': encoding });
      expectRefused(result, 415, 'UNSUPPORTED_MEDIA_TYPE');
      expect(result.body).toContain('Send the body without compression');
    },
  );

  it('of the encoding "identity" is accepted', async () => {
    const result = await post('{"query":"{ __typename }"}', { ...json, 'content-encoding': 'identity' });
    expect(bodyOf(result)).toEqual({ data: { __typename: 'Query' } });
  });

  it('of no content type is refused with 415', async () => {
    expectRefused(await post('{"query":"{ __typename }"}', {}), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });
});

describe('an event that no gateway made', () => {
  const sent = { headers: { authorization: '', ...json }, body: '{"query":"{ __typename }"}' };
  it.each([
    ['without headers', { ...sent, headers: null }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['without a method', { ...sent, httpMethod: undefined }, 405, 'BAD_REQUEST'],
    ['without a context', { ...sent, requestContext: null }, 200, null],
    ['without anything', { headers: null, httpMethod: null, requestContext: null }, 400, 'BAD_REQUEST'],
  ])('%s gets the answer of a request without it', async (_title, event, status, code) => {
    const isAnonymous = event.headers === null;
    const headers = isAnonymous ? null : { ...event.headers, authorization };
    const result = await api.handle({ ...event, headers } as Parameters<TestApi['handle']>[0]);
    const { errors = [] } = bodyOf(result);
    expect([result.statusCode, errors[0]?.extensions.code ?? null]).toEqual([status, code]);
  });
});

describe('an answer', () => {
  const answers: readonly (readonly [string, () => Promise<APIGatewayProxyResult>])[] = [
    ['of a query', () => ask('{ __typename }')],
    ['of a GET', () => get('?query=%7B__typename%7D')],
    ['to a bad document', () => ask('{')],
    ['to a bad body', () => post('{')],
    ['to a request without a token', () => api.handle({ headers: json, body: '{"query":"{ __typename }"}' })],
    ['to a wrong method', () => api.handle({ httpMethod: 'PUT', headers: { authorization, ...json } })],
  ];
  it.each(answers)('%s may be kept by no cache', async (_title, send) => {
    expect((await send()).headers?.['cache-control']).toBe('no-store');
  });

  it('that is an error has our code and sentence where clients of AppSync read them', async () => {
    for (const accept of ['', '*/*', 'application/json']) {
      const { statusCode, headers, body } = await post('{', { ...json, ...(accept !== '' && { accept }) });
      expect([statusCode, headers?.['x-amzn-errortype']]).toEqual([400, 'BAD_REQUEST']);
      expect(JSON.parse(body)).toMatchObject({ message: 'The body is not valid JSON.' });
    }
  });

  it('that is an error in the media type of GraphQL over HTTP has no other members', async () => {
    const accept = 'application/graphql-response+json';
    for (const result of [
      await post('{', { ...json, accept }),
      await api.handle({ headers: { ...json, accept }, body: '{"query":"{ __typename }"}' }),
    ]) {
      expect(String(result.headers?.['content-type'])).toContain(accept);
      expect(Object.keys(JSON.parse(result.body) as object)).toEqual(['errors']);
    }
  });
});

describe('a GET', () => {
  it('is answered, and its query string is decoded once', async () => {
    const variables = { id: '100% of a+b & "c" %41' };
    const search = new URLSearchParams({
      query: 'query Get($id: ID!) { getProject(id: $id) { id } one: getProject(id: "100%") { id } }',
      variables: JSON.stringify(variables),
    });
    const result = await get(`?${search.toString()}`);
    expect(bodyOf(result)).toEqual({ data: { getProject: null, one: null } });
  });

  it('is refused with 405 when it is a mutation, and writes nothing', async () => {
    const query = 'mutation { createLabel(input: { name: "by a link" }) { id } }';
    const result = await get(`?${new URLSearchParams({ query }).toString()}`);
    expect(result.statusCode).toBe(405);
    expect((await ask('{ listLabels { items { name } } }')).body).not.toContain('by a link');
  });

  it('without a token is refused before its query is parsed: with 401 if a header rules out another site, else with 400', async () => {
    expectRefused(await get('?query={', {}), 400, 'BAD_REQUEST');
    expectRefused(await get('?query={', { 'apollo-require-preflight': '1' }), 401, 'UNAUTHENTICATED');
  });
});

it.each([['PUT'], ['DELETE'], ['PATCH'], ['HEAD'], ['TRACE']])(
  'a %s request is refused with 405',
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

describe('authentication', () => {
  it.each<[string, Record<string, string>]>([
    ['no header', {}],
    ['an empty header', { authorization: '' }],
    ['only a scheme', { authorization: 'Bearer' }],
    ['another scheme', { authorization: 'Basic YWxpY2U6QWxpY2UtMjAyNg==' }],
    ['a cookie in place of the header', { cookie: 'token=abc' }],
  ])('refuses a request with %s by 401', async (_title, headers) => {
    const result = await api.handle({
      headers: { ...json, ...headers },
      body: '{"query":"{ __schema { types { name } } }"}',
    });
    expectRefused(result, 401, 'UNAUTHENTICATED');
  });

  it('gives no hint of the schema to a request without a token', async () => {
    const result = await api.handle({ headers: json, body: '{"query":"{ listTask { items { id } } }"}' });
    expect(result.body).not.toMatch(/listTasks|Did you mean/);
  });

  it('reads the Authorization header in capitals too', async () => {
    const result = await api.handle({
      headers: { AUTHORIZATION: authorization, ...json },
      body: '{"query":"{ __typename }"}',
    });
    expect(bodyOf(result)).toEqual({ data: { __typename: 'Query' } });
  });

  it('ignores a tenant in a header, a parameter, a variable or an extension', async () => {
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
