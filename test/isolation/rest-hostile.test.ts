import { codeOf, get, openRestWorld, type RestWorld } from './rest-world.ts';

let world: RestWorld;
beforeAll(async () => (world = await openRestWorld()));
afterAll(() => world.close());

const as: RestWorld['as'] = (...asked) => world.as(...asked);

let before: readonly string[];
beforeEach(async () => (before = await world.viewOfAcme()));
afterEach(async () => {
  expect(await world.viewOfAcme()).toEqual(before);
});

describe('a path over REST', () => {
  it.each([
    '/v1/../../operator/graphql',
    '/v1/tasks/../../../operator/graphql',
    '/../operator/graphql',
    '/..%2f..%2foperator%2fgraphql',
    '/v1/%2e%2e/%2e%2e/graphql',
    '/v1/tasks/%2e%2e%2fprojects',
    '/v1/tasks/..%5c..%5cprojects',
    '/v1/tasks/%252e%252e%252fprojects',
    '/v1//tasks',
    '/v1/tasks//acme-task-1',
    '//v1/tasks',
    '/v1/tasks/%00',
    '/v1/tasks/acme-task-1%00',
    '/v1/tasks/acme-task-1%0d%0ax-injected:1',
    '/v1/tasks;tenant=acme/acme-task-1',
    '/v1/tasks/acme-task-1;x',
    '/v1/tasks/acme-task-1/../acme-task-2',
    '/v1/tasks/T%23acme%23Task',
    '/v1/tasks/%24',
    '/v1/TASKS/acme-task-1',
    '/v2/tasks',
    '/v1/__proto__',
    '/v1/constructor/prototype',
    '/v1/tasks/__proto__/constructor',
    '/v1/actions/__proto__',
    '/v1/actions/constructor',
    '/v1/actions/toString',
    '/v1/platform/__proto__',
    '/v1/platform/..%2ftasks',
    '/errors/__proto__',
    '/errors/..%2f..%2fpackage.json',
    '/errors/%2e%2e%2fREADME',
    '/v1/projects/globex-dam/__proto__',
    '/v1/projects/globex-dam/constructor',
    `/v1/tasks/${'a'.repeat(3000)}`,
    `/v1/${'tasks/'.repeat(200)}`,
  ])('that is hostile reaches nothing: %s', async (target) => {
    for (const method of ['GET', 'DELETE', 'PATCH']) {
      const answer = await as('carol', {
        method,
        target,
        ...(method === 'PATCH' ? { body: { title: 'x' } } : {}),
      });
      expect([method, answer.status >= 400 && answer.status < 500]).toEqual([method, true]);
      expect(answer.headers['x-injected']).toBeUndefined();
      expect(answer.text).not.toMatch(/nozzle|operator"|dependencies|at Object|node_modules/);
    }
  });

  it('has one decoded id in a segment: an encoded slash is part of it, and twice encoded text is not decoded twice', async () => {
    for (const id of ['a/b', 'a%2Fb', 'a b', 'ä€😀', '..', 'a#b', 'a?b=c', 'x;y', 'a+b', '%', '.']) {
      const made = await as('carol', {
        method: 'POST',
        target: '/v1/labels',
        body: { id, name: `label ${id}` },
      });
      expect([id, made.status]).toEqual([id, 201]);
      const target = `/v1/labels/${encodeURIComponent(id)}`;
      const found = await as('carol', get(target));
      expect([id, found.status, JSON.parse(found.text)]).toEqual([id, 200, expect.objectContaining({ id })]);
      // Clients resolve these segments before they send them, so the address would lead elsewhere.
      const isRelative = id === '.' || id === '..';
      expect([id, made.headers.location === undefined]).toEqual([id, isRelative]);
      const located = isRelative ? target : String(made.headers.location).replace('/api/rest', '');
      expect(JSON.parse((await as('carol', get(located))).text)).toEqual(JSON.parse(found.text));
      expect((await as('carol', { method: 'DELETE', target })).status).toBe(200);
    }
  });

  it.each(['/v1/tasks/%', '/v1/tasks/%zz', '/v1/tasks/%ff%fe', '/v1/tasks/%c0%ae', '/v1/tasks?a=%ff'])(
    'with malformed encoding is refused with 400: %s',
    async (target) => {
      expect((await as('carol', get(target))).status).toBe(400);
    },
  );
});

describe('a parameter over REST', () => {
  it.each([
    'limit=1&limit=2',
    'cursor=a&cursor=b',
    'sort=id&sort=-id',
    'fields=id&fields=title',
    'filter={}&filter={}',
    'title=a&title=b',
    'title.eq=a&title=b',
    'total=true&total=false',
  ])('that is there twice is refused with 400: %s', async (query) => {
    expect(codeOf(await as('carol', get(`/v1/tasks?${query}`)))).toEqual([400, expect.any(String)]);
  });

  it.each([
    '__proto__=1',
    '__proto__.eq=1',
    'constructor=1',
    'constructor.prototype=1',
    'title.__proto__=1',
    'title.constructor=1',
    'title.toString=1',
    'hasOwnProperty=1',
    'filter={"__proto__":{"title":{"eq":"x"}}}',
    'filter={"constructor":{"eq":1}}',
    'filter={"title":{"__proto__":"x"}}',
    'filter={"and":[{"__proto__":{}}]}',
    'filter=[]',
    'filter="x"',
    'filter={',
    'fields=__proto__',
    'fields=__typename,constructor',
    'fields=id,comments.__proto__',
    'fields=id)%7B',
    'fields=id%20%7D%20tenant%20%7B%20id',
    'fields=title:number',
    'fields=...F',
    'expand=__proto__',
    'expand=project%7Bid%7D',
    'expand=constructor.prototype',
    'sort=__proto__',
    'sort=-',
    'limit=-1',
    'limit=0',
    'limit=1e3',
    'limit=99999999999999999999',
    'total=maybe',
    'unknown=1',
    'x-tenant=acme',
    'tenant=acme',
    '=',
    '=x',
  ])('that is hostile is refused with 400: %s', async (query) => {
    expect(codeOf(await as('carol', get(`/v1/tasks?${query.replaceAll('"', '%22')}`)))).toEqual([
      400,
      expect.any(String),
    ]);
    expect(({} as Record<string, unknown>)['title']).toBeUndefined();
  });

  it.each([
    '{"__proto__":{"name":"polluted"}}',
    '{"name":"ok","__proto__":{"id":"x"}}',
    '{"constructor":{"prototype":{"polluted":1}},"name":"x"}',
    '{"name":{"__proto__":"x"}}',
    '{"name":"a","tenantId":"acme"}',
    '{"name":"a","__pk":"T#acme#Label"}',
    '{"name":"a","owner":"alice"}',
    '{"name":["a"]}',
    '{"name":1}',
    '[]',
    '[{"name":"a"}]',
    'null',
    '"text"',
    '1',
    '{',
    '',
    '{"name":"a"}{"name":"b"}',
    `{"name":${'['.repeat(5000)}${']'.repeat(5000)}}`,
  ])('of a body that is hostile is refused and creates nothing: %.60s', async (body) => {
    const labels = (await as('carol', get('/v1/labels'))).text;
    const answer = await as('carol', {
      method: 'POST',
      target: '/v1/labels',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect([400, 422]).toContain(answer.status);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect((await as('carol', get('/v1/labels'))).text).toBe(labels);
  });
});
