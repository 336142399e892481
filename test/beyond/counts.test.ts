import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf } from '../engine/answers.ts';
import { openBehind, type Behind } from '../shared/background.ts';

const sdl = /* GraphQL */ `
  type Project @model(counts: EXACT) @auth(rules: [{ allow: private }]) {
    id: ID!
    tasks: [Task] @hasMany(onDelete: CASCADE)
  }
  type Task @model(counts: EXACT) @auth(rules: [{ allow: private }]) {
    id: ID!
    state: String @index(name: "byState", queryField: "tasksByState")
    rank: Int
    text: String
    project: Project @belongsTo
  }
  type Note
    @model
    @auth(rules: [{ allow: owner }, { allow: groups, groups: ["ADMIN"], operations: [read] }]) {
    id: ID!
    text: String @auth(rules: [{ allow: groups, groups: ["ADMIN"] }, { allow: owner, operations: [create] }])
    kind: String
  }
  type Uncounted @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Own @model @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Closed @model @auth(rules: [{ allow: groups, groups: ["Nobody"] }]) {
    id: ID!
  }
  type Post @model @auth(rules: [{ allow: private }]) {
    id: ID!
    tags: [Tag] @manyToMany(relationName: "PostTag")
  }
  type Tag @model @auth(rules: [{ allow: private }]) {
    id: ID!
    posts: [Post] @manyToMany(relationName: "PostTag")
  }
  type Query {
    countOwns: String
  }
`;
const resolvers = { Query: { countOwns: () => 'by the schema' } };

let api: TestApi;
let behind: Behind;
beforeAll(async () => {
  api = await openTestApi({ sdl, resolvers });
  behind = openBehind(api);
});
afterAll(() => api.close());

const ask = (query: string, user = 'alice'): Promise<Answer> => api.ask(user, query);
const mutate = async (field: string, user = 'alice'): Promise<unknown> =>
  dataOf(await ask(`mutation { ${field} { id } }`, user));
const find = async (field: string, user = 'alice'): Promise<unknown> =>
  dataOf(await ask(`{ found: ${field} }`, user))['found'];
const tasks = (ids: readonly string[], values = ''): string =>
  ids.map((id) => `{ id: "${id}" ${values} }`).join(' ');

test('an exact count is right after each write, and only a create or a delete changes it', async () => {
  expect(await find('countTasks')).toBe(0);
  await mutate('createTask(input: { id: "a", state: "new" })');
  expect(await find('countTasks')).toBe(1);
  expect(codesOf(await ask('mutation { createTask(input: { id: "a" }) { id } }'))).toEqual([
    'ALREADY_EXISTS',
  ]);
  await mutate('updateTask(input: { id: "a", state: "old" })');
  expect(await find('countTasks')).toBe(1);
  expect(codesOf(await ask('mutation { deleteTask(input: { id: "none" }) { id } }'))).toEqual(['NOT_FOUND']);
  expect(await find('countTasks')).toBe(1);
  await mutate('deleteTask(input: { id: "a" })');
  expect(await find('countTasks')).toBe(0);
});

test('each tenant counts its own rows', async () => {
  await mutate('createTask(input: { id: "theirs" })', 'carol');
  expect(await find('countTasks')).toBe(0);
  expect(await find('countTasks', 'carol')).toBe(1);
});

test('batches and cascades change the count by all their rows or by none', async () => {
  await mutate('createProject(input: { id: "p" })');
  await mutate(`createTasks(input: [${tasks(['b1', 'b2', 'b3'], 'projectTasksId: "p"')} { id: "b4" }])`);
  expect(await find('countTasks')).toBe(4);
  const refused = await ask(`mutation { createTasks(input: [${tasks(['b5', 'b1'])}]) { id } }`);
  expect(codesOf(refused)).toEqual(['ALREADY_EXISTS']);
  expect(await find('countTasks')).toBe(4);
  await mutate('deleteProject(input: { id: "p" })');
  expect(await find('countTasks')).toBe(1);
  await mutate('deleteTasks(input: [{ id: "b4" }])');
  expect(await find('countTasks')).toBe(0);
  expect(await find('countProjects')).toBe(0);
});

test('a count with a filter is exact, and totalCount is the same on every page', async () => {
  await mutate(`createTasks(input: [${tasks(['c1', 'c2', 'c3'], 'state: "open", rank: 1')}])`);
  await mutate(`createTasks(input: [${tasks(['c4', 'c5'], 'state: "done", rank: 2')}])`);
  expect(await find('countTasks(filter: { rank: { gt: 1 } })')).toBe(2);
  expect(await find('countTasks(filter: { state: { eq: "open" } })')).toBe(3);
  expect(await find('countTasks(filter: { and: [{ state: { eq: "open" } }, { rank: { ne: 1 } }] })')).toBe(0);
  expect(await find('countTasks(filter: {})')).toBe(5);
  expect(await find('tasksByState(state: "open", limit: 1) { totalCount }')).toEqual({ totalCount: 3 });
  expect(await find('tasksByState(state: "open", filter: { id: { gt: "c1" } }) { totalCount }')).toEqual({
    totalCount: 2,
  });
  const page = 'items { id } totalCount nextToken';
  const first = (await find(`listTasks(limit: 2) { ${page} }`)) as { totalCount: number; nextToken: string };
  expect(first.totalCount).toBe(5);
  expect(await find(`listTasks(limit: 2, nextToken: "${first.nextToken}") { ${page} }`)).toMatchObject({
    items: [{ id: 'c3' }, { id: 'c4' }],
    totalCount: 5,
  });
  expect(await find('listTasks(filter: { rank: { le: 1 } }, limit: 1) { items { id } totalCount }')).toEqual({
    items: [{ id: 'c1' }],
    totalCount: 3,
  });
});

test('a relation counts its own rows', async () => {
  await mutate('createProject(input: { id: "q" })');
  await mutate(`createTasks(input: [${tasks(['d1', 'd2', 'd3'], 'projectTasksId: "q", rank: 7')}])`);
  expect(
    await find(
      'getProject(id: "q") { tasks(limit: 1) { totalCount } none: tasks(filter: { rank: { eq: 0 } }) { totalCount } }',
    ),
  ).toEqual({ tasks: { totalCount: 3 }, none: { totalCount: 0 } });
});

test('a count without a filter reads only the counter, and a count with a filter transfers no rows', async () => {
  const whole = await ask('{ countTasks }');
  expect(whole.calls.map(({ command }) => command.name)).toEqual(['Query']);
  expect(whole.calls[0]?.output?.capacity).toBe(0.5);
  const some = await ask('{ countTasks(filter: { rank: { gt: 1 } }) }');
  expect(some.calls.map(({ command }) => command.input)).toMatchObject([{ Select: 'COUNT' }]);
  const page = await ask('{ listTasks { items { id } } }');
  expect(page.calls).toHaveLength(1);
});

test('a count that exceeds one call of DynamoDB uses several calls', async () => {
  const text = 'x'.repeat(150_000);
  const query = 'mutation ($text: String) { createTask(input: { rank: 77, text: $text }) { id } }';
  for (let at = 0; at < 9; at += 1) dataOf(await api.ask('alice', query, { text }));
  const answer = await ask('{ countTasks(filter: { rank: { eq: 77 } }) }');
  expect(dataOf(answer)).toEqual({ countTasks: 9 });
  expect(answer.calls.length).toBeGreaterThan(1);
});

test("a caller's count includes only the rows that the rules let the caller read", async () => {
  for (const [id, user] of [
    ['n1', 'bob'],
    ['n2', 'bob'],
    ['n3', 'alice'],
  ] as const)
    await mutate(`createNote(input: { id: "${id}", kind: "k", text: "${id}" })`, user);
  await behind.changes();
  expect(await find('countNotes', 'bob')).toBe(2);
  expect(await find('listNotes { totalCount }', 'bob')).toEqual({ totalCount: 2 });
  expect(await find('countNotes(filter: { kind: { eq: "k" } })', 'bob')).toBe(2);
  expect(await find('countNotes', 'alice')).toBe(3);
  expect(await find('countNotes', 'carol')).toBe(0);
});

test('a caller may not count rows that the caller may not read, nor filter a count by a hidden field', async () => {
  expect(codesOf(await ask('{ countCloseds }'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await ask('{ countNotes(filter: { text: { eq: "n3" } }) }', 'bob'))).toEqual(['FORBIDDEN']);
  expect(await find('countNotes(filter: { text: { eq: "n3" } })')).toBe(1);
});

test('count: null removes the field, totalCount and the counter', async () => {
  const { calls } = await ask('mutation { createUncounted(input: { id: "u" }) { id } }');
  expect(calls.map(({ command }) => command.name)).toEqual(['PutItem']);
  expect(codesOf(await ask('{ countUncounteds }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(codesOf(await ask('{ listUncounteds { totalCount } }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(await find('listUncounteds { items { id } }')).toEqual({ items: [{ id: 'u' }] });
});

test('a field of Query that the schema declares replaces the generated one', async () => {
  await mutate('createOwn(input: { id: "o" })');
  expect(await find('countOwns')).toBe('by the schema');
});

test('20 concurrent creates and 40 concurrent deletes leave an exact count right', async () => {
  const before = Number(await find('countTasks'));
  const ids = Array.from({ length: 20 }, (_, at) => `z${at}`);
  await Promise.all(ids.map((id) => mutate(`createTask(input: { id: "${id}" })`)));
  expect(await find('countTasks')).toBe(before + 20);
  const twice = [...ids, ...ids].map((id) => ask(`mutation { deleteTask(input: { id: "${id}" }) { id } }`));
  const codes = (await Promise.all(twice)).flatMap(codesOf);
  expect(codes).toEqual(Array(20).fill('NOT_FOUND'));
  expect(await find('countTasks')).toBe(before);
});

test('links are counted as other rows are', async () => {
  for (const id of ['1', '2']) await mutate(`createPost(input: { id: "${id}" })`);
  await mutate('createTag(input: { id: "t" })');
  for (const id of ['1', '2']) await mutate(`createPostTag(input: { postId: "${id}", tagId: "t" })`);
  await behind.changes();
  const query =
    '{ countPostTags listPostTags { totalCount } getTag(id: "t") { posts(limit: 1) { totalCount } } }';
  expect(dataOf(await ask(query))).toEqual({
    countPostTags: 2,
    listPostTags: { totalCount: 2 },
    getTag: { posts: { totalCount: 2 } },
  });
});

test('a refused count is null, and takes neither its page nor its neighbours along', async () => {
  const page = 'listTasks(filter: { text: { gt: "zzz" } }) { items { id } }';
  const answer = await ask(`{ closed: countCloseds ${page} countTasks }`, 'bob');
  expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  expect(answer.data).toMatchObject({
    closed: null,
    listTasks: { items: [] },
    countTasks: expect.any(Number) as number,
  });
});
