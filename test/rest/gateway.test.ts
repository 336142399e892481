import { openTestApi, type TestApi } from '../api.ts';
import { serveRest, type ServedRest } from './serve-rest.ts';

let api: TestApi;
let served: ServedRest;
let authorization: string;
beforeAll(async () => {
  api = await openTestApi();
  served = await serveRest(api, { cacheGets: 30 });
  authorization = `Bearer ${await api.token('alice')}`;
});
afterAll(async () => {
  await served.close();
  await api.close();
});

interface Sending {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const ask = async (method: string, path: string, init: Sending = {}): Promise<Response> =>
  fetch(`${served.url}/api/rest${path}`, { method, ...init, headers: { authorization, ...init.headers } });

describe('REST behind the gateway', () => {
  test('has addresses below the stage', async () => {
    const response = await ask('POST', '/v1/labels', {
      body: '{"name":"over HTTP"}',
      headers: { 'content-type': 'application/json' },
    });
    const { id } = (await response.json()) as { readonly id: string };
    expect([response.status, response.headers.get('location')]).toEqual([201, `/api/rest/v1/labels/${id}`]);
    const problem = (await (await ask('GET', '/v1/labels/none')).json()) as { readonly type: string };
    const page = await fetch(new URL(problem.type, served.url), { headers: { authorization } });
    expect([problem.type, page.status]).toEqual(['/api/rest/errors/NOT_FOUND', 200]);
    expect(await page.text()).toMatch(/^# NOT_FOUND/);
  });

  test('keeps no answer in the cache of the stage', async () => {
    const names = async (path: string): Promise<unknown> =>
      ((await (await ask('GET', path)).json()) as { items: unknown }).items;
    expect(await names('/v1/projects')).not.toEqual(await names('/v1/people'));
    const before = await names('/v1/labels');
    await ask('POST', '/v1/labels', {
      body: '{"name":"new"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(await names('/v1/labels')).not.toEqual(before);
  });

  test('lets pages of other origins send its methods and read its headers', async () => {
    const preflight = await fetch(`${served.url}/api/rest/v1/labels/x`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.test',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'if-match',
      },
    });
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('if-match');
    const { headers } = await ask('GET', '/v1/labels');
    expect(headers.get('access-control-expose-headers')).toContain('etag');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('answers a request without a token as a problem and as GraphQL does', async () => {
    const response = await fetch(`${served.url}/api/rest/v1/labels`);
    expect([response.status, await response.json()]).toMatchObject([
      401,
      {
        code: 'UNAUTHENTICATED',
        status: 401,
        title: 'Unauthorized',
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      },
    ]);
  });
});
