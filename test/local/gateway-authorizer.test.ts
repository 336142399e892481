import type {
  APIGatewayAuthorizerResult,
  APIGatewayProxyEvent,
  APIGatewayRequestAuthorizerEvent,
  Context,
} from 'aws-lambda';

import type { AuthorizerOptions } from '../../src/local-cloud/gateway/authorizer.ts';
import { arn, echo, serveGateway } from './gateway-server.ts';
import type { GatewayServer } from './gateway-server.ts';

const statement = (Effect: 'Allow' | 'Deny', Resource: string | string[]) => ({
  Effect,
  Action: 'execute-api:Invoke',
  Resource,
});
const allow = (context?: APIGatewayAuthorizerResult['context'], ...more: ReturnType<typeof statement>[]) => ({
  principalId: 'ada',
  policyDocument: { Version: '2012-10-17', Statement: [statement('Allow', `${arn}/*`), ...more] },
  context,
});

let server: GatewayServer;
let calls: APIGatewayRequestAuthorizerEvent[];
let clock: number;
beforeEach(() => {
  calls = [];
  clock = 1_000_000;
});
afterEach(() => server.close());

const start = async (
  decide: (event: APIGatewayRequestAuthorizerEvent) => unknown,
  rest: Partial<AuthorizerOptions> = {},
) => {
  const handler = async (event: APIGatewayRequestAuthorizerEvent, _context: Context) => {
    calls.push(event);
    return (await decide(event)) as APIGatewayAuthorizerResult;
  };
  const route = { handler: echo, authorized: true };
  server = await serveGateway({
    routes: [
      { ...route, method: 'ANY', path: '/graphql' },
      { ...route, method: 'GET', path: '/orders/{id}' },
      { ...route, method: 'GET', path: '/open', authorized: false },
    ],
    authorizer: {
      handler,
      identitySources: ['method.request.header.Authorization'],
      ttlSeconds: 60,
      ...rest,
    },
    timeoutMs: 500,
    now: () => clock,
  });
};
const call = async (token: string | undefined, path = '/graphql', method = 'POST') => {
  const headers = token === undefined ? {} : { authorization: token };
  const response = await fetch(`${server.url}/local${path}`, { method, headers });
  return {
    status: response.status,
    text: await response.text(),
    type: response.headers.get('x-amzn-errortype'),
  };
};
const failed = { status: 500, text: '{"message":null}', type: 'AuthorizerConfigurationException' };
const implicit = '{"Message":"User is not authorized to access this resource"}';
const explicit = '{"Message":"User is not authorized to access this resource with an explicit deny"}';

describe('the gateway with an authorizer', () => {
  it('returns 401 for a request without the identity source and does not call the authorizer', async () => {
    await start(() => allow());
    for (const token of [undefined, '']) {
      expect(await call(token)).toEqual({
        status: 401,
        text: '{"message":"Unauthorized"}',
        type: 'UnauthorizedException',
      });
    }
    expect(calls).toEqual([]);
  });

  it('returns 401 when the authorizer throws "Unauthorized" and does not cache that', async () => {
    await start(() => Promise.reject(new Error('Unauthorized')));
    expect([(await call('a')).status, (await call('a')).text]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(calls).toHaveLength(2);
  });

  it.each([
    ['throws anything else', () => Promise.reject(new Error('unauthorized: key leaked'))],
    ['returns nothing', () => undefined],
    ['returns no principal', () => ({ ...allow(), principalId: undefined })],
    ['returns no policy', () => ({ principalId: 'ada' })],
    [
      'returns a policy without statements',
      () => ({ principalId: 'ada', policyDocument: { Version: '2012-10-17' } }),
    ],
    [
      'misspells the effect',
      () => ({
        principalId: 'ada',
        policyDocument: { Statement: [{ ...statement('Allow', '*'), Effect: 'allow' }] },
      }),
    ],
    [
      'returns a policy with a condition',
      () => ({
        principalId: 'ada',
        policyDocument: { Statement: [{ ...statement('Allow', '*'), Condition: {} }] },
      }),
    ],
    ['puts a list into the context', () => allow({ roles: ['admin'] as unknown as string })],
    ['puts an object into the context', () => allow({ claims: {} as unknown as string })],
    ['does not return in time', () => new Promise(() => undefined)],
  ])('returns 500 when the authorizer %s, and writes the reason only to the log', async (_how, decide) => {
    await start(decide);
    expect(await call('a')).toEqual(failed);
    expect(server.lines[0]).toMatch(/^The authorizer failed: ./);
  });

  it.each([
    ['allows everything', [statement('Allow', '*')], 200, ''],
    ['allows the method', [statement('Allow', [`${arn}/GET/other`, `${arn}/POST/graphql`])], 200, ''],
    [
      'allows by a wildcard in the middle',
      [statement('Allow', 'arn:aws:execute-api:*:*:abc???/*/POST/graph*')],
      200,
      '',
    ],
    ['allows only another method', [statement('Allow', `${arn}/GET/graphql`)], 403, implicit],
    ['allows only another stage', [statement('Allow', `${arn.replace('/local', '/prod')}/*`)], 403, implicit],
    [
      'allows only another action',
      [{ ...statement('Allow', '*'), Action: 'execute-api:ManageConnections' }],
      403,
      implicit,
    ],
    ['allows and denies', [statement('Allow', '*'), statement('Deny', `${arn}/POST/*`)], 403, explicit],
    ['has no statement', [], 403, implicit],
  ])('evaluates a policy that %s', async (_what, Statement, status, text) => {
    await start(() => ({ principalId: 'ada', policyDocument: { Version: '2012-10-17', Statement } }));
    const answer = await call('a');
    expect(answer.status).toBe(status);
    if (status !== 200) expect(answer).toMatchObject({ text, type: 'AccessDeniedException' });
  });

  it('matches a hostile wildcard without exponential backtracking', async () => {
    await start(() => ({
      principalId: 'ada',
      policyDocument: { Version: '2012-10-17', Statement: [statement('Allow', `${'a*'.repeat(200)}b`)] },
    }));
    expect((await call('a', `/orders/${'a'.repeat(4_000)}`, 'GET')).status).toBe(403);
  });

  it('does not call the authorizer for routes without authorization', async () => {
    await start(() => allow());
    const { status, text } = await call(undefined, '/open', 'GET');
    expect([status, 'authorizer' in (JSON.parse(text) as APIGatewayProxyEvent).requestContext]).toEqual([
      200,
      false,
    ]);
    expect(calls).toEqual([]);
  });
});

describe('the events with an authorizer', () => {
  it('contain the principal and the context for the handler, with numbers and booleans as text', async () => {
    await start(() => allow({ tenantId: 'acme', level: 3, admin: false, note: null }));
    const { requestContext } = JSON.parse((await call('a')).text) as APIGatewayProxyEvent;
    expect(requestContext.authorizer).toEqual({
      principalId: 'ada',
      tenantId: 'acme',
      level: '3',
      admin: 'false',
      note: null,
      integrationLatency: 0,
    });
  });

  it('never let the context replace the principal', async () => {
    await start(() => allow({ principalId: 'mallory' }));
    const { requestContext } = JSON.parse((await call('a')).text) as APIGatewayProxyEvent;
    expect(requestContext.authorizer).toMatchObject({ principalId: 'ada' });
  });

  it('contain the request for the authorizer, without its body', async () => {
    await start(() => allow());
    await call('a', '/orders/7?x=1', 'GET');
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      type: 'REQUEST',
      methodArn: `${arn}/GET/orders/7`,
      resource: '/orders/{id}',
      path: '/orders/7',
      httpMethod: 'GET',
      headers: { authorization: 'a' },
      pathParameters: { id: '7' },
      queryStringParameters: { x: '1' },
      stageVariables: {},
      requestContext: { path: '/local/orders/7', stage: 'local', apiId: 'abc123' },
    });
    expect(calls[0]).not.toHaveProperty('body');
  });
});

describe('the authorizer cache', () => {
  it('calls the authorizer once for the same token until the TTL ends', async () => {
    await start(() => allow());
    await call('a');
    clock += 59_999;
    expect((await call('a')).status).toBe(200);
    expect(calls).toHaveLength(1);
    clock += 1;
    await call('a');
    expect(calls).toHaveLength(2);
  });

  it('never serves one token the result of another', async () => {
    await start((event) => allow({ tenantId: event.headers?.['authorization'] ?? '' }));
    const tenants = [];
    for (const token of ['acme', 'globex', 'acme']) {
      tenants.push(
        (JSON.parse((await call(token)).text) as APIGatewayProxyEvent).requestContext.authorizer?.[
          'tenantId'
        ],
      );
    }
    expect(tenants).toEqual(['acme', 'globex', 'acme']);
    expect(calls).toHaveLength(2);
  });

  it('serves the result of an earlier request when only a header outside the identity sources differs, as AWS does', async () => {
    await start((event) => allow({ tenant: event.headers?.['x-tenant'] ?? '' }));
    const tenantOf = async (tenant: string) => {
      const headers = { authorization: 'a', 'x-tenant': tenant };
      const response = await fetch(`${server.url}/local/graphql`, { headers });
      return ((await response.json()) as APIGatewayProxyEvent).requestContext.authorizer?.[
        'tenant'
      ] as string;
    };
    expect([await tenantOf('acme'), await tenantOf('globex')]).toEqual(['acme', 'acme']);
  });

  it('evaluates the cached policy again for each method', async () => {
    await start(({ methodArn }) => ({
      principalId: 'ada',
      policyDocument: { Version: '2012-10-17', Statement: [statement('Allow', methodArn)] },
    }));
    expect((await call('a', '/graphql', 'POST')).status).toBe(200);
    expect((await call('a', '/graphql', 'GET')).text).toBe(implicit);
    expect(calls).toHaveLength(1);
  });

  it('is off when the TTL is 0 seconds', async () => {
    await start(() => allow(), { ttlSeconds: 0 });
    await call('a');
    await call('a');
    expect(calls).toHaveLength(2);
  });

  it('keeps the newest thousand results', async () => {
    await start(() => allow());
    for (let token = 0; token <= 1_000; token++) await call(`t${token}`);
    expect(calls).toHaveLength(1_001);
    await call('t1000');
    expect(calls).toHaveLength(1_001);
    await call('t0');
    expect(calls).toHaveLength(1_002);
  });

  it('uses all identity sources together as its key', async () => {
    await start(() => allow(), {
      identitySources: [
        'context.identity.sourceIp',
        'context.httpMethod',
        'method.request.querystring.tenant',
      ],
    });
    expect((await call(undefined, '/graphql')).status).toBe(401);
    await call(undefined, '/graphql?tenant=a');
    await call(undefined, '/graphql?tenant=a');
    expect(calls).toHaveLength(1);
    await call(undefined, '/graphql?tenant=b');
    expect(calls).toHaveLength(2);
  });
});

describe('the options of an authorizer', () => {
  it.each([
    [
      'an unknown identity source',
      { identitySources: ['header.Authorization'] },
      'The parameter "header.Authorization" is unknown',
    ],
    ['a cache without identity source', { identitySources: [] }, 'caches but has no identity source'],
    ['a cache of more than an hour', { ttlSeconds: 3_601 }, '"ttlSeconds" is 3601'],
  ])('reject %s', async (_what, rest, message) => {
    await start(() => allow());
    await server.close();
    await expect(start(() => allow(), rest)).rejects.toThrow(message);
    await start(() => allow());
  });
});
