import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf, messagesOf } from '../engine/answers.ts';

const sdl = /* GraphQL */ `
  type Project @model @auth(rules: [{ allow: private }]) {
    id: ID!
    key: String! @unique
    nick: String @unique
    tasks: [Task] @hasMany
  }
  type Task @model @auth(rules: [{ allow: private }]) {
    id: ID!
    slug: String @unique(fields: ["projectTasksId", "year"])
    year: Int
    project: Project @belongsTo
  }
`;

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl });
});
afterAll(() => api.close());

const mutate = (field: string, user = 'alice', selection = 'id'): Promise<Answer> =>
  api.ask(user, `mutation { ${field} { ${selection} } }`);
const project = (id: string, key: string, nick?: string, user?: string): Promise<Answer> =>
  mutate(
    `createProject(input: { id: "${id}", key: "${key}"${nick === undefined ? '' : `, nick: "${nick}"`} })`,
    user,
  );
const task = (id: string, values: string): Promise<Answer> =>
  mutate(`createTask(input: { id: "${id}", ${values} })`);
const keyOf = async (id: string): Promise<unknown> =>
  (dataOf(await api.ask('alice', `{ getProject(id: "${id}") { key } }`))['getProject'] as { key: string })
    .key;

test('two rows of a tenant cannot have the same value, and the error names the field', async () => {
  dataOf(await project('a1', 'ALPHA'));
  const answer = await project('a2', 'ALPHA');
  expect(answer.data).toEqual({ createProject: null });
  expect(codesOf(answer)).toEqual(['NOT_UNIQUE']);
  expect(messagesOf(answer)).toEqual(['Another Project has the same "key".']);
  expect(answer.errors[0]?.extensions['errorInfo']).toEqual({
    fields: [{ path: ['input', 'key'], rule: 'unique', message: 'Another Project has the same "key".' }],
  });
  expect(dataOf(await api.ask('alice', '{ getProject(id: "a2") { id } }'))).toEqual({ getProject: null });
});

test('two tenants may have the same value', async () => {
  dataOf(await project('b1', 'BETA'));
  dataOf(await project('b1', 'BETA', undefined, 'carol'));
  expect(codesOf(await project('b2', 'BETA', undefined, 'carol'))).toEqual(['NOT_UNIQUE']);
});

test('an update reserves the new value and frees the old one', async () => {
  dataOf(await project('c1', 'C-OLD'));
  dataOf(await project('c2', 'C-OTHER'));
  expect(codesOf(await mutate('updateProject(input: { id: "c1", key: "C-OTHER" })'))).toEqual(['NOT_UNIQUE']);
  expect(await keyOf('c1')).toBe('C-OLD');
  dataOf(await mutate('updateProject(input: { id: "c1", key: "C-NEW" })'));
  dataOf(await project('c3', 'C-OLD'));
  expect(codesOf(await project('c4', 'C-NEW'))).toEqual(['NOT_UNIQUE']);
});

test('an update to the same value keeps it reserved', async () => {
  dataOf(await project('d1', 'DELTA'));
  dataOf(await mutate('updateProject(input: { id: "d1", key: "DELTA" })'));
  expect(codesOf(await project('d2', 'DELTA'))).toEqual(['NOT_UNIQUE']);
});

test('any number of rows may have null, and an update to null frees the value', async () => {
  dataOf(await project('e1', 'E1', 'nick'));
  dataOf(await project('e2', 'E2'));
  dataOf(await project('e3', 'E3'));
  dataOf(await mutate('updateProject(input: { id: "e1", nick: null })'));
  dataOf(await mutate('updateProject(input: { id: "e2", nick: "nick" })'));
  expect(codesOf(await mutate('updateProject(input: { id: "e3", nick: "nick" })'))).toEqual(['NOT_UNIQUE']);
});

test('a delete frees the value', async () => {
  dataOf(await project('f1', 'FOX'));
  dataOf(await mutate('deleteProject(input: { id: "f1" })'));
  dataOf(await project('f2', 'FOX'));
});

test('a create that fails for another reason reserves no value', async () => {
  dataOf(await project('g1', 'G1', 'gnu'));
  expect(codesOf(await project('g2', 'G2', 'gnu'))).toEqual(['NOT_UNIQUE']);
  expect(codesOf(await project('g1', 'G3'))).toEqual(['ALREADY_EXISTS']);
  dataOf(await project('g4', 'G2'));
  dataOf(await project('g5', 'G3'));
});

test('a combination is unique as a whole, its parts may repeat, and a null part exempts the row', async () => {
  dataOf(await project('h1', 'H1'));
  dataOf(await project('h2', 'H2'));
  dataOf(await task('t1', 'slug: "s", year: 1, projectTasksId: "h1"'));
  dataOf(await task('t2', 'slug: "s", year: 1, projectTasksId: "h2"'));
  dataOf(await task('t3', 'slug: "s", year: 2, projectTasksId: "h1"'));
  dataOf(await task('t4', 'slug: "s", projectTasksId: "h1"'));
  dataOf(await task('t5', 'slug: "s", projectTasksId: "h1"'));
  const taken = await task('t6', 'slug: "s", year: 1, projectTasksId: "h1"');
  expect(codesOf(taken)).toEqual(['NOT_UNIQUE']);
  expect(codesOf(await mutate('updateTask(input: { id: "t4", year: 2 })'))).toEqual(['NOT_UNIQUE']);
  dataOf(await mutate('updateTask(input: { id: "t4", year: 3 })'));
  expect(codesOf(await mutate('updateTask(input: { id: "t2", projectTasksId: "h1" })'))).toEqual([
    'NOT_UNIQUE',
  ]);
});

test('values that look alike in a key stay distinct', async () => {
  const keys = ['x#y', 'x$y', 'x$#y', 'x', 'X', 'x ', ''];
  await Promise.all(keys.map(async (key, at) => dataOf(await project(`i${at}`, key))));
  dataOf(await task('i1', 'slug: "1", year: 11'));
  dataOf(await project('i9', 'p'));
  dataOf(await task('i2', 'slug: "a#", year: 1, projectTasksId: "i9"'));
  dataOf(await task('i3', 'slug: "a", year: 1, projectTasksId: "i9"'));
});

test('two rows swap their values in one batch', async () => {
  dataOf(await project('j1', 'LEFT'));
  dataOf(await project('j2', 'RIGHT'));
  const swap = 'updateProjects(input: [{ id: "j1", key: "RIGHT" }, { id: "j2", key: "LEFT" }])';
  expect(dataOf(await mutate(swap, 'alice', 'id key'))).toEqual({
    updateProjects: [
      { id: 'j1', key: 'RIGHT' },
      { id: 'j2', key: 'LEFT' },
    ],
  });
  expect([await keyOf('j1'), await keyOf('j2')]).toEqual(['RIGHT', 'LEFT']);
  for (const key of ['LEFT', 'RIGHT']) expect(codesOf(await project('j3', key))).toEqual(['NOT_UNIQUE']);
  dataOf(await mutate('deleteProject(input: { id: "j1" })'));
  dataOf(await project('j4', 'RIGHT'));
  expect(codesOf(await project('j5', 'LEFT'))).toEqual(['NOT_UNIQUE']);
});

test('two rows of one batch cannot have the same value', async () => {
  const both = 'createProjects(input: [{ id: "k1", key: "KEY" }, { id: "k2", key: "KEY" }])';
  expect(codesOf(await mutate(both))).toEqual(['NOT_UNIQUE']);
  dataOf(await project('k3', 'KEY'));
});

test('when 20 callers create the same value concurrently, exactly one succeeds', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => project(`l${at}`, 'LIMA')));
  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  expect(answers.flatMap(codesOf)).toEqual(Array(19).fill('NOT_UNIQUE'));
});

test('when 20 callers update to the same value concurrently, one succeeds and the other rows keep theirs', async () => {
  const ids = Array.from({ length: 20 }, (_, at) => `m${at}`);
  for (const id of ids) dataOf(await project(id, id));
  const answers = await Promise.all(
    ids.map((id) => mutate(`updateProject(input: { id: "${id}", key: "MIKE" })`)),
  );
  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  expect(answers.flatMap(codesOf)).toEqual(Array(19).fill('NOT_UNIQUE'));
  const keys = await Promise.all(ids.map(keyOf));
  expect(keys.filter((key, at) => key === ids[at])).toHaveLength(19);
  const winner = keys.indexOf('MIKE');
  dataOf(await project('m-free', `m${winner}`));
});
