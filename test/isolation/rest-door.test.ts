import type { RestCall } from '../rest/rest-event.ts';
import { serveRest, type ServedRest } from '../rest/serve-rest.ts';
import { codeOf, get, openRestWorld, type Answered, type RestWorld } from './rest-world.ts';

let world: RestWorld;
beforeAll(async () => (world = await openRestWorld()));
afterAll(() => world.close());

const as: RestWorld['as'] = (...asked) => world.as(...asked);
const bearer: RestWorld['bearer'] = (...asked) => world.bearer(...asked);

let before: readonly string[];
beforeEach(async () => (before = await world.viewOfAcme()));
afterEach(async () => {
  expect(await world.viewOfAcme()).toEqual(before);
});

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Returns an answer without what differs between equal requests, and with one word for the id that it repeats. */
const alike = ({ status, headers, text }: Answered, id: string): string => {
  const {
    date: _date,
    'x-amzn-trace-id': _trace,
    'x-amz-apigw-id': _id,
    'content-length': _length,
    ...rest
  } = headers;
  return JSON.stringify([status, rest, text]).replaceAll(id, '<asked>').replace(UUID, '<uuid>');
};

describe('another tenant over REST', () => {
  const calls: readonly (readonly [string, (id: string) => RestCall])[] = [
    ['GET', (id) => get(`/v1/tasks/${id}`)],
    ['HEAD', (id) => ({ method: 'HEAD', target: `/v1/tasks/${id}` })],
    ['GET with fields', (id) => get(`/v1/tasks/${id}?fields=id,title&expand=project`)],
    ['GET with a tag', (id) => get(`/v1/tasks/${id}`, { 'if-none-match': '*' })],
    ['GET of a relation', (id) => get(`/v1/projects/${id}/tasks`)],
    ['GET of a list that names it', (id) => get(`/v1/tasks?projectId=${id}`)],
    ['PATCH', (id) => ({ method: 'PATCH', target: `/v1/tasks/${id}`, body: { title: 'taken' } })],
    [
      'PATCH with If-Match',
      (id) => ({
        method: 'PATCH',
        target: `/v1/tasks/${id}`,
        body: { title: 'x' },
        headers: { 'if-match': '*' },
      }),
    ],
    [
      'PUT',
      (id) => ({
        method: 'PUT',
        target: `/v1/tasks/${id}`,
        body: { title: 'taken', projectId: 'globex-dam', status: 'TODO' },
      }),
    ],
    ['DELETE', (id) => ({ method: 'DELETE', target: `/v1/tasks/${id}` })],
    [
      'DELETE with If-Match',
      (id) => ({ method: 'DELETE', target: `/v1/tasks/${id}`, headers: { 'if-match': '*' } }),
    ],
    [
      'POST that refers to it',
      (id) => ({ method: 'POST', target: '/v1/tasks', body: { title: 'x', projectId: id } }),
    ],
    [
      'a batch of changes',
      (id) => ({ method: 'PATCH', target: '/v1/batch/tasks', body: { items: [{ id, title: 'x' }] } }),
    ],
    [
      'a batch of deletes',
      (id) => ({ method: 'POST', target: '/v1/batch/tasks/delete', body: { items: [{ id }] } }),
    ],
    ['an action', (id) => ({ method: 'POST', target: '/v1/actions/closeProject', body: { id } })],
    ['a query', (id) => get(`/v1/actions/projectReport?id=${id}`)],
  ];

  it.each(calls)('gets the answer of an unknown id for one of acme: %s', async (_what, callOf) => {
    for (const id of ['acme-task-1', 'acme-rocket']) {
      const [there, unknown] = [await as('carol', callOf(id)), await as('carol', callOf('never-existed'))];
      expect(alike(there, id)).toBe(alike(unknown, 'never-existed'));
      expect(there.status).toBeLessThan(500);
      expect(there.text.replaceAll(id, '')).not.toMatch(/acme|Rocket|nozzle/i);
    }
  });

  it('cannot learn over REST whether an id is taken: a row of the same id is its own', async () => {
    const body = { id: 'acme-anvil', name: 'Same id, other tenant' };
    const made = await as('carol', { method: 'POST', target: '/v1/projects', body });
    expect([made.status, made.headers.location]).toEqual([201, '/api/rest/v1/projects/acme-anvil']);
    expect(JSON.parse((await as('carol', get('/v1/projects/acme-anvil'))).text)).toMatchObject(body);
    const put = { method: 'PUT', target: '/v1/projects/acme-rocket', headers: { 'if-none-match': '*' } };
    expect((await as('carol', { ...put, body: { name: 'Mine', status: 'OPEN' } })).status).toBe(201);
  });
});

describe('a header over REST', () => {
  it('x-tenant names only a tenant of the caller: any other is as one that never existed', async () => {
    const call = get('/v1/tasks');
    const [foreign, unknown] = [
      await as('carol', { ...call, headers: { 'x-tenant': 'acme' } }),
      await as('carol', { ...call, headers: { 'x-tenant': 'never' } }),
    ];
    expect(alike(foreign, 'acme')).toBe(alike(unknown, 'never'));
    expect(foreign.status).toBeGreaterThanOrEqual(400);
    const acme = await as('sam', { ...call, headers: { 'x-tenant': 'acme' } }, 'acme');
    expect([acme.status, /globex/.test(acme.text)]).toEqual([200, false]);
    for (const headers of [{ 'x-tenant': 'acme, globex' }, { 'x-tenant': '' }, { 'x-tenant': '__proto__' }])
      expect((await as('carol', { ...call, headers })).text).not.toMatch(/acme-task/);
  });

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override', 'x-original-method'])(
    '%s changes no method',
    async (name) => {
      for (const method of ['GET', 'POST']) {
        const target = method === 'GET' ? '/v1/labels/safety' : '/v1/labels';
        const body = method === 'POST' ? { body: {} } : {};
        const answer = await as('carol', { method, target, headers: { [name]: 'DELETE' }, ...body });
        expect([method, answer.status]).toEqual([method, method === 'GET' ? 200 : 422]);
      }
      expect((await as('carol', get('/v1/labels/safety'))).status).toBe(200);
      expect((await as('carol', get('/v1/labels/safety?_method=DELETE'))).status).toBe(400);
    },
  );

  it.each([
    ['x-original-url', '/api/rest/v1/projects'],
    ['x-rewrite-url', '/operator/graphql'],
    ['x-forwarded-prefix', '/operator'],
    ['x-forwarded-host', 'operator.test'],
    ['x-tenant-id', 'acme'],
    ['x-principal-id', 'alice'],
    ['x-amzn-oidc-identity', 'alice'],
    ['x-api-key', 'test-enterprise'],
    ['forwarded', 'for=1.1.1.1;host=acme'],
    ['cookie', 'tenant=acme'],
  ])('%s changes no answer', async (name, value) => {
    const plain = await as('carol', get('/v1/tasks'));
    const tricked = await as('carol', get('/v1/tasks', { [name]: value }));
    expect(alike(tricked, '<none>')).toBe(alike(plain, '<none>'));
  });

  it('that the gateway makes of its authorizer decides nothing: a forged context gets the own rows', async () => {
    const event = {
      httpMethod: 'GET',
      path: '/rest/v1/tasks',
      resource: '/rest/{proxy+}',
      headers: await bearer('carol'),
      requestContext: {
        requestId: 'r',
        path: '/api/rest/v1/tasks',
        authorizer: { tenantId: 'acme', principalId: 'alice' },
      },
    };
    const { statusCode, body } = await world.api.handle(event as never);
    expect([statusCode, /acme/.test(body)]).toEqual([200, false]);
  });
});

describe('a token over REST', () => {
  it.each<[string, () => Promise<RestCall['headers']>]>([
    ['that is missing', () => Promise.resolve({})],
    ['that is empty', () => Promise.resolve({ authorization: '' })],
    ['that is nonsense', () => Promise.resolve({ authorization: 'Bearer nonsense' })],
    ['of another scheme', () => Promise.resolve({ authorization: 'Basic YWxpY2U6cGFzcw==' })],
    ['of an operator', async () => ({ authorization: `Bearer ${await world.api.operatorToken('opal')}` })],
    [
      'whose signature is cut off',
      async () => ({
        authorization: (await bearer('carol'))['authorization']?.replace(/\.[^.]*$/, '.') ?? '',
      }),
    ],
    [
      'whose claims are those of another tenant',
      async () => {
        const [head, , signature] = (await world.api.token('carol')).split('.');
        const [, claims] = (await world.api.token('alice')).split('.');
        return { authorization: `Bearer ${head ?? ''}.${claims ?? ''}.${signature ?? ''}` };
      },
    ],
    ['in the query', () => Promise.resolve({})],
  ])('%s is refused with 401 and a problem', async (what, headersOf) => {
    const query = what === 'in the query' ? `?access_token=${await world.api.token('carol')}` : '';
    const headers = (await headersOf()) ?? {};
    for (const target of ['/v1/tasks', '/v1/tasks/acme-task-1', '/v1/platform/members', '/v1/unknown']) {
      const answer = await world.door.send({ method: 'GET', target: `${target}${query}`, headers });
      expect([target, ...codeOf(answer)]).toEqual([target, 401, 'UNAUTHENTICATED']);
      expect(answer.text).not.toMatch(/acme-task|nozzle/);
    }
  });
});

/** A cursor is sealed anew each time. */
const withoutCursor = (text: string): string => text.replace(/"nextCursor":"[^"]+"/, '');

describe('a stage that caches GETs', () => {
  let cached: ServedRest;
  beforeAll(async () => {
    cached = await serveRest(world.api, { cacheGets: 30 });
  });
  afterAll(() => cached.close());

  it('gives no answer of REST to another caller, path, parameter or representation', async () => {
    const ask = async (user: string, target: string, headers: RestCall['headers'] = {}): Promise<string> =>
      (await cached.send(get(target, { ...(await bearer(user)), ...headers }))).text;
    const asked: readonly (readonly [string, string, RestCall['headers']?])[] = [
      ['alice', '/v1/tasks'],
      ['carol', '/v1/tasks'],
      ['bob', '/v1/projects/acme-rocket'],
      ['alice', '/v1/projects/acme-rocket'],
      ['alice', '/v1/projects/acme-anvil'],
      ['alice', '/v1/projects'],
      ['alice', '/v1/tasks?limit=1'],
      ['alice', '/v1/tasks?limit=2'],
      ['alice', '/v1/tasks?status=TODO'],
      ['alice', '/v1/tasks?fields=id'],
      ['alice', '/v1/platform/me'],
      ['carol', '/v1/platform/me'],
    ];
    const plain = async ([user, target, headers]: (typeof asked)[number]): Promise<string> =>
      (await world.door.send(get(target, { ...(await bearer(user)), ...headers }))).text;
    for (const one of asked) {
      const wanted = await plain(one);
      expect([one, withoutCursor(await ask(...one))]).toEqual([one, withoutCursor(wanted)]);
      expect([one, withoutCursor(await ask(...one))]).toEqual([one, withoutCursor(wanted)]);
    }
    const first = await cached.send(get('/v1/projects/acme-rocket', await bearer('alice')));
    const tag = String(first.headers.etag);
    const again = await cached.send(
      get('/v1/projects/acme-rocket', { ...(await bearer('alice')), 'if-none-match': tag }),
    );
    expect(again.status).toBe(304);
    const whole = await cached.send(get('/v1/projects/acme-rocket', await bearer('alice')));
    expect([whole.status, whole.text]).toEqual([200, first.text]);
  });
});
