import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf, messagesOf } from '../engine/answers.ts';

const sdl = /* GraphQL */ `
  type Page @model @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
    body: String
    secret: String @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
    revision: Int! @version
  }
  type Memo @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    text: String
    n: Int @version
  }
`;

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl });
});
afterAll(() => api.close());

const write = (field: string, user = 'alice'): Promise<Answer> =>
  api.ask(user, `mutation { ${field} { id title revision } }`);
const find = async (field: string, user = 'alice'): Promise<unknown> =>
  dataOf(await api.ask(user, `{ found: ${field} }`))['found'];
const page = (id: string): Promise<unknown> => find(`getPage(id: "${id}") { title revision }`);

test('a row begins with version 1, and each write increments it', async () => {
  expect(dataOf(await write('createPage(input: { id: "a" })'))).toMatchObject({
    createPage: { revision: 1 },
  });
  for (const revision of [2, 3])
    expect(dataOf(await write('updatePage(input: { id: "a", title: "x" })'))).toMatchObject({
      updatePage: { revision },
    });
  expect(await page('a')).toEqual({ title: 'x', revision: 3 });
  expect(dataOf(await write('deletePage(input: { id: "a" })'))).toMatchObject({
    deletePage: { revision: 3 },
  });
});

test('a rejected write does not increment the version', async () => {
  dataOf(await write('createPage(input: { id: "b", title: "x" })'));
  expect(codesOf(await write('updatePage(input: { id: "b" }, condition: { title: { eq: "y" } })'))).toEqual([
    'CONDITION_FAILED',
  ]);
  expect(await page('b')).toEqual({ title: 'x', revision: 1 });
});

test('clients cannot write the version, but filters and conditions may compare it', async () => {
  for (const input of ['createPage(input: { revision: 7 })', 'updatePage(input: { id: "b", revision: 7 })'])
    expect(codesOf(await write(input))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  dataOf(await write('createPage(input: { id: "c" })'));
  dataOf(await write('updatePage(input: { id: "c" }, condition: { revision: { eq: 1 } })'));
  expect(await find('listPages(filter: { id: { eq: "c" }, revision: { ge: 2 } }) { items { id } }')).toEqual({
    items: [{ id: 'c' }],
  });
});

test('a write succeeds when expectedVersion is current or null', async () => {
  dataOf(await write('createPage(input: { id: "d" })'));
  dataOf(await write('updatePage(input: { id: "d", title: "1", expectedVersion: 1 })'));
  dataOf(await write('updatePage(input: { id: "d", title: "2", expectedVersion: 2 })'));
  dataOf(await write('updatePage(input: { id: "d", title: "3", expectedVersion: null })'));
  expect(await page('d')).toEqual({ title: '3', revision: 4 });
  dataOf(await write('deletePage(input: { id: "d", expectedVersion: 4 })'));
});

test.each(['update', 'delete'])(
  'a stale expectedVersion rejects the %s and returns the current row',
  async (kind) => {
    const id = `e-${kind}`;
    dataOf(await write(`createPage(input: { id: "${id}", title: "first", secret: "s" })`));
    dataOf(await write(`updatePage(input: { id: "${id}", title: "second" })`));
    const answer = await write(`${kind}Page(input: { id: "${id}", expectedVersion: 1 })`);
    expect(codesOf(answer)).toEqual(['VERSION_CONFLICT']);
    expect(messagesOf(answer)).toEqual(['The Page has revision 2 by now, not 1: read it again.']);
    expect(answer.errors[0]?.extensions['current']).toEqual({
      id,
      title: 'second',
      secret: 's',
      revision: 2,
      createdAt: expect.any(String) as string,
      updatedAt: expect.any(String) as string,
    });
    expect(await page(id)).toEqual({ title: 'second', revision: 2 });
  },
);

test('the current row in the error hides fields that the caller may not read', async () => {
  dataOf(await write('createPage(input: { id: "f", title: "t", secret: "s" })'));
  const answer = await write('updatePage(input: { id: "f", title: "u", expectedVersion: 9 })', 'bob');
  expect(answer.errors[0]?.extensions['current']).toMatchObject({ id: 'f', title: 't', revision: 1 });
  expect(JSON.stringify(answer.errors)).not.toContain('"s"');
  expect(JSON.stringify(answer.errors)).not.toContain('secret');
});

test('a caller who may not write the row does not get the current row, and the owner is shown by name', async () => {
  const memo = (input: string, user: string): Promise<Answer> =>
    api.ask(user, `mutation { updateMemo(input: { id: "m", text: "x", ${input} }) { n } }`);
  dataOf(await api.ask('bob', 'mutation { createMemo(input: { id: "m", text: "mine" }) { n } }'));
  const stranger = await memo('expectedVersion: 9', 'alice');
  expect(codesOf(stranger)).toEqual(['FORBIDDEN']);
  expect(stranger.errors[0]?.extensions).not.toHaveProperty('current');
  const own = await memo('expectedVersion: 9', 'bob');
  expect(own.errors[0]?.extensions['current']).toMatchObject({ text: 'mine', n: 1, owner: 'bob' });
});

test('a missing row gives NOT_FOUND, not a version conflict', async () => {
  expect(codesOf(await write('updatePage(input: { id: "none", expectedVersion: 1 })'))).toEqual([
    'NOT_FOUND',
  ]);
});

test('a batch compares and increments the version of each row, all or none', async () => {
  dataOf(await write('createPages(input: [{ id: "g1" }, { id: "g2" }])'));
  const both = (second: number): string =>
    `updatePages(input: [{ id: "g1", title: "x", expectedVersion: 1 }, { id: "g2", title: "x", expectedVersion: ${second} }])`;
  const answer = await write(both(5));
  expect(codesOf(answer)).toEqual(['VERSION_CONFLICT']);
  expect(answer.errors[0]?.extensions['current']).toMatchObject({ id: 'g2', revision: 1 });
  expect(await page('g1')).toEqual({ title: null, revision: 1 });
  expect(dataOf(await write(both(1)))).toEqual({
    updatePages: [
      { id: 'g1', title: 'x', revision: 2 },
      { id: 'g2', title: 'x', revision: 2 },
    ],
  });
});

test('when 20 callers write with the same expectedVersion concurrently, exactly one succeeds', async () => {
  dataOf(await write('createPage(input: { id: "h" })'));
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      write(`updatePage(input: { id: "h", title: "w${at}", expectedVersion: 1 })`),
    ),
  );
  expect(answers.flatMap(codesOf)).toEqual(Array(19).fill('VERSION_CONFLICT'));
  const winner = answers.findIndex(({ errors }) => errors.length === 0);
  expect(await page('h')).toEqual({ title: `w${winner}`, revision: 2 });
});

test('20 concurrent writes without expectedVersion all increment the version', async () => {
  dataOf(await write('createPage(input: { id: "i" })'));
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => write('updatePage(input: { id: "i", title: "x" })')),
  );
  const seen = answers.map((answer) => (dataOf(answer)['updatePage'] as { revision: number }).revision);
  expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 2));
});
