import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf, messagesOf } from '../engine/answers.ts';
import { partitionOf } from '../shared/partition-of.ts';

const sdl = /* GraphQL */ `
  type Project @model @auth(rules: [{ allow: private }]) {
    id: ID!
    tasks: [Task] @hasMany
    labels: [Label] @manyToMany(relationName: "ProjectLabel")
  }
  type Task @model @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
    project: Project @belongsTo
    shelfRoom: ID
    shelfNumber: Int
    shelf: Shelf @hasOne(fields: ["shelfRoom", "shelfNumber"])
  }
  type Shelf @model @auth(rules: [{ allow: private }]) {
    room: ID! @primaryKey(sortKeyFields: ["number"])
    number: Int!
  }
  type Label @model @auth(rules: [{ allow: private }]) {
    id: ID!
    projects: [Project] @manyToMany(relationName: "ProjectLabel")
  }
  type Buyer @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String!
    orders: [Order!]! @hasMany(indexName: "byBuyer", fields: ["id"])
  }
  type Order @model @auth(rules: [{ allow: private }]) {
    id: ID!
    buyerId: ID! @index(name: "byBuyer")
    buyer: Buyer! @belongsTo(fields: ["buyerId"])
    agentId: ID
    agent: Buyer! @belongsTo(fields: ["agentId"])
  }
  type Mutation {
    family(id: ID!): Project
    orphan(id: ID!): Project
  }
`;

interface Tables {
  readonly store: {
    transact(
      work: (tables: Record<string, { create(row: object): Promise<object> }>) => Promise<object>,
    ): object;
  };
}
const resolvers = {
  Mutation: {
    family: (_root: unknown, { id }: { id: string }, { store }: Tables) =>
      store.transact(async (tables) => {
        await tables['Task']?.create({ id: `${id}-child`, projectTasksId: id });
        return (await tables['Project']?.create({ id })) ?? {};
      }),
    orphan: (_root: unknown, { id }: { id: string }, { store }: Tables) =>
      store.transact(async (tables) => {
        await tables['Project']?.create({ id });
        return (await tables['Task']?.create({ id: `${id}-child`, projectTasksId: `${id}!` })) ?? {};
      }),
  },
};

let api: TestApi;
beforeAll(async () => {
  const globex = { Project: [{ id: 'theirs' }], Label: [{ id: 'theirs' }] };
  const acme = { Project: [{ id: 'p' }], Label: [{ id: 'l' }], Shelf: [{ room: 'r', number: 1 }] };
  api = await openTestApi({ sdl, resolvers, seed: { rows: { acme, globex } } });
});
afterAll(() => api.close());

const mutate = (field: string): Promise<Answer> => api.ask('alice', `mutation { ${field} { id } }`);
const find = async (field: string): Promise<unknown> =>
  dataOf(await api.ask('alice', `{ found: ${field} }`))['found'];
const dangling = (answer: Answer, fields: string): void => {
  expect(codesOf(answer)).toEqual(['DANGLING_REFERENCE']);
  expect(messagesOf(answer)).toEqual([`The row that ${fields} refers to does not exist.`]);
};

test.each(['nowhere', 'theirs'])(
  'a create that refers to the missing or foreign row "%s" is rejected',
  async (id) => {
    const answer = await mutate(`createTask(input: { id: "a", projectTasksId: "${id}" })`);
    dangling(answer, '"projectTasksId"');
    expect(answer.errors[0]?.extensions['errorInfo']).toEqual({
      fields: [
        {
          path: ['input', 'projectTasksId'],
          rule: 'reference',
          message: 'The row that "projectTasksId" refers to does not exist.',
        },
      ],
    });
    expect(await find('getTask(id: "a") { id }')).toBeNull();
  },
);

test.each(['nowhere', 'theirs'])(
  'an update that refers to the missing or foreign row "%s" is rejected',
  async (id) => {
    await mutate('createTask(input: { id: "b", projectTasksId: "p" })');
    dangling(
      await mutate(`updateTask(input: { id: "b", title: "x", projectTasksId: "${id}" })`),
      '"projectTasksId"',
    );
    expect(await find('getTask(id: "b") { title projectTasksId }')).toEqual({
      title: null,
      projectTasksId: 'p',
    });
  },
);

test('a composite foreign key must name an existing row, and with a null part it refers to no row', async () => {
  dataOf(await mutate('createTask(input: { id: "c1", shelfRoom: "r", shelfNumber: 1 })'));
  dangling(
    await mutate('createTask(input: { id: "c2", shelfRoom: "r", shelfNumber: 2 })'),
    '"shelfRoom" and "shelfNumber"',
  );
  dataOf(await mutate('createTask(input: { id: "c3", shelfNumber: 2 })'));
  dangling(await mutate('updateTask(input: { id: "c3", shelfRoom: "r" })'), '"shelfRoom" and "shelfNumber"');
  dataOf(await mutate('updateTask(input: { id: "c3", shelfRoom: "r", shelfNumber: 1 })'));
});

test('an update that keeps a foreign key succeeds, even when its row was deleted', async () => {
  dataOf(await mutate('createProject(input: { id: "gone" })'));
  dataOf(await mutate('createTask(input: { id: "d", projectTasksId: "gone" })'));
  dataOf(await mutate('deleteProject(input: { id: "gone" })'));
  dataOf(await mutate('updateTask(input: { id: "d", title: "x" })'));
  dataOf(await mutate('updateTask(input: { id: "d", projectTasksId: "gone" })'));
  expect(await find('getTask(id: "d") { title projectTasksId project { id } }')).toEqual({
    title: 'x',
    projectTasksId: 'gone',
    project: null,
  });
  dataOf(await mutate('updateTask(input: { id: "d", projectTasksId: null })'));
  dangling(await mutate('updateTask(input: { id: "d", projectTasksId: "gone" })'), '"projectTasksId"');
});

test('one transaction creates a row and a row that refers to it, in any order', async () => {
  dataOf(await mutate('family(id: "f")'));
  expect(await find('getTask(id: "f-child") { project { id } }')).toEqual({ project: { id: 'f' } });
  dangling(await mutate('orphan(id: "o")'), '"projectTasksId"');
  expect(await find('getProject(id: "o") { id }')).toBeNull();
});

test('a batch creates many children of one parent with one read of the parent', async () => {
  const input = Array.from({ length: 30 }, (_, at) => `{ id: "g${at}", projectTasksId: "p" }`).join(' ');
  const { calls } = await mutate(`createTasks(input: [${input}])`);
  expect(calls.map(({ command }) => command.name)).toEqual(['GetItem', 'TransactWriteItems']);
  // 30 rows, and nothing of their parent.
  expect(calls[1]?.command.input).toMatchObject({ TransactItems: { length: 30 } });
});

test('two rows can be linked only once, and a link needs both rows', async () => {
  dataOf(await mutate('createProjectLabel(input: { id: "k1", projectId: "p", labelId: "l" })'));
  const again = await mutate('createProjectLabel(input: { id: "k2", projectId: "p", labelId: "l" })');
  expect(codesOf(again)).toEqual(['NOT_UNIQUE']);
  dangling(
    await mutate('createProjectLabel(input: { id: "k3", projectId: "p", labelId: "theirs" })'),
    '"labelId"',
  );
  dangling(
    await mutate('createProjectLabel(input: { id: "k3", projectId: "nowhere", labelId: "l" })'),
    '"projectId"',
  );
  dataOf(await mutate('deleteProjectLabel(input: { id: "k1" })'));
  dataOf(await mutate('createProjectLabel(input: { id: "k4", projectId: "p", labelId: "l" })'));
});

test('a delete of either side deletes the link, and the rows can be linked again', async () => {
  for (const side of ['Project', 'Label']) {
    dataOf(await mutate(`createProject(input: { id: "${side}-p" })`));
    dataOf(await mutate(`createLabel(input: { id: "${side}-l" })`));
    const link = `createProjectLabel(input: { id: "${side}", projectId: "${side}-p", labelId: "${side}-l" })`;
    dataOf(await mutate(link));
    const id = `${side}-${side.charAt(0).toLowerCase()}`;
    dataOf(await mutate(`delete${side}(input: { id: "${id}" })`));
    expect(await find(`getProjectLabel(id: "${side}") { id }`)).toBeNull();
    dataOf(await mutate(`create${side}(input: { id: "${id}" })`));
    dataOf(await mutate(link));
  }
});

describe('a required relation', () => {
  const mutation = (fields: string): Promise<Answer> => api.ask('alice', `mutation { ${fields} }`);

  test('restricts the delete of the row that it needs', async () => {
    dataOf(
      await mutation(
        'b: createBuyer(input: { id: "b", name: "B" }) { id } o: createOrder(input: { id: "o", buyerId: "b" }) { id }',
      ),
    );
    const refused = await mutation('deleteBuyer(input: { id: "b" }) { id }');
    expect(codesOf(refused)).toEqual(['STILL_REFERENCED']);
    expect(dataOf(await api.ask('alice', '{ listOrders { items { id buyer { name } } } }'))).toEqual({
      listOrders: { items: [{ id: 'o', buyer: { name: 'B' } }] },
    });
    dataOf(await mutation('deleteOrder(input: { id: "o" }) { id } deleteBuyer(input: { id: "b" }) { id }'));
  });

  test('of a row that lost the other one answers an error that names the field, and is no failure of ours', async () => {
    dataOf(
      await mutation(
        'b: createBuyer(input: { id: "c", name: "C" }) { id } o: createOrder(input: { id: "p", buyerId: "c" }) { id }',
      ),
    );
    await api.direct({
      name: 'DeleteItem',
      input: { Key: { __pk: partitionOf('acme', 'Buyer', api.model), __sk: 'c#' } },
    });
    const before = api.log.length;
    const answer = await api.ask('alice', '{ getOrder(id: "p") { id buyer { name } } }');
    expect(answer.errors).toMatchObject([
      {
        message: '"buyer" of Order is required, but the Buyer that "buyerId" refers to does not exist.',
        path: ['getOrder', 'buyer'],
        extensions: { code: 'DANGLING_REFERENCE' },
      },
    ]);
    expect(answer.errors[0]?.extensions).not.toHaveProperty('retryable');
    expect(api.log.slice(before).filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('by a key that may be null answers the same', async () => {
    const answer = await api.ask('alice', '{ getOrder(id: "p") { agent { name } } }');
    expect(answer.errors).toMatchObject([
      { path: ['getOrder', 'agent'], extensions: { code: 'DANGLING_REFERENCE' } },
    ]);
  });
});
