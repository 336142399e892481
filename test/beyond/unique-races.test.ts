import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { dataOf } from '../engine/answers.ts';
import { withEveryReason } from '../store/every-reason.ts';

// Other requests change rows just before each attempt of a write. DynamoDB names every condition that a transaction fails.

const sdl = /* GraphQL */ `
  type Project @model @auth(rules: [{ allow: private }]) {
    id: ID!
    key: String @unique
    slug: String @unique(fields: ["year"])
    year: Int
  }
`;

let api: TestApi;
/** What other requests do before the next attempts, each once. */
let others: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  api = await openTestApi({
    sdl,
    through: (send) => {
      const named = withEveryReason(send);
      return async (command, options) => {
        const other = command.name === 'TransactWriteItems' ? others.shift() : undefined;
        if (other) {
          const later = others.splice(0);
          await other();
          others = later;
        }
        return named(command, options);
      };
    },
  });
});
afterAll(() => api.close());

const mutate = (field: string): Promise<Answer> => api.ask('alice', `mutation { ${field} { id } }`);
const create = (id: string, values: string): Promise<unknown> =>
  mutate(`createProject(input: { id: "${id}", ${values} })`).then(dataOf);
const update = (id: string, values: string): Promise<unknown> =>
  mutate(`updateProject(input: { id: "${id}", ${values} })`).then(dataOf);
const remove = (id: string): Promise<unknown> => mutate(`deleteProject(input: { id: "${id}" })`).then(dataOf);

test.each([
  ['an update', 'a', () => update('a', 'key: "a-new"')],
  ['a delete', 'b', () => remove('b')],
])('%s frees a value that another row has had for a moment', async (_title, id, write) => {
  await create(id, `key: "${id}-old"`);
  await create(`${id}2`, `key: "${id}-2"`);
  others = [
    async () => {
      await update(id, `key: "${id}-other"`);
      await update(`${id}2`, `key: "${id}-old"`);
    },
    async () => {
      await update(`${id}2`, `key: "${id}-2"`);
      await update(id, `key: "${id}-old"`);
    },
  ];
  await write();
  expect(others).toEqual([]);
  await create(`${id}3`, `key: "${id}-old"`);
  await create(`${id}4`, `key: "${id}-other"`);
});

test('an update to the value that another request has just given the row is done', async () => {
  await create('c', 'key: "c-old"');
  others = [() => update('c', 'key: "c-new"')];
  await update('c', 'key: "c-new"');
  expect(others).toEqual([]);
});

test('an update meets the unique values of the row as it is, not as it was when the update began', async () => {
  await create('d', 'slug: "d", year: 2001');
  await create('d2', 'slug: "new", year: 2001');
  others = [() => update('d', 'year: 2002')];
  await update('d', 'slug: "new"');
  expect(others).toEqual([]);
});
