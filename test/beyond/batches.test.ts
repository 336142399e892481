import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf, messagesOf } from '../engine/answers.ts';

const sdl = /* GraphQL */ `
  type Item @model(counts: EXACT) @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String! @validate(type: minLength, value: "2")
    rank: Int @default(value: "5")
  }
  type Note @model(counts: EXACT) @auth(rules: [{ allow: owner }]) {
    id: ID!
    text: String
  }
  type Sheep @model(counts: EXACT) @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Fixed @model(mutations: { delete: null, update: null }) @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Folder @model(counts: EXACT) @auth(rules: [{ allow: private }]) {
    id: ID!
    parentId: ID @index(name: "byParent")
    folders: [Folder] @hasMany(indexName: "byParent", fields: ["id"], onDelete: CASCADE)
  }
  type Mutation {
    updateItems: String
  }
`;
const resolvers = { Mutation: { updateItems: () => 'by the schema' } };

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl, resolvers });
});
afterAll(() => api.close());

const ask = (query: string, user = 'alice'): Promise<Answer> => api.ask(user, query);
const mutate = (field: string, user?: string): Promise<Answer> => ask(`mutation { ${field} }`, user);
const create = (ids: readonly string[]): Promise<Answer> =>
  mutate(`createItems(input: [${ids.map((id) => `{ id: "${id}", name: "${id}${id}" }`).join(' ')}]) { id }`);
const find = async (field: string): Promise<unknown> => dataOf(await ask(`{ found: ${field} }`))['found'];

test('a batch returns its whole rows in the order of the input, in one call', async () => {
  const answer = await mutate(
    'createItems(input: [{ id: "z", name: "zz" }, { name: "aa", rank: 1 }, { id: "m", name: "mm" }]) { id name rank createdAt }',
  );
  expect(dataOf(answer)).toEqual({
    createItems: [
      { id: 'z', name: 'zz', rank: 5, createdAt: expect.any(String) as string },
      { id: expect.any(String) as string, name: 'aa', rank: 1, createdAt: expect.any(String) as string },
      { id: 'm', name: 'mm', rank: 5, createdAt: expect.any(String) as string },
    ],
  });
  expect(answer.calls.map(({ command }) => command.name)).toEqual(['TransactWriteItems']);
});

test.each([
  ['an id that exists', '{ id: "taken", name: "xx" }', 'ALREADY_EXISTS'],
  ['an invalid value', '{ id: "b3", name: "x" }', 'VALIDATION_FAILED'],
  ['the same row twice', '{ id: "b1", name: "xx" }', 'INVALID_ARGUMENTS'],
])('%s fails the whole batch', async (_title, bad, code) => {
  await create(['taken']);
  const answer = await mutate(`createItems(input: [{ id: "b1", name: "b1" }, ${bad}]) { id }`);
  expect(codesOf(answer)).toEqual([code]);
  expect(answer.data).toEqual({ createItems: null });
  expect(await find('getItem(id: "b1") { id }')).toBeNull();
});

test("a batch may have 100 writes, the counter's included, and a larger one is rejected", async () => {
  const ids = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_, at) => `${prefix}${at}`);
  expect(dataOf(await create(ids('c', 99)))['createItems']).toHaveLength(99);
  const answer = await create(ids('d', 100));
  expect(codesOf(answer)).toEqual(['INVALID_ARGUMENTS']);
  expect(messagesOf(answer)).toEqual([
    'This comes to 101 writes at once, and 100 is the most: send it in smaller parts.',
  ]);
  expect(await find('getItem(id: "d0") { id }')).toBeNull();
});

test('an empty batch returns an empty list without a call', async () => {
  const answer = await mutate('createItems(input: []) { id }');
  expect(dataOf(answer)).toEqual({ createItems: [] });
  expect(answer.calls).toEqual([]);
});

test('a batch of updates or deletes succeeds or fails as a whole', async () => {
  dataOf(await mutate('createNotes(input: [{ id: "n1", text: "1" }, { id: "n2", text: "2" }]) { id }'));
  const update = 'updateNotes(input: [{ id: "n2", text: "b" }, { id: "n1", text: null }]) { id text }';
  expect(dataOf(await mutate(update))).toEqual({
    updateNotes: [
      { id: 'n2', text: 'b' },
      { id: 'n1', text: null },
    ],
  });
  expect(codesOf(await mutate('updateNotes(input: [{ id: "n1", text: "x" }, { id: "no" }]) { id }'))).toEqual(
    ['FORBIDDEN'],
  );
  expect(await find('getNote(id: "n1") { text }')).toEqual({ text: null });
  expect(codesOf(await mutate('deleteNotes(input: [{ id: "n1" }, { id: "no" }]) { id }'))).toEqual([
    'FORBIDDEN',
  ]);
  expect(dataOf(await mutate('deleteNotes(input: [{ id: "n2" }, { id: "n1" }]) { id text owner }'))).toEqual({
    deleteNotes: [
      { id: 'n2', text: 'b', owner: 'alice' },
      { id: 'n1', text: null, owner: 'alice' },
    ],
  });
  expect(await find('countNotes')).toBe(0);
});

test('a batch fails as a whole when the rules forbid one of its rows', async () => {
  dataOf(await mutate('createNotes(input: [{ id: "m1" }]) { id }'));
  dataOf(await mutate('createNotes(input: [{ id: "m2" }]) { id }', 'bob'));
  for (const operation of ['updateNotes', 'deleteNotes'])
    expect(codesOf(await mutate(`${operation}(input: [{ id: "m1" }, { id: "m2" }]) { id }`))).toEqual([
      'FORBIDDEN',
    ]);
  expect(await find('getNote(id: "m1") { id }')).toEqual({ id: 'm1' });
});

test('a type whose plural is its own name and a disabled operation have no batch mutations', async () => {
  expect(dataOf(await mutate('createSheep(input: { id: "s" }) { id }'))).toEqual({
    createSheep: { id: 's' },
  });
  for (const field of ['updateFixeds', 'deleteFixeds'])
    expect(codesOf(await mutate(`${field}(input: []) { id }`))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(dataOf(await mutate('createFixeds(input: [{ id: "f" }]) { id }'))).toEqual({
    createFixeds: [{ id: 'f' }],
  });
});

test('a field of Mutation that the schema declares replaces the generated one', async () => {
  expect(dataOf(await mutate('updateItems'))).toEqual({ updateItems: 'by the schema' });
});

test('when 10 concurrent batches share one row, exactly one succeeds as a whole', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => create([`own${at}`, 'shared'])));
  expect(answers.flatMap(codesOf)).toEqual(Array(9).fill('ALREADY_EXISTS'));
  const winner = answers.findIndex(({ errors }) => errors.length === 0);
  expect(await find('listItems(filter: { id: { beginsWith: "own" } }) { items { id } }')).toEqual({
    items: [{ id: `own${winner}` }],
  });
});

test('a row that is deleted both directly and by cascade is deleted and counted once', async () => {
  dataOf(await mutate('createFolders(input: [{ id: "top" }, { id: "sub", parentId: "top" }]) { id }'));
  expect(dataOf(await mutate('deleteFolders(input: [{ id: "top" }, { id: "sub" }]) { id }'))).toEqual({
    deleteFolders: [{ id: 'top' }, { id: 'sub' }],
  });
  expect(await find('countFolders')).toBe(0);
  expect(await find('listFolders { items { id } }')).toEqual({ items: [] });
});
