import { openTestApi, type TestApi } from '../api.ts';
import { codes, CREATE, keyOf, keysOf, messages, ROTATE, withDefaults } from './keys.ts';

const DAY = 86_400_000;

let ahead = 0;
let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ now: () => Date.now() + ahead });
});
afterAll(() => api.close());
beforeEach(() => {
  ahead = 0;
});

const { makeKey } = keysOf(() => api);

describe('scopes', () => {
  let text: string;
  beforeAll(async () => {
    ({ text } = await makeKey({ scopes: ['Task:read'] }));
  });

  it('allow what they name', async () => {
    const answer = await api.askAs(
      text,
      '{ getTask(id: "acme-task-1") { title } listTasks { items { id } } }',
    );
    expect([answer.errors, answer.data?.['getTask']]).toEqual([[], { title: 'Draw the nozzle' }]);
  });

  it.each([
    ['another type', '{ listProjects { items { id } } }'],
    ['a create', 'mutation { createTask(input: { projectId: "acme-rocket", title: "x" }) { id } }'],
    ['an update', 'mutation { updateTask(input: { id: "acme-task-1", title: "x" }) { id } }'],
    ['a delete', 'mutation { deleteTask(input: { id: "acme-task-1" }) { id } }'],
    ['a custom query', '{ myCard { id } }'],
    ['a custom mutation', 'mutation { addTask(input: { projectId: "acme-rocket", title: "x" }) { id } }'],
    ['a query of the platform', '{ apiKeys { items { id } } }'],
    ['a query that every member may make', '{ me { id } }'],
    [
      'a mutation of the platform',
      'mutation { createApiKey(input: { name: "x", roles: ["ADMIN"] }) { text } }',
    ],
    ['a relation into another type', '{ getTask(id: "acme-task-1") { project { name } } }'],
    ['a relation to many of another type', '{ getTask(id: "acme-task-1") { comments { items { id } } } }'],
  ])('refuse %s', async (_what, query) => {
    expect(codes(await api.askAs(text, query))).toEqual(['FORBIDDEN']);
  });

  it('must name the operations of a custom mutation too', async () => {
    const query = 'mutation { addTask(input: { projectId: "acme-rocket", title: "x" }) { title } }';
    const field = await makeKey({ scopes: ['Mutation:addTask'] });
    expect(codes(await api.askAs(field.text, query))).toEqual(['FORBIDDEN']);
    const both = await makeKey({ scopes: ['Mutation:addTask', 'Task:create'] });
    expect(await api.askAs(both.text, query)).toMatchObject({ data: { addTask: { title: 'x' } } });
  });

  it('allow nothing that the roles of the key do not allow', async () => {
    const { text: viewer } = await makeKey({ roles: ['VIEWER'], scopes: ['*:*'] });
    expect((await api.askAs(viewer, '{ listTasks { items { id } } }')).errors).toEqual([]);
    const write = 'mutation { createTask(input: { projectId: "acme-rocket", title: "x" }) { id } }';
    expect(codes(await api.askAs(viewer, write))).toEqual(['FORBIDDEN']);
    const { text: member } = await makeKey({ roles: ['MEMBER'], scopes: ['*:*'] });
    expect(codes(await api.askAs(member, '{ apiKeys { items { id } } }'))).toEqual(['FORBIDDEN']);
  });

  it.each([
    ['an unknown type', 'Taks:read', 'There is no permission "Taks:read". Did you mean "Task:read"?'],
    ['an unknown operation', 'Task:raed', 'Did you mean "Task:read"?'],
    ['an unknown field', 'Mutation:addTaks', 'Did you mean "Mutation:addTask"?'],
    ['a generated field of Mutation', 'Mutation:createTask', 'There is no permission'],
    ['something that is not a permission', 'everything', 'Write "Type:operation"'],
  ])('are refused when they name %s', async (_what, scope, message) => {
    const answer = await api.ask('alice', CREATE, withDefaults({ scopes: [scope] }));
    expect(codes(answer)).toEqual(['INVALID_ARGUMENTS']);
    expect(messages(answer)[0]).toContain(message);
  });
});

describe('the maker of a key', () => {
  it.each([
    ['a member makes any key', 'bob', { roles: ['MEMBER'] }],
    ['an admin makes a key of an owner', 'alice', { roles: ['OWNER'] }],
    ['an admin makes a key of an owner and an admin', 'alice', { roles: ['OWNER', 'ADMIN'], scopes: null }],
  ])('is refused when %s', async (_what, user, input) => {
    expect(codes(await api.ask(user, CREATE, withDefaults(input)))).toEqual(['FORBIDDEN']);
  });

  it('is refused when the key has a role that the tenant does not have', async () => {
    expect(codes(await api.ask('alice', CREATE, withDefaults({ roles: ['SystemAdmin'] })))).toEqual([
      'INVALID_ARGUMENTS',
    ]);
  });

  it('gets no wider key, by roles, scopes or time, if it is a key itself', async () => {
    const maker = await makeKey({ scopes: ['TenantApiKey:*', 'Task:read'], expiresInDays: 7 });
    const attempt = (input: object) => api.askAs(maker.text, CREATE, withDefaults(input));
    for (const scopes of [
      ['*:*'],
      ['*:read'],
      ['Task:*'],
      ['Project:read'],
      ['Mutation:addTask'],
      ['Me:read'],
    ])
      expect([scopes, codes(await attempt({ scopes }))]).toEqual([scopes, ['FORBIDDEN']]);
    expect(codes(await attempt({ roles: ['OWNER'], scopes: ['Task:read'] }))).not.toEqual([]);
    const child = keyOf(await attempt({ expiresInDays: 365 }), 'createApiKey');
    expect(child).toMatchObject({
      scopes: ['TenantApiKey:*', 'Task:read'],
      createdBy: `key:${maker.id}`,
      expiresAt: maker.expiresAt,
    });
    const narrow = keyOf(await attempt({ scopes: ['Task:read'], expiresInDays: 1 }), 'createApiKey');
    expect(narrow.scopes).toEqual(['Task:read']);
    expect(codes(await api.askAs(narrow.text, CREATE, withDefaults({})))).toEqual(['FORBIDDEN']);
  });

  it('may rotate itself until it expires, but no wider key, if it is a key itself', async () => {
    const wide = await makeKey();
    const maker = await makeKey({ scopes: ['TenantApiKey:*'], expiresInDays: 7 });
    expect(codes(await api.askAs(maker.text, ROTATE, { id: wide.id }))).toEqual(['FORBIDDEN']);
    ahead = DAY;
    const fresh = keyOf(await api.askAs(maker.text, ROTATE, { id: maker.id }), 'rotateApiKey');
    expect(fresh).toMatchObject({ scopes: ['TenantApiKey:*'], expiresAt: maker.expiresAt });
  });
});
