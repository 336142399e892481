import { didYouMean } from '../../src/model/suggest.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { restCaller, type RestCaller, type RestReply } from './rest-caller.ts';

let api: TestApi;
let rest: RestCaller;
beforeAll(async () => {
  api = await openTestApi();
  rest = restCaller(api);
});
afterAll(() => api.close());

describe('merge patches of one stored object at the same time', () => {
  const address = { street: 'One', city: 'Bern', country: 'CH' };
  const parts = [{ street: 'Two' }, { city: 'Thun' }, { country: 'DE' }];
  const patchAll = (id: string, headers: (place: number) => Record<string, string>): Promise<RestReply[]> =>
    Promise.all(
      parts.map((part, place) =>
        rest('alice', `PATCH /v1/projects/${id}`, { body: { address: part }, headers: headers(place) }),
      ),
    );

  test('all have their effect', async () => {
    await rest('alice', 'POST /v1/projects', { body: { id: 'merged', name: 'Merged', address } });
    const replies = await patchAll('merged', () => ({}));
    expect(replies.map(({ status, json }) => [status, json.code])).toEqual(parts.map(() => [200, undefined]));
    const { json } = await rest('alice', 'GET /v1/projects/merged');
    expect(json['address']).toEqual(Object.assign({}, ...parts));
  });

  test('all have their effect once with idempotency keys', async () => {
    await rest('alice', 'POST /v1/projects', { body: { id: 'keyed', name: 'Keyed', address } });
    const headers = (place: number): Record<string, string> => ({ 'idempotency-key': `part-${place}` });
    const replies = await patchAll('keyed', headers);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    const repeats = await patchAll('keyed', headers);
    expect(repeats.map(({ json }) => json)).toEqual(replies.map(({ json }) => json));
    expect(repeats.map((reply) => reply.headers['idempotency-replayed'])).toEqual(['true', 'true', 'true']);
  });
});

test.each(['/v2/tasks', '/errors/tasks', '/openapi.json/tasks', '/V1/tasks', '/v1.0/tasks'])(
  'nothing is at %s',
  async (path) => {
    expect((await rest('alice', `GET ${path}`)).status).toBe(404);
  },
);

describe('a body that nests deeply', () => {
  const list = '['.repeat(50_000) + ']'.repeat(50_000);
  const object = '{"city":'.repeat(50_000) + '1' + '}'.repeat(50_000);
  test.each([
    ['POST /v1/tasks', `{"photos":${list}}`],
    ['PUT /v1/tasks/t', `{"photos":${list}}`],
    ['PATCH /v1/projects/p', `{"address":${object}}`],
    ['POST /v1/batch/tasks', `{"items":[{"photos":${list}}]}`],
    ['POST /v1/actions/closeProject', `{"id":${list}}`],
    ['POST /v1/platform/invitations', `{"email":${list}}`],
  ])('is refused by %s', async (call, text) => {
    const { status, json } = await rest('alice', call, { text });
    expect([status, json.code]).toEqual([400, 'BAD_REQUEST']);
  });

  test('is refused as a filter too', async () => {
    const filter = '{"not":'.repeat(5000) + '{}' + '}'.repeat(5000);
    const { status, json } = await rest('alice', `GET /v1/tasks?filter=${filter}`);
    expect([status, json.code]).toEqual([400, 'INVALID_ARGUMENTS']);
  });
});

describe('a condition that a change cannot hold', () => {
  beforeAll(() => rest('alice', 'POST /v1/projects', { body: { id: 'held', name: 'Held' } }));

  test.each([
    ['DELETE /v1/projects/held', 'if-none-match', '*'],
    ['PATCH /v1/projects/held', 'if-none-match', '*'],
    ['PUT /v1/projects/held', 'if-none-match', '"abc"'],
    ['POST /v1/projects', 'if-match', '"abc"'],
    ['POST /v1/batch/projects', 'if-match', '"abc"'],
    ['POST /v1/actions/closeProject', 'if-match', '"abc"'],
    ['DELETE /v1/platform/api-keys/x', 'if-match', '"abc"'],
  ])('%s with %s is refused', async (call, name, value) => {
    const before = await rest('alice', 'GET /v1/projects?total=true');
    const { status, json } = await rest('alice', call, {
      headers: { [name]: value },
      ...(call.startsWith('DELETE') ? {} : { body: { name: 'Changed' } }),
    });
    expect([status, json.code]).toEqual([400, 'BAD_REQUEST']);
    expect((await rest('alice', 'GET /v1/projects?total=true')).json).toEqual(before.json);
  });

  test('a PUT cannot ask for a new row with a tag', async () => {
    const headers = { 'if-none-match': '*', 'if-match': '"abc"' };
    const { status } = await rest('alice', 'PUT /v1/projects/new', { body: { name: 'New' }, headers });
    expect(status).toBe(400);
  });
});

test.each(['', '.', '..'])('a row with the key "%s" has no address in its answer', async (id) => {
  const { status, headers } = await rest('alice', 'POST /v1/labels', { body: { id, name: 'Odd' } });
  expect([status, headers['location']]).toEqual([201, undefined]);
});

test('a relation that is named whole and in part is whole', async () => {
  await rest('alice', 'POST /v1/projects', { body: { id: 'whole', name: 'Whole' } });
  await rest('alice', 'POST /v1/tasks', { body: { id: 'part', projectId: 'whole', title: 'Part' } });
  const queries = [
    'fields=project.id,project',
    'fields=project,project.id',
    'fields=project.id&expand=project',
  ];
  for (const query of queries) {
    const { json } = await rest('alice', `GET /v1/tasks/part?${query}`);
    expect(json['project']).toMatchObject({ id: 'whole', name: 'Whole' });
  }
});

test('a parameter that is sent by two names is refused with both', async () => {
  const { json } = await rest('alice', 'GET /v1/tasks?status=TODO&status.eq=TODO');
  expect(json.detail).toBe('The parameter "status.eq" says the same as "status": send one.');
});

test('a name of any length is compared only with names that can be near', () => {
  const names = Array.from({ length: 100_000 }, (_, number) => `name-${number}`);
  expect(didYouMean('x'.repeat(100_000), names)).toBeUndefined();
  expect(didYouMean('nmae-99', names)).toBe('Did you mean "name-99"?');
});

test('a mistake in an item of a batch points into the items', async () => {
  const items = [{ name: 'Long enough' }, { name: 'x' }];
  const { status, json } = await rest('alice', 'POST /v1/batch/projects', { body: { items } });
  expect([status, json.errors[0]?.['rule']]).toEqual([422, 'minLength']);
  expect(json.errors[0]?.['pointer']).toMatch(/^\/items/);
});

test('a relation of a row that is not there names the row', async () => {
  const { status, json } = await rest('alice', 'GET /v1/projects/gone/tasks');
  expect([status, json.detail]).toEqual([404, 'There is no Project "gone".']);
});
