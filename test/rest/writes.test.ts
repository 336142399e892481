import { openTestApi, type TestApi } from '../api.ts';
import { restCaller, type RestCaller } from './rest-caller.ts';

let api: TestApi;
let rest: RestCaller;
beforeAll(async () => {
  api = await openTestApi();
  rest = restCaller(api);
});
afterAll(() => api.close());

/** Creates a project of alice; returns its id and its tag. */
async function project(body: object = {}): Promise<{ readonly id: string; readonly etag: string }> {
  const { json, headers } = await rest('alice', 'POST /v1/projects', { body: { name: 'Bridge', ...body } });
  return { id: json.id, etag: headers['etag'] ?? '' };
}

describe('a POST', () => {
  test('answers the row with its address and its tag', async () => {
    const { status, json, headers } = await rest('alice', 'POST /v1/projects', { body: { name: 'Tunnel' } });
    expect([status, headers['location']]).toEqual([201, `/rest/v1/projects/${json.id}`]);
    const read = await rest('alice', `GET /v1/projects/${json.id}`);
    expect([read.json, read.headers['etag']]).toEqual([json, headers['etag']]);
  });

  test('names every mistake of the body by its place', async () => {
    const { status, json } = await rest('alice', 'POST /v1/tasks', { body: { title: 3, titel: 'x' } });
    expect([status, json.code]).toEqual([422, 'VALIDATION_FAILED']);
    expect(json.errors.map(({ pointer, rule }) => [pointer, rule])).toEqual(
      expect.arrayContaining([
        ['/title', 'type'],
        ['/projectId', 'required'],
        ['/titel', 'unknown'],
      ]),
    );
    const short = await rest('alice', 'POST /v1/projects', { body: { name: 'x' } });
    expect([short.status, short.json.errors[0]]).toMatchObject([
      422,
      { pointer: '/name', rule: 'minLength' },
    ]);
    const dangling = await rest('alice', 'POST /v1/tasks', { body: { title: 'x', projectId: 'none' } });
    expect([dangling.status, dangling.json.code]).toEqual([422, 'DANGLING_REFERENCE']);
  });

  test.each([
    ['no media type', { text: '{}', headers: { 'content-type': '' } }, 415],
    ['a form', { text: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['a merge patch', { text: '{}', headers: { 'content-type': 'application/merge-patch+json' } }, 415],
    ['a compressed body', { text: '{}', headers: { 'content-encoding': 'gzip' } }, 415],
    ['broken JSON', { text: '{"name":' }, 400],
    ['a list', { text: '[]' }, 400],
    ['no body', { headers: { 'content-type': 'application/json' } }, 400],
    ['a large body', { text: JSON.stringify({ name: 'x'.repeat(1_000_001) }) }, 413],
    ['a deep body', { text: `{"address":${'{"a":'.repeat(5000)}1${'}'.repeat(5001)}` }, 400],
    ['a hostile name', { text: '{"name":"Fine name","__proto__":{"budget":1}}' }, 422],
  ])('refuses %s', async (_what, sending, status) => {
    expect((await rest('alice', 'POST /v1/projects', sending)).status).toBe(status);
  });

  test('loses no digit of a number, and refuses one that it would round', async () => {
    const made = await rest('alice', 'POST /v1/labels', { body: { id: '9007199254740993', name: 'long' } });
    expect(made.json.id).toBe('9007199254740993');
    const rounded = await rest('alice', 'POST /v1/labels', { text: '{"id":9007199254740993,"name":"long"}' });
    expect([rounded.status, rounded.json.errors[0]]).toMatchObject([422, { pointer: '/id' }]);
  });

  test('answers no body to a client that wants the least', async () => {
    const { status, text, headers } = await rest('alice', 'POST /v1/projects', {
      body: { name: 'Silent' },
      headers: { prefer: 'return=minimal' },
    });
    expect([status, text, headers['preference-applied']]).toEqual([201, '', 'return=minimal']);
    expect(headers['location']).toMatch(/^\/rest\/v1\/projects\//);
  });
});

describe('a PATCH', () => {
  test('keeps what it leaves out, and removes what is null', async () => {
    const { id } = await project({
      description: 'long',
      address: { city: 'Bern', country: 'CH', street: 'A' },
    });
    const changed = await rest('alice', `PATCH /v1/projects/${id}`, {
      body: { description: null, address: { street: null, city: 'Basel' } },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect(changed.status).toBe(200);
    expect(changed.json).toMatchObject({
      name: 'Bridge',
      description: null,
      address: { city: 'Basel', country: 'CH', street: null },
    });
    expect(
      (await rest('alice', `PATCH /v1/projects/${id}`, { body: { address: null } })).json['address'],
    ).toBeNull();
    const partly = await rest('alice', `PATCH /v1/projects/${id}`, { body: { address: { city: 'Bern' } } });
    expect([partly.status, partly.json.errors[0]]).toMatchObject([422, { pointer: '/address/country' }]);
  });

  test('loses no member of a stored object to another PATCH at the same time', async () => {
    const { id } = await project({ address: { city: 'Bern', country: 'CH' } });
    const replies = await Promise.all(
      ['street', 'city', 'country'].map((member) =>
        rest('alice', `PATCH /v1/projects/${id}`, { body: { address: { [member]: `new ${member}` } } }),
      ),
    );
    const { json } = await rest('alice', `GET /v1/projects/${id}`);
    for (const [place, member] of ['street', 'city', 'country'].entries())
      if (replies[place]?.status === 200)
        expect(json['address']).toMatchObject({ [member]: `new ${member}` });
    expect(replies.every(({ status }) => status === 200 || status === 409)).toBe(true);
  });

  test('refuses another key than that of its address', async () => {
    const { id } = await project();
    const { status, json } = await rest('alice', `PATCH /v1/projects/${id}`, {
      body: { id: 'other', name: 'Other' },
    });
    expect([status, json.errors[0]]).toMatchObject([422, { pointer: '/id' }]);
    expect((await rest('alice', `PATCH /v1/projects/${id}`, { body: { id, name: 'Other' } })).status).toBe(
      200,
    );
    const absent = [{ name: 'Other' }, { address: { city: 'Bern', country: 'CH' } }].map((body) =>
      rest('alice', 'PATCH /v1/projects/none', { body }),
    );
    expect((await Promise.all(absent)).map((reply) => reply.status)).toEqual([404, 404]);
  });
});

describe('a PUT', () => {
  test('takes what a GET answered, and clears what it leaves out', async () => {
    const { id } = await project({ description: 'long', dueDate: '2027-01-01', status: 'CLOSED', budget: 3 });
    const { json } = await rest('alice', `GET /v1/projects/${id}`);
    const same = await rest('alice', `PUT /v1/projects/${id}`, { body: json });
    expect({ ...same.json, updatedAt: null }).toEqual({ ...json, updatedAt: null });
    const replaced = await rest('alice', `PUT /v1/projects/${id}`, { body: { name: 'Bare' } });
    expect(replaced.json).toMatchObject({
      name: 'Bare',
      description: null,
      dueDate: null,
      status: 'OPEN',
      budget: null,
      owner: 'alice',
    });
  });

  test('leaves a field alone that the caller cannot change', async () => {
    const { id } = (await rest('bob', 'POST /v1/projects', { body: { name: 'Of bob' } })).json;
    await rest('alice', `PATCH /v1/projects/${id}`, { body: { budget: 7 } });
    expect((await rest('bob', `PUT /v1/projects/${id}`, { body: { name: 'Still of bob' } })).status).toBe(
      200,
    );
    expect((await rest('alice', `GET /v1/projects/${id}`)).json['budget']).toBe(7);
  });

  test('creates a row only where there is none, if the client says so', async () => {
    const put = (): ReturnType<RestCaller> =>
      rest('alice', 'PUT /v1/labels/once', { body: { name: 'once' }, headers: { 'if-none-match': '*' } });
    expect([(await put()).status, (await put()).status]).toEqual([201, 412]);
    expect((await rest('alice', 'PUT /v1/labels/never', { body: { name: 'never' } })).status).toBe(404);
  });
});

describe('a tag', () => {
  test('spares a client the answer that it has', async () => {
    const { id, etag } = await project();
    const ask = (tag: string): ReturnType<RestCaller> =>
      rest('alice', `GET /v1/projects/${id}`, { headers: { 'if-none-match': tag } });
    expect([
      (await ask(etag)).status,
      (await ask(`"x", W/${etag}`)).status,
      (await ask('"x"')).status,
    ]).toEqual([304, 304, 200]);
    const list = await rest('alice', 'GET /v1/labels');
    const again = await rest('alice', 'GET /v1/labels', {
      headers: { 'if-none-match': list.headers['etag'] ?? '' },
    });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  test('guards a write, and a delete', async () => {
    const { id, etag } = await project();
    const patch = (tag: string): ReturnType<RestCaller> =>
      rest('alice', `PATCH /v1/projects/${id}`, { body: { name: 'Second' }, headers: { 'if-match': tag } });
    const first = await patch(etag);
    expect([first.status, (await patch(etag)).status, (await patch('"x"')).status]).toEqual([200, 412, 412]);
    const remove = (tag: string): ReturnType<RestCaller> =>
      rest('alice', `DELETE /v1/projects/${id}`, { headers: { 'if-match': tag } });
    expect((await remove(etag)).status).toBe(412);
    expect((await remove(first.headers['etag'] ?? '')).status).toBe(200);
    expect((await remove('*')).status).toBe(404);
    expect((await patch('not a tag')).status).toBe(400);
  });

  test('lets one of many writes pass', async () => {
    const { id, etag } = await project();
    const replies = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((number) =>
        rest('alice', `PATCH /v1/projects/${id}`, {
          body: { name: `Number ${number}` },
          headers: { 'if-match': etag },
        }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
  });
});

describe('a batch', () => {
  test('writes all rows or none', async () => {
    const made = await rest('alice', 'POST /v1/batch/labels', {
      body: { items: [{ name: 'a' }, { name: 'b' }] },
    });
    expect(made.json.items.map(({ name }) => name)).toEqual(['a', 'b']);
    const [a, b] = made.json.items;
    const bad = await rest('alice', 'POST /v1/batch/labels', {
      body: { items: [{ name: 'c' }, { nam: 'd' }] },
    });
    expect([bad.status, bad.json.errors[0]]).toMatchObject([422, { pointer: '/items/1/name' }]);
    const changed = await rest('alice', 'PATCH /v1/batch/labels', {
      body: {
        items: [
          { id: a?.id, name: 'A' },
          { id: 'gone', name: 'B' },
        ],
      },
    });
    expect(changed.status).toBe(404);
    expect((await rest('alice', `GET /v1/labels/${String(a?.id)}`)).json.name).toBe('a');
    const gone = await rest('alice', 'POST /v1/batch/labels/delete', {
      body: { items: [{ id: a?.id }, { id: b?.id }] },
    });
    expect([gone.status, gone.json.items.length]).toEqual([200, 2]);
    expect((await rest('alice', 'POST /v1/batch/labels', { body: { rows: [] } })).status).toBe(422);
  });
});

describe('an idempotency key', () => {
  const key = (name: string): { 'idempotency-key': string } => ({ 'idempotency-key': name });

  test('repeats the answer of a create, also on GraphQL', async () => {
    const sending = { body: { name: 'Once only' }, headers: key('create') };
    const [first, second] = [
      await rest('alice', 'POST /v1/labels', sending),
      await rest('alice', 'POST /v1/labels', sending),
    ];
    expect([second.json, second.headers['idempotency-replayed']]).toEqual([first.json, 'true']);
    const other = await rest('alice', 'POST /v1/labels', {
      body: { name: 'Another' },
      headers: key('create'),
    });
    expect([other.status, other.json.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('repeats the answer of a write that reads first, after the row has changed or is gone', async () => {
    const { id, etag } = await project({ address: { city: 'Bern', country: 'CH' } });
    const nested = { body: { address: { city: 'Thun' } }, headers: key('nested') };
    const merged = await rest('alice', `PATCH /v1/projects/${id}`, nested);
    expect(merged.status).toBe(200);
    await rest('alice', `PATCH /v1/projects/${id}`, { body: { address: { country: 'DE' } } });
    const again = await rest('alice', `PATCH /v1/projects/${id}`, nested);
    expect([again.json, again.headers['idempotency-replayed']]).toEqual([merged.json, 'true']);

    expect(
      (
        await rest('alice', `PATCH /v1/projects/${id}`, {
          ...nested,
          headers: { ...key('stale'), 'if-match': etag },
        })
      ).status,
    ).toBe(412);
    const { headers } = await rest('alice', `GET /v1/projects/${id}`);
    const guarded = {
      body: { name: 'Guarded' },
      headers: { ...key('guarded'), 'if-match': headers['etag'] ?? '' },
    };
    const renamed = await rest('alice', `PATCH /v1/projects/${id}`, guarded);
    const repeat = await rest('alice', `PATCH /v1/projects/${id}`, guarded);
    expect([repeat.status, repeat.json]).toEqual([200, renamed.json]);

    const removing = { headers: { ...key('remove'), 'if-match': renamed.headers['etag'] ?? '' } };
    const removed = await rest('alice', `DELETE /v1/projects/${id}`, removing);
    const removedAgain = await rest('alice', `DELETE /v1/projects/${id}`, removing);
    expect([removed.status, removedAgain.status, removedAgain.json]).toEqual([200, 200, removed.json]);
    expect((await rest('alice', `PATCH /v1/projects/${id}`, guarded)).json).toEqual(renamed.json);
    const reused = await rest('alice', `DELETE /v1/projects/${id}`, {
      headers: { ...removing.headers, ...key('guarded') },
    });
    expect([reused.status, reused.json.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});
