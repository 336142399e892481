import { openTestApi, type TestApi } from '../api.ts';
import { restCaller, type RestCaller } from './rest-caller.ts';

let api: TestApi;
let rest: RestCaller;
beforeAll(async () => {
  api = await openTestApi();
  rest = restCaller(api);
});
afterAll(() => api.close());

describe('a list', () => {
  test('has the rows and fields of its GraphQL twin', async () => {
    const { status, json } = await rest('alice', 'GET /v1/projects');
    const { data } = await api.ask(
      'alice',
      '{ listProjects { items { id name description status dueDate budget address { street city country } attachment { id } owner createdAt updatedAt } nextToken } }',
    );
    expect(status).toBe(200);
    expect(json).toEqual({ items: (data?.['listProjects'] as { items: unknown }).items, nextCursor: null });
  });

  test('leaves out a field that the caller can read in no row', async () => {
    const { json } = await rest('bob', 'GET /v1/projects');
    expect(Object.keys(json.items[0] ?? {})).not.toContain('budget');
    const asked = await rest('bob', 'GET /v1/projects?fields=id,budget');
    expect([asked.status, asked.json.code]).toEqual([403, 'FORBIDDEN']);
  });

  test('compares fields by the query string', async () => {
    const { json } = await rest('alice', 'GET /v1/tasks?title.contains=salt&status.in=TODO&status.in=DOING');
    expect(json.items.map(({ title }) => title)).toEqual(['Test on the salt flat']);
    const filter = encodeURIComponent(JSON.stringify({ or: [{ title: { contains: 'salt' } }] }));
    expect((await rest('alice', `GET /v1/tasks?filter=${filter}`)).json.items).toEqual(json.items);
  });

  test('walks all pages by its link', async () => {
    const all = (await rest('alice', 'GET /v1/tasks?projectId=acme-rocket&sort=status&total=true')).json;
    const seen: unknown[] = [];
    let call: string | undefined = '/v1/tasks?projectId=acme-rocket&sort=status&limit=1';
    while (call !== undefined) {
      const { json, headers } = await rest('alice', `GET ${call}`);
      seen.push(...json.items);
      call = /<\/rest([^>]+)>; rel="next"/.exec(headers['link'] ?? '')?.[1];
    }
    expect(seen).toEqual(all.items);
    expect(all.total).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(1);
  });

  test('is ordered by a key or an index alone, and says which', async () => {
    const up = (await rest('alice', 'GET /v1/projects?sort=id')).json.items;
    const down = (await rest('alice', 'GET /v1/projects?sort=-id')).json.items;
    expect(down).toEqual([...up].reverse());
    const { status, json } = await rest('alice', 'GET /v1/tasks?sort=title');
    expect(status).toBe(400);
    expect(json.detail).toContain('"dueDate" with "status=…"');
  });

  test('names the nearest parameter to an unknown one, and the place of a wrong value', async () => {
    const unknown = await rest('alice', 'GET /v1/tasks?titel=x');
    expect([unknown.status, unknown.json.errors[0]?.['parameter']]).toEqual([400, 'titel']);
    expect(unknown.json.detail).toContain('"title"');
    for (const search of [
      'limit=ten',
      'status=LOST',
      'estimate.gt=1x',
      'status=TODO&status=DONE',
      'filter=%7B',
      'limit.x=1',
    ])
      expect([search, (await rest('alice', `GET /v1/tasks?${search}`)).status]).toEqual([search, 400]);
  });

  test.each([
    ['expand', 'expand=projct'],
    ['expand', 'expand=project.ownr&fields=id'],
    ['expand', 'expand=project.name.x'],
    ['fields', 'fields=id,titel&expand=project'],
    ['fields', 'fields=title.x'],
  ])('names the parameter "%s" of an unknown field in %s', async (parameter, search) => {
    const { status, json } = await rest('alice', `GET /v1/tasks?${search}`);
    expect([status, json.errors[0]?.['parameter']]).toEqual([400, parameter]);
  });

  test('expands relations with pages of their own', async () => {
    const { json } = await rest(
      'alice',
      'GET /v1/tasks?fields=title&expand=project,comments.author&limit=3&projectId=acme-rocket',
    );
    const [task] = json.items;
    expect(task).toMatchObject({ project: { name: 'Rocket skates' }, comments: { nextCursor: null } });
    expect(Object.keys(task ?? {}).sort()).toEqual(['comments', 'project', 'title']);
  });

  test('reaches the rows of a relation, and of one that no row has', async () => {
    const tasks = await rest('alice', 'GET /v1/projects/acme-rocket/tasks?limit=2');
    expect(tasks.json.items).toHaveLength(2);
    const [task] = tasks.json.items;
    expect((await rest('alice', `GET /v1/tasks/${String(task?.id)}/project`)).json.id).toBe('acme-rocket');
    expect((await rest('alice', 'GET /v1/projects/none/tasks')).status).toBe(404);
    expect((await rest('alice', 'GET /v1/tasks/none/project')).status).toBe(404);
  });
});

describe('an address', () => {
  test.each([
    ['GET /v1/nothing', 404, 'NOT_FOUND'],
    ['GET /v1/projects/none', 404, 'NOT_FOUND'],
    ['GET /v1/__proto__', 404, 'NOT_FOUND'],
    ['GET /v1/projects/__proto__', 404, 'NOT_FOUND'],
    ['GET /v1/projects/%ff', 400, 'BAD_REQUEST'],
    ['POST /v1/projects/acme-rocket', 405, 'BAD_REQUEST'],
    ['GET /v1/tasks?__proto__=1', 400, 'INVALID_ARGUMENTS'],
    ['GET /v1/tasks?fields=__proto__', 400, 'INVALID_ARGUMENTS'],
    ['GET /v1/tasks?fields=id,,title', 400, 'INVALID_ARGUMENTS'],
    ['GET /v1/tasks?fields=constructor', 400, 'INVALID_ARGUMENTS'],
    ['GET /v1/tasks?fields=title%20project%7Bid%7D', 400, 'INVALID_ARGUMENTS'],
    ['GET /v1/tasks?cursor=nonsense', 400, 'INVALID_CURSOR'],
  ])('%s answers %i %s', async (call, status, code) => {
    const reply = await rest('alice', call, call.startsWith('POST') ? { body: {} } : {});
    expect([reply.status, reply.json.code]).toEqual([status, code]);
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(reply.json.type).toBe(`/rest/errors/${code}`);
    expect(reply.json.requestId).toBe(reply.headers['x-request-id']);
  });

  test('answers a foreign cursor in words of both doors', async () => {
    const { json } = await rest('alice', 'GET /v1/tasks?cursor=nonsense');
    expect(json.detail).toBe('The cursor is not one of this list: start again without it.');
  });

  test.each(['GET', 'DELETE'])('with a key that is too long names no part of a body: %s', async (method) => {
    const { status, json } = await rest('alice', `${method} /v1/labels/${'a'.repeat(1500)}`);
    expect([status, json.code, json.errors]).toEqual([422, 'VALIDATION_FAILED', undefined]);
  });

  test('names the methods that it has', async () => {
    const { headers } = await rest('alice', 'DELETE /v1/projects');
    expect(headers['allow']).toBe('GET, HEAD, POST');
  });

  test('decodes a segment once', async () => {
    const id = 'a/b%2F ü';
    const path = `/v1/labels/${encodeURIComponent(id)}`;
    const made = await rest('alice', `PUT ${path}`, {
      body: { name: 'odd' },
      headers: { 'if-none-match': '*' },
    });
    expect([made.status, made.json.id, made.headers['location']]).toEqual([201, id, `/rest${path}`]);
    expect((await rest('alice', `GET ${path}`)).json.id).toBe(id);
  });

  test('of the other tenant does not exist', async () => {
    const { json } = await rest('carol', 'GET /v1/projects', {});
    const [foreign] = json.items;
    expect((await rest('alice', `GET /v1/projects/${String(foreign?.id)}`)).status).toBe(404);
    expect(
      (await rest('alice', `PATCH /v1/projects/${String(foreign?.id)}`, { body: { name: 'Ours' } })).status,
    ).toBe(404);
    expect((await rest('alice', `DELETE /v1/projects/${String(foreign?.id)}`)).status).toBe(404);
  });

  test('answers a HEAD as a GET without its body', async () => {
    const { status, text, headers } = await rest('alice', 'HEAD /v1/projects/acme-rocket');
    const twin = await rest('alice', 'GET /v1/projects/acme-rocket');
    expect([status, text, headers['etag']]).toEqual([200, '', twin.headers['etag']]);
  });

  test('refuses a client that accepts no JSON', async () => {
    const ask = (accept: string): Promise<number> =>
      rest('alice', 'GET /v1/projects', { headers: { accept } }).then(({ status }) => status);
    expect(
      await Promise.all(['text/html', 'application/json;q=0, */*', 'text/html, */*;q=0.1'].map(ask)),
    ).toEqual([406, 406, 200]);
  });
});

describe('a caller', () => {
  test('without a token gets a problem', async () => {
    const { status, json } = await rest('alice', 'GET /v1/projects', { headers: { authorization: '' } });
    expect([status, json.code, json.status]).toEqual([401, 'UNAUTHENTICATED', 401]);
  });

  test('of the platform reads its lists and its records', async () => {
    const members = await rest('alice', 'GET /v1/platform/members?limit=2');
    expect(members.json.items).toHaveLength(2);
    expect(members.json.nextCursor).not.toBeNull();
    const me = await rest('alice', 'GET /v1/platform/me');
    expect(me.json['username']).toBe('alice');
    const refusal = await rest('bob', 'POST /v1/platform/invitations', {
      body: { email: 'a@b.test', roles: [] },
    });
    expect([refusal.status, refusal.json.code]).toEqual([403, 'FORBIDDEN']);
  });

  test('calls the fields that the schema declares', async () => {
    const report = await rest('alice', 'GET /v1/actions/projectReport?id=acme-rocket');
    expect(report.json.name).toBe('Rocket skates');
    expect((await rest('alice', 'GET /v1/actions/projectReport')).json.errors[0]).toMatchObject({
      parameter: 'id',
      rule: 'required',
    });
    const closed = await rest('alice', 'POST /v1/actions/closeProject', { body: { id: 'acme-rocket' } });
    expect(closed.json.status).toBe('CLOSED');
    const again = await rest('alice', 'POST /v1/actions/closeProject', { body: { id: 'acme-rocket' } });
    expect(again.status).toBeGreaterThanOrEqual(400);
  });
});
