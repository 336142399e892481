import { openTestApi, type TestApi } from '../api.ts';
import { codesOf, dataOf, messagesOf } from './answers.ts';

const sdl = /* GraphQL */ `
  type Item @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String!
    note: String
    count: Int
    on: Boolean
    words: [String]
    size: Size
    level: Level! @default(value: "LOW")
    share: Float @default(value: "0.5")
    place: Place
    places: [Place!]
    data: AWSJSON
  }
  enum Level {
    LOW
    HIGH
  }
  type Size {
    width: Int!
    height: Int
  }
  type Place {
    name: String!
    size: Size
  }
  type Stamped
    @model(timestamps: { createdAt: "made", updatedAt: "touched" })
    @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
  }
  type Timeless @model(timestamps: null) @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
  }
  type Renamed
    @model(
      queries: { get: "oneRenamed", list: "allRenamed", count: "numberOfRenamed" }
      mutations: { create: "addRenamed", update: "changeRenamed", delete: null }
      counts: EXACT
    )
    @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
  }
  type Silent @model(queries: null, mutations: null) @auth(rules: [{ allow: private }]) {
    id: ID!
  }
`;

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl });
});
afterAll(() => api.close());

const ask = (query: string, variables: object = {}) => api.ask('alice', query, variables);
const fields =
  'id name note count on words level share size { width height } place { name size { width } } data';
const create = (input: object) =>
  ask(`mutation ($input: CreateItemInput!) { createItem(input: $input) { ${fields} createdAt updatedAt } }`, {
    input,
  });
const update = (input: object) =>
  ask(`mutation ($input: UpdateItemInput!) { updateItem(input: $input) { ${fields} createdAt updatedAt } }`, {
    input,
  });
const get = async (id: string) =>
  dataOf(await ask(`query ($id: ID!) { getItem(id: $id) { ${fields} createdAt updatedAt } }`, { id }))[
    'getItem'
  ];
const stored = async (id: string): Promise<object> => {
  const { calls } = await ask('query ($id: ID!) { getItem(id: $id) { id } }', { id });
  return calls[0]?.output?.Item ?? {};
};

test('create, get, list, update and delete each return the whole row', async () => {
  const input = {
    name: 'Anvil',
    count: 3,
    on: false,
    words: ['a', 'b'],
    size: { width: 2 },
    place: { name: 'shelf', size: { width: 9, height: 1 } },
    data: '{"a":[1,null]}',
  };
  const created: unknown = dataOf(await create({ id: 'i1', ...input }))['createItem'];
  expect(created).toMatchObject({
    ...input,
    id: 'i1',
    note: null,
    size: { width: 2, height: null },
    place: { name: 'shelf', size: { width: 9 } },
    level: 'LOW',
    share: 0.5,
  });
  expect(await get('i1')).toEqual(created);
  const { listItems } = dataOf(await ask(`{ listItems { items { ${fields} createdAt updatedAt } } }`));
  expect(listItems).toEqual({ items: [created] });
  const updated: unknown = dataOf(await update({ id: 'i1', count: 4, note: 'heavy' }))['updateItem'];
  expect(updated).toEqual({
    ...(created as object),
    count: 4,
    note: 'heavy',
    updatedAt: expect.any(String) as string,
  });
  const { deleteItem } = dataOf(
    await ask(`mutation { deleteItem(input: { id: "i1" }) { ${fields} createdAt updatedAt } }`),
  );
  expect(deleteItem).toEqual(updated);
  expect(await get('i1')).toBeNull();
});

test('a row without an id gets a generated one, and generated ids increase with time', async () => {
  const ids: string[] = [];
  for (const name of ['x', 'y', 'z']) {
    const { createItem } = dataOf(await create({ name }));
    ids.push((createItem as { id: string }).id);
  }
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
});

test('a create with an existing id is rejected and leaves the row unchanged', async () => {
  await create({ id: 'taken', name: 'First' });
  const answer = await create({ id: 'taken', name: 'Second' });
  expect(codesOf(answer)).toEqual(['ALREADY_EXISTS']);
  expect(messagesOf(answer)).toEqual(['The Item with id "taken" exists already.']);
  expect(await get('taken')).toMatchObject({ name: 'First' });
});

test('an update or a delete of a missing row is rejected', async () => {
  const updated = await update({ id: 'nowhere', note: 'x' });
  expect(codesOf(updated)).toEqual(['NOT_FOUND']);
  expect(messagesOf(updated)).toEqual(['There is no Item with id "nowhere".']);
  expect(codesOf(await ask('mutation { deleteItem(input: { id: "nowhere" }) { id } }'))).toEqual([
    'NOT_FOUND',
  ]);
  expect(await get('nowhere')).toBeNull();
});

test('a create treats null as absent: it stores nothing or the default', async () => {
  await create({ id: 'nulls', name: 'N', note: null, words: null, level: null, share: null });
  expect(await get('nulls')).toMatchObject({ note: null, words: null, level: 'LOW', share: 0.5 });
  const attributes = Object.keys(await stored('nulls'));
  expect(attributes).not.toContain('note');
  expect(attributes).not.toContain('words');
});

test('an update keeps absent fields, and null removes a value', async () => {
  await create({ id: 'update', name: 'N', note: 'text', count: 1, size: { width: 1 }, words: ['a'] });
  await update({ id: 'update', note: null, size: null });
  expect(await get('update')).toMatchObject({ name: 'N', note: null, count: 1, size: null, words: ['a'] });
  expect(Object.keys(await stored('update'))).not.toContain('note');
});

test('false, 0, an empty string and an empty list are stored as values', async () => {
  await create({ id: 'falsy', name: '', count: 0, on: false, words: [], share: 0 });
  expect(await get('falsy')).toMatchObject({ name: '', count: 0, on: false, words: [], share: 0 });
});

test('an update cannot set a required field to null', async () => {
  await create({ id: 'required', name: 'N' });
  const answer = await update({ id: 'required', name: null, level: null, note: 'x' });
  expect(codesOf(answer)).toEqual(['VALIDATION_FAILED']);
  expect(answer.errors[0]?.extensions['errorInfo']).toEqual({
    fields: [
      {
        path: ['input', 'name'],
        rule: 'required',
        message: 'Field name of type Item is required and must not be null',
      },
      {
        path: ['input', 'level'],
        rule: 'required',
        message: 'Field level of type Item is required and must not be null',
      },
    ],
  });
  expect(await get('required')).toMatchObject({ name: 'N', level: 'LOW', note: null });
});

test('a given value overrides the default', async () => {
  const { createItem } = dataOf(await create({ name: 'N', level: 'HIGH', share: 2 }));
  expect(createItem).toMatchObject({ level: 'HIGH', share: 2 });
});

test('a create sets both timestamps, and an update sets updatedAt alone', async () => {
  const before = new Date().toISOString();
  const { createItem } = dataOf(await create({ id: 'times', name: 'N' }));
  const { createdAt, updatedAt } = createItem as { createdAt: string; updatedAt: string };
  expect(createdAt >= before && createdAt <= new Date().toISOString()).toBe(true);
  expect(updatedAt).toBe(createdAt);
  while (new Date().toISOString() === createdAt) await new Promise(setImmediate);
  const { updateItem } = dataOf(await update({ id: 'times', note: 'x' }));
  expect(updateItem).toMatchObject({ createdAt });
  expect((updateItem as { updatedAt: string }).updatedAt > updatedAt).toBe(true);
});

test('@model renames timestamps or omits them', async () => {
  const { createStamped } = dataOf(
    await ask('mutation { createStamped(input: { name: "N" }) { id made touched } }'),
  );
  expect(createStamped).toEqual({
    id: expect.any(String) as string,
    made: expect.stringMatching(/^20.*Z$/) as string,
    touched: expect.stringMatching(/^20.*Z$/) as string,
  });
  const answer = await ask('mutation { createTimeless(input: { id: "t", name: "N" }) { id } }');
  expect(answer.calls[0]?.command.input).toHaveProperty('Item.name', 'N');
  expect(answer.calls[0]?.command.input).not.toHaveProperty('Item.createdAt');
  const { updateTimeless } = dataOf(
    await ask('mutation { updateTimeless(input: { id: "t", name: "M" }) { name } }'),
  );
  expect(updateTimeless).toEqual({ name: 'M' });
});

test('@model renames operations or disables them', async () => {
  dataOf(await ask('mutation { addRenamed(input: { id: "r" }) { id } }'));
  dataOf(await ask('mutation { changeRenamed(input: { id: "r", name: "N" }) { id } }'));
  const data = dataOf(
    await ask('{ oneRenamed(id: "r") { name } allRenamed { items { id } totalCount } numberOfRenamed }'),
  );
  expect(data).toEqual({
    oneRenamed: { name: 'N' },
    allRenamed: { items: [{ id: 'r' }], totalCount: 1 },
    numberOfRenamed: 1,
  });
  const schema = dataOf(
    await ask('{ __schema { queryType { fields { name } } mutationType { fields { name } } } }'),
  );
  const names = JSON.stringify(schema);
  expect(names).not.toMatch(/getRenamed|listRenamed|countRenamed|createRenamed"|deleteRenamed|Silent/);
});

test('an update of the key alone sets updatedAt and keeps the other fields', async () => {
  await create({ id: 'same', name: 'N', note: 'text' });
  expect(dataOf(await update({ id: 'same' }))['updateItem']).toMatchObject({ name: 'N', note: 'text' });
});

test('two writes of one document run in order, and the second sees the result of the first', async () => {
  const data = dataOf(
    await ask(`mutation {
      createItem(input: { id: "two", name: "A" }) { name }
      updateItem(input: { id: "two", name: "B" }) { name }
      deleteItem(input: { id: "two" }) { name }
    }`),
  );
  expect(data).toEqual({ createItem: { name: 'A' }, updateItem: { name: 'B' }, deleteItem: { name: 'B' } });
});
