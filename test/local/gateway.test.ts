import { request } from 'node:http';

import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

import { echo, serveGateway, talk } from './gateway-server.ts';
import type { GatewayServer } from './gateway-server.ts';

const open: GatewayServer[] = [];
const serve = async (...given: Parameters<typeof serveGateway>): Promise<GatewayServer> => {
  const server = await serveGateway(...given);
  open.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const orders = { method: 'POST', path: '/orders/{id}', handler: echo, authorized: false } as const;
const eventOf = async (response: Response) => (await response.json()) as APIGatewayProxyEvent;
const answering = (result: unknown) => ({
  method: 'GET' as const,
  path: '/x',
  handler: () => Promise.resolve(result as APIGatewayProxyResult),
  authorized: false,
});

/** The keys that the API Gateway guide lists in "Input format of a Lambda function for proxy integration". */
const documentedEvent = {
  resource: '/orders/{id}',
  path: '/orders/a%20b',
  httpMethod: 'POST',
  headers: { 'X-Kind': 'second' },
  multiValueHeaders: { 'X-Kind': ['first', 'second'] },
  queryStringParameters: { tag: '2', empty: '' },
  multiValueQueryStringParameters: { tag: ['1', '2'], empty: [''] },
  pathParameters: { id: 'a b' },
  stageVariables: null,
  requestContext: {
    accountId: '123456789012',
    apiId: 'abc123',
    domainName: '127.0.0.1',
    domainPrefix: '127',
    extendedRequestId: expect.stringMatching(/^[\w+/]+=*$/) as string,
    httpMethod: 'POST',
    identity: {
      accessKey: null,
      accountId: null,
      apiKey: null,
      apiKeyId: null,
      caller: null,
      clientCert: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: '127.0.0.1',
      user: null,
      userAgent: 'tests',
      userArn: null,
    },
    path: '/local/orders/a%20b',
    protocol: 'HTTP/1.1',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    requestTime: '09/Apr/2015:12:34:56 +0000',
    requestTimeEpoch: 1428582896000,
    resourceId: expect.stringMatching(/^[0-9a-z]{6}$/) as string,
    resourcePath: '/orders/{id}',
    stage: 'local',
  },
  body: '{"größe":1}',
  isBase64Encoded: false,
};

describe('the proxy event', () => {
  it('has exactly the keys and values that AWS documents', async () => {
    const { port } = await serve({ routes: [orders], now: () => 1428582896000 });
    const body = '{"größe":1}';
    const heard = await talk(
      port,
      'POST /local/orders/a%20b?tag=1&tag=2&empty HTTP/1.1\r\nHost: 127.0.0.1:4000\r\nUser-Agent: tests\r\n' +
        `X-Kind: first\r\nx-kind: second\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    const event = JSON.parse(heard.slice(heard.indexOf('\r\n\r\n') + 4)) as APIGatewayProxyEvent;
    const gatewayHeaders = {
      Host: '127.0.0.1:4000',
      'User-Agent': 'tests',
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-552671f0-[0-9a-f]{24}$/) as string,
      'X-Forwarded-For': '127.0.0.1',
      'X-Forwarded-Port': String(port),
      'X-Forwarded-Proto': 'http',
    };
    expect(event).toEqual({
      ...documentedEvent,
      headers: { ...gatewayHeaders, ...documentedEvent.headers },
      multiValueHeaders: {
        ...Object.fromEntries(Object.entries(gatewayHeaders).map(([name, value]) => [name, [value]])),
        ...documentedEvent.multiValueHeaders,
      },
    });
  });

  it('has null in place of an empty query, empty parameters or an empty body', async () => {
    const { url } = await serve({ routes: [{ ...orders, method: 'GET', path: '/orders' }] });
    const event = await eventOf(await fetch(`${url}/local/orders`));
    expect(event).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      body: null,
    });
  });

  it('has a query that was decoded once', async () => {
    const { url } = await serve({ routes: [{ ...orders, method: 'GET', path: '/orders' }] });
    const event = await eventOf(await fetch(`${url}/local/orders?q=100%2525+a%26b&__proto__=x`));
    expect(Object.entries(event.queryStringParameters ?? {})).toEqual([
      ['q', '100%25 a&b'],
      ['__proto__', 'x'],
    ]);
  });

  it('continues the trace and the forwarding chain of the client', async () => {
    const { url } = await serve({ routes: [{ ...orders, method: 'GET', path: '/orders' }] });
    const traceId = 'Root=1-55266f70-0123456789abcdef01234567;Sampled=1';
    const response = await fetch(`${url}/local/orders`, {
      headers: { 'x-amzn-trace-id': traceId, 'x-forwarded-for': '203.0.113.7' },
    });
    expect(response.headers.get('x-amzn-trace-id')).toBe(traceId);
    const { headers } = await eventOf(response);
    expect(headers).toMatchObject({
      'X-Amzn-Trace-Id': traceId,
      'X-Forwarded-For': '203.0.113.7, 127.0.0.1',
    });
  });
});

describe('the Lambda context', () => {
  it('counts down from the timeout and names the function and the request', async () => {
    let seen: Context | undefined;
    let clock = 1_000;
    const handler = async (_event: APIGatewayProxyEvent, context: Context) => {
      seen = context;
      const before = context.getRemainingTimeInMillis();
      clock += 400;
      return Promise.resolve({ statusCode: 200, body: `${before} ${context.getRemainingTimeInMillis()}` });
    };
    const { url } = await serve({ routes: [{ ...orders, handler }], timeoutMs: 5_000, now: () => clock });
    expect(await (await fetch(`${url}/local/orders/1`, { method: 'POST' })).text()).toBe('5000 4600');
    expect(seen).toMatchObject({
      functionName: 'orders-id',
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:orders-id',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  });
});

describe('routing', () => {
  const named = (path: string, method: 'GET' | 'ANY' = 'GET') => ({
    method,
    path,
    authorized: false,
    handler: ({ pathParameters }: APIGatewayProxyEvent) =>
      Promise.resolve({ statusCode: 200, body: `${method} ${path} ${JSON.stringify(pathParameters)}` }),
  });

  it.each([
    ['/files/readme', 'GET /files/readme null'],
    ['/files/readme/', 'GET /files/readme null'],
    ['/files/b', 'GET /files/{name} {"name":"b"}'],
    ['/files/b/c%2Fd', 'ANY /files/{proxy+} {"proxy":"b/c/d"}'],
  ])('sends %s to the most specific resource', async (path, expected) => {
    const routes = [named('/files/{proxy+}', 'ANY'), named('/files/{name}'), named('/files/readme')];
    const { url } = await serve({ routes });
    expect(await (await fetch(`${url}/local${path}`)).text()).toBe(expected);
  });

  it('prefers a route with the method to a route with ANY', async () => {
    const { url } = await serve({ routes: [named('/a', 'ANY'), named('/a')] });
    expect(await (await fetch(`${url}/local/a`)).text()).toMatch(/^GET/);
    expect(await (await fetch(`${url}/local/a`, { method: 'PUT' })).text()).toMatch(/^ANY/);
  });

  it.each([
    ['an unknown path', '/local/nothing', 'GET'],
    ['a method that the resource lacks', '/local/a', 'DELETE'],
    ['the stage alone', '/local', 'GET'],
    ['a greedy parameter without a value', '/local/all', 'GET'],
  ])('answers %s with 403 and the message of AWS', async (_what, path, method) => {
    const { url } = await serve({ routes: [named('/a'), named('/all/{proxy+}')] });
    const response = await fetch(url + path, { method });
    expect([response.status, await response.text()]).toEqual([
      403,
      '{"message":"Missing Authentication Token"}',
    ]);
    expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
  });

  it.each(['/', '/graphiql', '/localised', '/LOCAL/a'])(
    'leaves %s to the rest of the server',
    async (path) => {
      const { url } = await serve({ routes: [named('/a')] });
      expect(await (await fetch(url + path)).text()).toBe('elsewhere');
    },
  );

  it('gives every answer a request id and a trace id', async () => {
    const { url, lines } = await serve({ routes: [orders] });
    const [one, other] = [
      await fetch(`${url}/local/orders/1`, { method: 'POST' }),
      await fetch(`${url}/local/no`),
    ];
    const { requestContext } = await eventOf(one);
    expect(one.headers.get('x-amzn-requestid')).toBe(requestContext.requestId);
    expect(other.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(other.headers.get('x-amzn-trace-id')).toMatch(/^Root=1-/);
    expect(lines[0]).toMatch(/^POST \/local\/orders\/1 200 \d+ ms [0-9a-f-]{36}$/);
  });
});

describe('CORS', () => {
  const cors = {
    allowOrigins: ['http://a.test', 'http://b.test'],
    allowMethods: ['POST'],
    allowHeaders: ['Authorization'],
  };
  const ask = (url: string, origin: string) =>
    fetch(`${url}/local/x`, { method: 'OPTIONS', headers: { origin } });

  it('answers a preflight without the authorizer or the handler', async () => {
    const authorizer = {
      handler: () => Promise.reject(new Error('called')),
      identitySources: [],
      ttlSeconds: 0,
    };
    const route = { ...answering(null), method: 'ANY', authorized: true, cors } as const;
    const { url } = await serve({ routes: [route], authorizer });
    const response = await ask(url, 'http://b.test');
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'http://b.test',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Authorization',
      vary: 'Origin',
    });
  });

  it('does not allow a foreign origin', async () => {
    const { url } = await serve({ routes: [{ ...answering(null), cors }] });
    expect((await ask(url, 'http://evil.test')).headers.get('access-control-allow-origin')).toBe(
      'http://a.test',
    );
  });

  it('treats OPTIONS of a route without CORS as an unknown method', async () => {
    const { url } = await serve({ routes: [answering(null)] });
    expect((await ask(url, 'http://a.test')).status).toBe(403);
  });
});

describe('the proxy answer', () => {
  it('has the headers of both maps, each pair once', async () => {
    const result = {
      statusCode: 201,
      headers: { 'Set-Cookie': 'a=1', 'X-Count': 3 },
      multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] },
      body: 'ok',
    };
    const { url } = await serve({ routes: [answering(result)] });
    const response = await fetch(`${url}/local/x`);
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('x-count')).toBe('3');
    expect(response.headers.get('content-type')).toBe('application/json');
  });

  it('has the decoded body when the handler returns base64', async () => {
    const bytes = Buffer.from([0, 255, 10, 200]);
    const result = { statusCode: 200, body: bytes.toString('base64'), isBase64Encoded: true };
    const { url } = await serve({ routes: [answering(result)] });
    expect(Buffer.from(await (await fetch(`${url}/local/x`)).arrayBuffer())).toEqual(bytes);
  });

  it('has the headers that the gateway reserves under remapped names', async () => {
    const headers = { 'WWW-Authenticate': 'Bearer', 'Content-Length': '99', 'Transfer-Encoding': 'chunked' };
    const { url } = await serve({ routes: [answering({ statusCode: 401, headers, body: 'no' })] });
    const response = await fetch(`${url}/local/x`);
    expect(await response.text()).toBe('no');
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(response.headers.get('x-amzn-remapped-www-authenticate')).toBe('Bearer');
    expect(response.headers.get('content-length')).toBe('2');
  });

  it('may have no body', async () => {
    const { url } = await serve({ routes: [answering({ statusCode: 204 })] });
    const response = await fetch(`${url}/local/x`);
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'hello'],
    ['no status', { body: '' }],
    ['an interim status', { statusCode: 101, body: '' }],
    ['an object as body', { statusCode: 200, body: { data: 1 } }],
    ['a list in headers', { statusCode: 200, headers: { a: ['b'] }, body: '' }],
    ['a text in multiValueHeaders', { statusCode: 200, multiValueHeaders: { a: 'b' }, body: '' }],
    ['a line break in a header', { statusCode: 200, headers: { a: 'b\r\nc: d' }, body: '' }],
    ['more than 6 MB', { statusCode: 200, body: 'x'.repeat(6_291_557) }],
  ])('is 502 when the handler returns %s', async (_what, result) => {
    const { url } = await serve({ routes: [answering(result)] });
    const response = await fetch(`${url}/local/x`);
    expect([response.status, await response.text()]).toEqual([502, '{"message":"Internal server error"}']);
    expect(response.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException');
  });

  it.each([
    [
      'throws at once',
      () => {
        throw new Error('secret detail');
      },
    ],
    ['rejects', () => Promise.reject(new Error('secret detail'))],
  ])('is 502 when the handler %s, and the reason is only in the log', async (_how, handler) => {
    const { url, lines } = await serve({ routes: [{ ...answering(null), handler }] });
    const response = await fetch(`${url}/local/x`);
    expect([response.status, await response.text()]).toEqual([502, '{"message":"Internal server error"}']);
    expect(lines.join('\n')).toContain('The handler of GET /x threw: Error: secret detail');
  });

  it('contains no part of a result that cannot be sent', async () => {
    const headers = { 'X-First': 'leftover', 'X-Broken': 'b\r\nc: d' };
    const { url } = await serve({ routes: [answering({ statusCode: 200, headers, body: '' })] });
    const response = await fetch(`${url}/local/x`);
    expect([response.status, response.headers.get('x-first')]).toEqual([502, null]);
  });

  it('has no body for HEAD', async () => {
    const { port } = await serve({
      routes: [{ ...answering({ statusCode: 200, body: 'abc' }), method: 'ANY' }],
    });
    const heard = await talk(port, 'HEAD /local/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(heard).toContain('content-length: 3');
    expect(heard.endsWith('\r\n\r\n')).toBe(true);
  });

  it('may fail without harm when the client disconnects during the handler', async () => {
    const events: (() => void)[] = [];
    const started = new Promise<void>((resolve) => events.push(resolve));
    let finish: (result: APIGatewayProxyResult) => void = () => undefined;
    const handler = () => {
      events[0]?.();
      return new Promise<APIGatewayProxyResult>((resolve) => (finish = resolve));
    };
    const { url, lines } = await serve({ routes: [{ ...answering(null), handler }, { ...orders }] });
    const call = request(`${url}/local/x`).on('error', () => undefined);
    call.end();
    await started;
    const gone = new Promise((resolve) => call.on('close', resolve));
    call.destroy();
    await gone;
    finish({ statusCode: 200, body: 'late' });
    expect((await fetch(`${url}/local/orders/1`, { method: 'POST' })).status).toBe(200);
    expect(lines.some((line) => line.startsWith('GET /local/x 200'))).toBe(true);
  });
});

it('createGateway rejects an authorized route without an authorizer', async () => {
  await expect(serveGateway({ routes: [{ ...orders, authorized: true }] })).rejects.toThrow(
    'The route "/orders/{id}" is authorized, but the gateway has no authorizer: give it one.',
  );
});
