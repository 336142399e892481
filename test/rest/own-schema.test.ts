import { openTestApi, type TestApi } from '../api.ts';
import { restCaller, type RestCaller } from './rest-caller.ts';

const SDL = `
type Page @model @auth(rules: [{ allow: private }]) {
  id: ID!
  title: String!
  rev: Int! @version
  tree: Tree
  parts: [Part] @hasMany
}
type Tree { name: String, child: Tree }
type Part @model @auth(rules: [{ allow: private }]) { id: ID!, text: String, page: Page @belongsTo }

type Line @model(timestamps: null) @auth(rules: [{ allow: private }]) {
  orderId: ID! @primaryKey(sortKeyFields: ["year", "number"])
  year: Int!
  number: Float!
  limit: Int
  tags: [String!]
  at: AWSTimestamp
  extra: AWSJSON
  done: Boolean
}

type Diary @model @auth(rules: [{ allow: private, operations: [read, create, update] }, { allow: owner }]) {
  id: ID!
  text: String
  secret: String @auth(rules: [{ allow: owner }])
  note: Note
}
type Note { open: String, closed: String @auth(rules: [{ allow: groups, groups: ["ADMIN"] }]) }

extend type Query { probe(fields: [String!]!, expand: String, ids: [ID!]): Note }

type Sealed @model(queries: { get: null, list: null, count: null }) @auth(rules: [{ allow: private }]) {
  id: ID!
  note: Note
}
`;

let api: TestApi;
let rest: RestCaller;
beforeAll(async () => {
  api = await openTestApi({
    sdl: SDL,
    resolvers: { Query: { probe: (_root: unknown, args: unknown) => ({ open: JSON.stringify(args) }) } },
  });
  rest = restCaller(api);
});
afterAll(() => api.close());

describe('a type with @version', () => {
  test('has its version as its tag', async () => {
    const made = await rest('alice', 'POST /v1/pages', { body: { id: 'p', title: 'One' } });
    expect([made.status, made.headers['etag'], made.json['rev']]).toEqual([201, '"v1"', 1]);
    const patch = (tag: string): ReturnType<RestCaller> =>
      rest('alice', 'PATCH /v1/pages/p', { body: { title: 'Two' }, headers: { 'if-match': tag } });
    const before = api.log.length;
    expect([(await patch('"v1"')).headers['etag'], api.log.length - before]).toEqual(['"v2"', 1]);
    const stale = await patch('"v1"');
    expect([stale.status, stale.json.code, stale.json.current]).toMatchObject([
      412,
      'VERSION_CONFLICT',
      { rev: 2, title: 'Two' },
    ]);
    expect((await patch('"v1", "v2"')).status).toBe(200);
    expect((await patch('W/"v3"')).status).toBe(412);
    const put = await rest('alice', 'PUT /v1/pages/p', {
      body: { title: 'Three', rev: 1 },
      headers: { 'if-match': '"v3"' },
    });
    expect([put.status, put.json['rev']]).toEqual([200, 4]);
    expect((await rest('alice', 'DELETE /v1/pages/p', { headers: { 'if-match': '"v3"' } })).status).toBe(412);
    const wide = await rest('alice', 'GET /v1/pages/p?expand=parts');
    expect(wide.headers['etag']).toMatch(/^"v4-[\w-]+"$/);
    expect(
      (await rest('alice', 'DELETE /v1/pages/p', { headers: { 'if-match': wide.headers['etag'] ?? '' } }))
        .status,
    ).toBe(200);
  });

  test('refuses a change of a part of an object that may contain itself', async () => {
    await rest('alice', 'POST /v1/pages', {
      body: { id: 'tree', title: 'x', tree: { name: 'a', child: { name: 'b' } } },
    });
    const { status, json } = await rest('alice', 'PATCH /v1/pages/tree', { body: { tree: { name: 'c' } } });
    expect([status, json.code]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('a composite key', () => {
  test('is read by the types of its fields, and orders its lists', async () => {
    for (const [year, number] of [
      [2025, 2],
      [2026, 1.5],
      [2025, 1],
    ] as const) {
      const { status, headers } = await rest('alice', 'POST /v1/lines', {
        body: { orderId: 'o', year, number, limit: year },
      });
      expect([status, headers['location']]).toEqual([201, `/rest/v1/lines/o/${year}/${number}`]);
    }
    expect((await rest('alice', 'GET /v1/lines/o/2026/1.5')).json['year']).toBe(2026);
    expect((await rest('alice', 'GET /v1/lines/o/x/1')).status).toBe(404);
    expect((await rest('alice', 'GET /v1/lines/o/2026')).status).toBe(404);
    const sorted = await rest('alice', 'GET /v1/lines?orderId=o&sort=-year,-number');
    expect(sorted.json.items.map((row) => [row['year'], row['number']])).toEqual([
      [2026, 1.5],
      [2025, 2],
      [2025, 1],
    ]);
    expect((await rest('alice', 'GET /v1/lines?orderId=o&year=2025&sort=number')).json.items).toHaveLength(2);
    expect((await rest('alice', 'GET /v1/lines?orderId=o&sort=year,-number')).status).toBe(400);
    expect((await rest('alice', 'GET /v1/lines?limit.eq=2026&limit=5')).json.items).toHaveLength(1);
  });

  test('guards a row without times and version by all that can be compared', async () => {
    const path = '/v1/lines/g/1/1';
    const made = await rest('alice', `PUT ${path}`, {
      body: { at: 1700000000, extra: '{"a":1}', done: false },
      headers: { 'if-none-match': '*' },
    });
    expect(made.status).toBe(201);
    const { headers } = await rest('alice', `GET ${path}`);
    expect(headers['etag']).toBe(made.headers['etag']);
    const patch = (body: object): ReturnType<RestCaller> =>
      rest('alice', `PATCH ${path}`, { body, headers: { 'if-match': headers['etag'] ?? '' } });
    expect((await patch({ done: true, limit: 1 })).status).toBe(200);
    expect((await patch({ done: false })).status).toBe(412);
  });

  test('is not guarded if a list could change unseen', async () => {
    const path = '/v1/lines/unseen/1/1';
    await rest('alice', `PUT ${path}`, { body: { tags: ['a'] }, headers: { 'if-none-match': '*' } });
    const { headers } = await rest('alice', `GET ${path}`);
    const ifMatch = { 'if-match': headers['etag'] ?? '' };
    const writes = [
      await rest('alice', `PATCH ${path}`, { body: { tags: ['b'] }, headers: ifMatch }),
      await rest('alice', `DELETE ${path}`, { headers: ifMatch }),
    ];
    expect(writes.map(({ status, json }) => [status, json.code])).toEqual([
      [400, 'BAD_REQUEST'],
      [400, 'BAD_REQUEST'],
    ]);
    expect((await rest('alice', `GET ${path}`)).json['tags']).toEqual(['a']);
  });
});

describe('a field with rules of its own', () => {
  test('is absent from the rows that hide it', async () => {
    await rest('alice', 'POST /v1/diaries', { body: { id: 'ann', text: 'a', secret: 's' } });
    await rest('bob', 'POST /v1/diaries', { body: { id: 'ben', text: 'b', secret: 't' } });
    const { status, json } = await rest('bob', 'GET /v1/diaries?sort=id');
    expect(status).toBe(200);
    expect(json.items.map((row) => row['secret'])).toEqual([undefined, 't']);
    expect(Object.keys(json.items[0] ?? {})).not.toContain('secret');
    expect((await rest('bob', 'GET /v1/diaries/ann?fields=id,secret')).json).toEqual({ id: 'ann' });
  });

  test('keeps a caller from a change of a part of its object', async () => {
    await rest('alice', 'POST /v1/diaries', { body: { id: 'note', note: { open: 'o', closed: 'c' } } });
    const { status } = await rest('bob', 'PATCH /v1/diaries/note', { body: { note: { open: 'changed' } } });
    expect(status).toBe(403);
    expect((await rest('alice', 'GET /v1/diaries/note')).json['note']).toEqual({ open: 'o', closed: 'c' });
  });
});

describe('a type that cannot be read', () => {
  test('can be written, but not a part of its objects', async () => {
    const made = await rest('alice', 'POST /v1/sealeds', { body: { id: 's', note: { open: 'o' } } });
    expect([made.status, made.headers['location']]).toEqual([201, undefined]);
    expect((await rest('alice', 'PATCH /v1/sealeds/s', { body: { note: { open: 'x' } } })).status).toBe(400);
    expect((await rest('alice', 'GET /v1/sealeds/s')).status).toBe(405);
    expect((await rest('alice', 'PUT /v1/sealeds/s', { body: { note: { open: 'x' } } })).status).toBe(200);
  });
});

test('an argument named as a parameter that chooses members is that argument', async () => {
  const { status, json } = await rest('alice', 'GET /v1/actions/probe?fields=a&fields=b&expand=c&ids=1');
  expect([status, json['open']]).toEqual([
    200,
    JSON.stringify({ fields: ['a', 'b'], expand: 'c', ids: ['1'] }),
  ]);
});

test('a code of the application has a page too', async () => {
  const { status, text } = await rest('alice', 'GET /errors/CLOSED_ON_SUNDAYS');
  expect([status, text]).toEqual([200, expect.stringContaining('# CLOSED_ON_SUNDAYS')]);
});
