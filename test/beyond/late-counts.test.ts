import { openTestApi, type TestApi } from '../api.ts';
import { dataOf } from '../engine/answers.ts';
import { openBehind, type Behind } from '../shared/background.ts';

const sdl = /* GraphQL */ `
  type Project @model @auth(rules: [{ allow: private }]) {
    id: ID!
    tasks: [Task] @hasMany(onDelete: CASCADE)
  }
  type Task @model @auth(rules: [{ allow: private }]) {
    id: ID!
    text: String
    project: Project @belongsTo
  }
  type Plain @model @auth(rules: [{ allow: private }]) {
    id: ID!
    text: String
  }
  type Exact @model(counts: EXACT) @auth(rules: [{ allow: private }]) {
    id: ID!
  }
`;
/** A whole second, in which all changes of these tests come. */
const NOW = Date.UTC(2026, 10, 30, 10);

let api: TestApi;
let behind: Behind;
beforeAll(async () => {
  api = await openTestApi({ sdl, now: () => NOW });
  behind = openBehind(api);
});
afterAll(() => api.close());

const ask = (query: string, user = 'alice') => api.ask(user, query);
const create = async (type: string, id: string, user = 'alice') =>
  ask(`mutation { create${type}(input: { id: "${id}" }) { id } }`, user);
const count = async (field: string, user = 'alice') => {
  const { data, extensions } = await ask(`{ ${field} }`, user);
  return { count: data?.[field], said: extensions['counts'] };
};

test('a create is one plain put, and counts once the consumer has seen it', async () => {
  const { calls } = await create('Plain', '1');
  expect(calls.map(({ command }) => command.name)).toEqual(['PutItem']);
  expect(await count('countPlains')).toEqual({ count: 0, said: { Plain: { exact: false, asOf: null } } });
  await behind.changes();
  const asOf = new Date(NOW).toISOString();
  expect(await count('countPlains')).toEqual({ count: 1, said: { Plain: { exact: false, asOf } } });
});

test('only a create and a delete change it, and each tenant counts its own rows', async () => {
  await create('Plain', '2');
  await create('Plain', 'theirs', 'carol');
  await ask('mutation { updatePlain(input: { id: "2", text: "new" }) { id } }');
  await behind.changes();
  expect((await count('countPlains')).count).toBe(2);
  expect((await count('countPlains', 'carol')).count).toBe(1);
  await ask('mutation { deletePlain(input: { id: "2" }) { id } }');
  await behind.changes();
  expect((await count('countPlains')).count).toBe(1);
});

test('totalCount is the same number, and says the same of itself', async () => {
  const { data, extensions } = await ask('{ listPlains { totalCount } countPlains }');
  expect(data).toEqual({ listPlains: { totalCount: 1 }, countPlains: 1 });
  expect(extensions['counts']).toEqual({ Plain: { exact: false, asOf: new Date(NOW).toISOString() } });
});

test('an exact count is in the transaction of the write, and needs no word', async () => {
  const { calls } = await create('Exact', '1');
  expect(calls.map(({ command }) => command.name)).toEqual(['TransactWriteItems']);
  expect(await count('countExacts')).toEqual({ count: 1, said: undefined });
});

test('a count by a filter reads the rows, and is right at once', async () => {
  await create('Plain', '3');
  const { data, extensions } = await ask('{ countPlains(filter: { id: { ge: "1" } }) }');
  expect(data).toEqual({ countPlains: 2 });
  expect(extensions['counts']).toBeUndefined();
  await behind.changes();
});

test('a batch of rows is counted by one write for each type', async () => {
  const rows = Array.from({ length: 20 }, (_, at) => `{ id: "b${at}" }`).join(' ');
  dataOf(await ask(`mutation { createPlains(input: [${rows}]) { id } }`));
  await behind.changes();
  const { Items = [] } = await api.direct({
    name: 'Query',
    input: {
      KeyConditionExpression: '#k = :k',
      ExpressionAttributeNames: { '#k': '__pk' },
      ExpressionAttributeValues: { ':k': 'T#acme#COUNT#' },
      ScanIndexForward: true,
    },
  });
  const { applied } = Items.find((item) => JSON.stringify(item['__sk']).includes('Plain')) ?? {};
  // The last write names 20 records, by 8 characters each.
  expect(JSON.stringify(applied)).toMatch(/^\["\w+ [\w-]{160}"/);
  expect((await count('countPlains')).count).toBe(22);
});

test('a cascade, and a delete that goes on as a job, leave the rows that exist', async () => {
  dataOf(await ask('mutation { createProject(input: { id: "p" }) { id } }'));
  const all = Array.from({ length: 150 }, (_, at) => at);
  for (let at = 0; at < all.length; at += 25) {
    const rows = all.slice(at, at + 25).map((id) => `{ id: "t${id}" projectTasksId: "p" }`);
    dataOf(await ask(`mutation { createTasks(input: [${rows.join(' ')}]) { id } }`));
  }
  await behind.settle();
  expect((await count('countTasks')).count).toBe(150);
  dataOf(await ask('mutation { deleteProject(input: { id: "p" }) { id } }'));
  await behind.settle();
  expect([(await count('countTasks')).count, (await count('countProjects')).count]).toEqual([0, 0]);
});
