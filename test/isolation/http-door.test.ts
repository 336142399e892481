import type { APIGatewayProxyEvent } from 'aws-lambda';

import { gatewayResponses } from '../../src/lambda/gateway-responses.ts';
import { openTestApi, type TestApi } from '../api.ts';

// The door "http" of a stage sends the events of an HTTP API to the handler, without an authorizer before it.

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

interface HttpRequest {
  readonly method?: 'GET' | 'POST';
  /** Each header with its values. The client may repeat one. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Returns an event as an HTTP API makes it in the format 1.0 (API Gateway, "Payload format version"). */
function httpEvent({
  method = 'POST',
  headers = {},
  query,
  body,
}: HttpRequest): Partial<APIGatewayProxyEvent> {
  const all = {
    'content-type': ['application/json'],
    host: ['id.execute-api.eu-central-1.amazonaws.com'],
    ...headers,
  };
  const of = <Value>(entries: object, value: (each: string[]) => Value): Record<string, Value> =>
    Object.fromEntries(
      Object.entries(entries).map(([name, each]) => [name, value([each].flat() as string[])]),
    );
  return {
    version: '1.0',
    resource: '/graphql',
    path: '/api/graphql',
    httpMethod: method,
    headers: of(all, (values) => values.at(-1) ?? ''),
    multiValueHeaders: of(all, (values) => values),
    queryStringParameters: query ?? null,
    multiValueQueryStringParameters: query ? of(query, (values) => values) : null,
    requestContext: {
      accountId: '111122223333',
      apiId: 'id',
      authorizer: { claims: null, scopes: null },
      domainName: 'id.execute-api.eu-central-1.amazonaws.com',
      extendedRequestId: 'request-id',
      httpMethod: method,
      identity: { sourceIp: '203.0.113.7', userAgent: 'test' },
      path: '/api/graphql',
      protocol: 'HTTP/1.1',
      requestId: 'request-id=',
      resourceId: `${method} /graphql`,
      resourcePath: '/graphql',
      stage: 'api',
    },
    pathParameters: null,
    stageVariables: null,
    body: body ? JSON.stringify(body) : null,
    isBase64Encoded: false,
  } as unknown as Partial<APIGatewayProxyEvent>;
}

async function send(request: HttpRequest): Promise<{ status: number; body: Answered; headers: object }> {
  const { statusCode, body, headers = {} } = await api.handle(httpEvent(request));
  return { status: statusCode, body: JSON.parse(body) as Answered, headers };
}
interface Answered {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly object[];
}

const bearer = async (user: string, tenant?: string) => ({
  authorization: [`Bearer ${await api.token(user, tenant)}`],
});
const PROJECT = 'query Read($id: ID!) { getProject(id: $id) { id name } }';
const LIST = '{ listProjects { items { id name } } }';

test('a POST and a GET by an HTTP API get the answer of a REST API', async () => {
  const { data } = await api.ask('alice', LIST);
  expect(data).not.toBeNull();
  const headers = await bearer('alice');
  expect((await send({ headers, body: { query: LIST } })).body.data).toEqual(data);
  const got = await send({ method: 'GET', headers, query: { query: LIST } });
  expect(got.body.data).toEqual(data);
  expect(got.headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': 'request-id=' });
});

test('another tenant reaches nothing by an HTTP API: its rows are as rows that do not exist', async () => {
  const { data } = await api.ask('alice', LIST);
  const [{ id } = { id: '' }] = (data?.['listProjects'] as { items: { id: string }[] }).items;
  const headers = await bearer('carol');
  const of = (key: string) => send({ headers, body: { query: PROJECT, variables: { id: key } } });
  expect((await of(id)).body).toEqual((await of('never-existed')).body);
  const remove = 'mutation Remove($id: ID!) { deleteProject(input: { id: $id }) { id } }';
  const removed = async (key: string) => {
    const { body } = await send({ headers, body: { query: remove, variables: { id: key } } });
    return JSON.stringify(body).replaceAll(key, 'ID');
  };
  expect(await removed(id)).toBe(await removed('never-existed'));
  expect((await api.ask('alice', PROJECT, { id })).data?.['getProject']).toMatchObject({ id });
});

test('neither a header nor the context of an event names the tenant of a caller who is no member', async () => {
  const own = await api.ask('carol', LIST);
  const headers = await bearer('carol');
  const foreign = await send({ headers: { ...headers, 'x-tenant': ['acme'] }, body: { query: LIST } });
  const unknown = await send({ headers: { ...headers, 'x-tenant': ['never'] }, body: { query: LIST } });
  expect(foreign.status).toBe(unknown.status);
  expect(foreign.body.data ?? null).toBeNull();
  const twice = await send({
    headers: { ...headers, 'x-tenant': ['globex', 'acme'] },
    body: { query: LIST },
  });
  expect(twice.body.data ?? null).toBeNull();
  const event = httpEvent({ headers, body: { query: LIST } });
  const authorizer = { tenantId: 'acme', principalId: 'alice', plan: 'enterprise' };
  const requestContext = { ...event.requestContext, authorizer } as APIGatewayProxyEvent['requestContext'];
  const forged = await api.handle({ ...event, requestContext });
  expect((JSON.parse(forged.body) as Answered).data).toEqual(own.data);
});

test.each([
  ['without a token', {}, 'UNAUTHORIZED'],
  ['with an invalid token', { authorization: ['Bearer nonsense'] }, 'ACCESS_DENIED'],
] as const)(
  'a request %s gets what a REST API that refuses it says to clients of GraphQL',
  async (_, headers, type) => {
    const { status, body, headers: sent } = await send({ headers, body: { query: LIST } });
    const { statusCode, headers: wanted, templates } = gatewayResponses[type];
    const [error = {}] = body.errors ?? [];
    const message = 'message' in error ? String(error.message) : '';
    const template = (templates['application/json'] ?? '')
      .replaceAll('$context.requestId', 'request-id=')
      .replaceAll('$context.authorizer.message', message);
    expect(status).toBe(statusCode);
    // A REST API does not know which door was asked, so its answer has the members of a problem too.
    const { errors, message: shown } = JSON.parse(template) as Answered & { readonly message: string };
    expect(body).toEqual({ errors, message: shown });
    expect(sent).toMatchObject(wanted);
  },
);
