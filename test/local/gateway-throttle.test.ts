import type { APIGatewayAuthorizerResult, APIGatewayProxyEvent } from 'aws-lambda';

import { gatewayResponses } from '../../src/lambda/index.ts';
import type { GatewayOptions } from '../../src/local-cloud/gateway/gateway.ts';
import { arn, echo, serveGateway, type GatewayServer } from './gateway-server.ts';

let server: GatewayServer;
let clock: number;
beforeEach(() => {
  clock = 1_000_000;
});
afterEach(() => server.close());

/** Starts a gateway whose authorizer returns the API key that the token begins with, as in `free-1`. */
const start = async (options: Partial<GatewayOptions>): Promise<void> => {
  server = await serveGateway({
    routes: [
      { method: 'ANY', path: '/graphql', handler: echo, authorized: true },
      { method: 'GET', path: '/open', handler: echo, authorized: false },
    ],
    authorizer: {
      handler: ({ headers }) => {
        const [usageIdentifierKey = ''] = headers?.['authorization']?.split('-') ?? [];
        return Promise.resolve({
          principalId: 'ada',
          policyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${arn}/*` }],
          },
          ...(usageIdentifierKey === 'none' ? {} : { usageIdentifierKey }),
        } as APIGatewayAuthorizerResult);
      },
      identitySources: ['method.request.header.Authorization'],
      ttlSeconds: 60,
    },
    now: () => clock,
    ...options,
  });
};
const ask = (authorization: string, more: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}/local/graphql`, { headers: { authorization, ...more } });
const statuses = async (token: string, times: number): Promise<number[]> => {
  const seen: number[] = [];
  for (let time = 0; time < times; time += 1) seen.push((await ask(token)).status);
  return seen;
};

describe('usage plans', () => {
  const usagePlans = { free: { rate: 2, burst: 3 }, team: { rate: 2, burst: 3 } };

  it('allow a burst and then as many requests as the rate refills', async () => {
    await start({ usagePlans });
    expect(await statuses('free-1', 4)).toEqual([200, 200, 200, 429]);
    clock += 499;
    expect(await statuses('free-1', 1)).toEqual([429]);
    clock += 1;
    expect(await statuses('free-1', 2)).toEqual([200, 429]);
    clock += 60_000;
    expect(await statuses('free-1', 4)).toEqual([200, 200, 200, 429]);
  });

  it('count all callers of a key together and each key separately', async () => {
    await start({ usagePlans });
    expect(await statuses('free-1', 2)).toEqual([200, 200]);
    expect(await statuses('free-2', 2)).toEqual([200, 429]);
    expect(await statuses('team-1', 3)).toEqual([200, 200, 200]);
  });

  it('answer a throttled request and an unknown key with the errors of AWS', async () => {
    await start({ usagePlans: { free: { rate: 1, burst: 0 } } });
    for (const [token, status, message, type] of [
      ['free-1', 429, 'Too Many Requests', 'TooManyRequestsException'],
      ['gold-1', 403, 'Forbidden', 'ForbiddenException'],
      ['none-1', 403, 'Forbidden', 'ForbiddenException'],
    ] as const) {
      const response = await ask(token);
      expect([response.status, await response.json(), response.headers.get('x-amzn-errortype')]).toEqual([
        status,
        { message },
        type,
      ]);
    }
  });

  it('accept no key from a client', async () => {
    await start({ usagePlans: { free: { rate: 1, burst: 0 }, team: { rate: 1, burst: 1 } } });
    expect((await ask('free-1', { 'x-api-key': 'team' })).status).toBe(429);
    expect((await ask('none-1', { 'x-api-key': 'team' })).status).toBe(403);
  });

  it('pass the key to the handler and do not apply to a route without an authorizer', async () => {
    await start({ usagePlans });
    const { requestContext } = (await (await ask('free-1')).json()) as APIGatewayProxyEvent;
    expect(requestContext.identity.apiKey).toBe('free');
    const open = await fetch(`${server.url}/local/open`);
    expect(((await open.json()) as APIGatewayProxyEvent).requestContext.identity.apiKey).toBeNull();
  });

  it('reject an authorizer whose key is not a string', async () => {
    await start({
      usagePlans,
      authorizer: {
        handler: () =>
          Promise.resolve({
            principalId: 'ada',
            policyDocument: { Version: '2012-10-17', Statement: [] },
            usageIdentifierKey: 7,
          } as unknown as APIGatewayAuthorizerResult),
        identitySources: [],
        ttlSeconds: 0,
      },
    });
    expect((await ask('free-1')).status).toBe(500);
    expect(server.lines[0]).toBe('The authorizer failed: The "usageIdentifierKey" is not a string.');
  });
});

describe("the stage's throttle", () => {
  it('limits all callers together, also on routes without a plan', async () => {
    await start({ throttle: { rate: 1, burst: 2 } });
    expect(await statuses('free-1', 1)).toEqual([200]);
    expect((await fetch(`${server.url}/local/open`)).status).toBe(200);
    expect(await statuses('team-1', 1)).toEqual([429]);
    clock += 1000;
    expect(await statuses('team-1', 2)).toEqual([200, 429]);
  });

  it('is not consumed by requests that a plan rejects', async () => {
    await start({
      throttle: { rate: 1, burst: 2 },
      usagePlans: { free: { rate: 0, burst: 1 }, team: { rate: 1, burst: 9 } },
    });
    expect(await statuses('free-1', 5)).toEqual([200, 429, 429, 429, 429]);
    expect(await statuses('team-1', 2)).toEqual([200, 429]);
  });

  it('does not refill when the clock goes back', async () => {
    await start({ throttle: { rate: 1, burst: 1 } });
    expect(await statuses('a-1', 1)).toEqual([200]);
    clock -= 10_000;
    expect(await statuses('a-1', 1)).toEqual([429]);
    clock += 1000;
    expect(await statuses('a-1', 1)).toEqual([200]);
  });
});

describe('the gateway responses of the API', () => {
  const responses = gatewayResponses;
  const readError = async (response: Response) => {
    const { errors } = (await response.json()) as {
      errors: { message: string; extensions: Record<string, unknown> }[];
    };
    const { code, requestId } = errors[0]?.extensions ?? {};
    return { status: response.status, code, quoted: requestId === response.headers.get('x-amzn-requestid') };
  };

  it('replace every error of the gateway itself, with the default response of its class if it has none', async () => {
    await start({
      responses,
      usagePlans: { free: { rate: 1, burst: 0 }, broken: { rate: 9, burst: 9 } },
      routes: [
        {
          method: 'ANY',
          path: '/graphql',
          handler: () => Promise.reject(new Error('down')),
          authorized: true,
        },
      ],
    });
    const url = `${server.url}/local`;
    const seen = {
      throttled: await ask('free-1'),
      'no key': await ask('gold-1'),
      'no token': await fetch(`${url}/graphql`),
      'no such path': await fetch(`${url}/other`),
      'broken query': await fetch(`${url}/graphql?query=%`, { headers: { authorization: 'broken-1' } }),
      'long header': await ask('free-1', { 'x-long': 'x'.repeat(10_241) }),
      'a handler that throws': await ask('broken-1'),
    };
    for (const response of Object.values(seen)) {
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      // The key of the template, as API Gateway has it.
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    expect(seen.throttled.headers.get('retry-after')).toBe('1');
    expect(seen.throttled.headers.get('x-amzn-errortype')).toBe('THROTTLED');
    const accept = 'application/graphql-response+json,application/json;q=0.9';
    const apollo = await ask('free-1', { accept });
    expect(apollo.headers.get('content-type')).toBe('application/graphql-response+json');
    expect(Object.keys((await apollo.json()) as object)).toEqual(['errors']);
    const quoted = true;
    expect(
      Object.fromEntries(
        await Promise.all(
          Object.entries(seen).map(async ([what, response]) => [what, await readError(response)] as const),
        ),
      ),
    ).toEqual({
      throttled: { status: 429, code: 'THROTTLED', quoted },
      'no key': { status: 500, code: 'INTERNAL', quoted },
      'no token': { status: 401, code: 'UNAUTHENTICATED', quoted },
      'no such path': { status: 404, code: 'NOT_FOUND', quoted },
      'broken query': { status: 400, code: 'BAD_REQUEST', quoted },
      'long header': { status: 431, code: 'BAD_REQUEST', quoted },
      'a handler that throws': { status: 502, code: 'INTERNAL', quoted },
    });
  });
});
