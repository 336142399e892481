import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf, messagesOf } from '../engine/answers.ts';

const sdl = /* GraphQL */ `
  type Article
    @model
    @auth(
      rules: [
        { allow: private, operations: [read, create] }
        {
          and: [{ allow: owner }, { allow: groups, groups: ["MEMBER"] }]
          operations: [create, update, delete]
        }
      ]
    ) {
    id: ID!
    title: String
    mark: String
      @auth(
        rules: [
          { and: [{ allow: owner }, { allow: groups, groups: ["ADMIN"] }] }
          { allow: groups, groups: ["MEMBER"], operations: [read, delete] }
        ]
      )
  }
  type Vault
    @model
    @auth(
      rules: [
        { allow: private, operations: [create] }
        { and: [{ allow: owner, ownerField: "keepers" }, { allow: groups, groupsField: "teams" }] }
      ]
    ) {
    id: ID!
    keepers: [String]
    teams: [String]
  }
  type Ticket
    @model
    @auth(
      rules: [
        { allow: owner, reassignable: true }
        { allow: groups, groupsField: "teams", reassignable: true }
        { allow: private, operations: [read] }
      ]
    ) {
    id: ID!
    subject: String
    teams: [String]
  }
  type Fixed
    @model
    @auth(rules: [{ allow: owner, ownerField: "by" }, { allow: private, operations: [read] }]) {
    id: ID!
    by: String
  }
`;

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl });
});
afterAll(() => api.close());

const mutate = (user: string, field: string): Promise<Answer> => api.ask(user, `mutation { ${field} }`);
const query = (user: string, field: string): Promise<Answer> => api.ask(user, `{ found: ${field} }`);

test('an "and" rule allows a caller when all of its rules do', async () => {
  for (const [id, user] of [
    ['a-alice', 'alice'],
    ['a-bob', 'bob'],
    ['a-sam', 'sam'],
  ] as const)
    dataOf(
      await api.ask(
        user,
        `mutation { createArticle(input: { id: "${id}" }) { id } }`,
        {},
        user === 'sam' ? 'acme' : undefined,
      ),
    );
  const change = (user: string, id: string): Promise<Answer> =>
    mutate(user, `updateArticle(input: { id: "${id}", title: "t" }) { title }`);
  dataOf(await change('bob', 'a-bob'));
  // Alice owns the row but lacks the role MEMBER; Bob has the role but does not own the row.
  expect(codesOf(await change('alice', 'a-alice'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await change('bob', 'a-alice'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await change('bob', 'a-sam'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await mutate('alice', 'deleteArticle(input: { id: "a-alice" }) { id }'))).toEqual([
    'FORBIDDEN',
  ]);
  dataOf(await mutate('bob', 'deleteArticle(input: { id: "a-bob" }) { id }'));
});

test('an "and" rule on a field guards reading and writing it', async () => {
  dataOf(await mutate('alice', 'createArticle(input: { id: "f", mark: "x" }) { mark }'));
  expect(codesOf(await mutate('bob', 'createArticle(input: { id: "g", mark: "x" }) { id }'))).toEqual([
    'FORBIDDEN',
  ]);
  expect(dataOf(await query('alice', 'getArticle(id: "f") { mark }'))).toEqual({ found: { mark: 'x' } });
  expect(dataOf(await query('bob', 'getArticle(id: "f") { mark }'))).toEqual({ found: { mark: 'x' } });
  dataOf(await mutate('bob', 'createArticle(input: { id: "h" }) { id }'));
  const own = await query('alice', 'getArticle(id: "h") { mark }');
  expect(codesOf(own)).toEqual(['FORBIDDEN']);
});

test('an "and" rule with two conditions on the row applies both in gets, lists and counts', async () => {
  const vaults = [
    ['v1', '["bob"]', '["MEMBER"]'],
    ['v2', '["bob"]', '["ADMIN"]'],
    ['v3', '["alice"]', '["MEMBER"]'],
  ] as const;
  for (const [id, keepers, teams] of vaults)
    dataOf(
      await mutate(
        'alice',
        `createVault(input: { id: "${id}", keepers: ${keepers}, teams: ${teams} }) { __typename }`,
      ),
    );
  expect(dataOf(await query('bob', 'listVaults { items { id } totalCount }'))).toEqual({
    found: { items: [{ id: 'v1' }], totalCount: 1 },
  });
  expect(dataOf(await query('bob', 'countVaults'))).toEqual({ found: 1 });
  expect(dataOf(await query('bob', 'getVault(id: "v1") { id }'))).toEqual({ found: { id: 'v1' } });
  for (const id of ['v2', 'v3'])
    expect(codesOf(await query('bob', `getVault(id: "${id}") { id }`))).toEqual(['FORBIDDEN']);
  expect(dataOf(await query('alice', 'countVaults'))).toEqual({ found: 0 });
});

test('reassignable lets an owner transfer a row, which then belongs to the new owner alone', async () => {
  dataOf(await mutate('bob', 'createTicket(input: { id: "t" }) { owner }'));
  const hand = (user: string, owner: string): Promise<Answer> =>
    mutate(user, `updateTicket(input: { id: "t", owner: "${owner}" }) { owner }`);
  expect(codesOf(await hand('alice', 'alice'))).toEqual(['FORBIDDEN']);
  expect(dataOf(await hand('bob', 'alice'))).toEqual({ updateTicket: { owner: 'alice' } });
  expect(codesOf(await mutate('bob', 'updateTicket(input: { id: "t", subject: "x" }) { id }'))).toEqual([
    'FORBIDDEN',
  ]);
  dataOf(await mutate('alice', 'updateTicket(input: { id: "t", subject: "x" }) { id }'));
});

test('reassignable lets a group transfer a row to another group', async () => {
  dataOf(await mutate('alice', 'createTicket(input: { id: "u", teams: ["MEMBER"] }) { id }'));
  dataOf(await mutate('bob', 'updateTicket(input: { id: "u", teams: ["ADMIN"] }) { teams }'));
  expect(
    codesOf(await mutate('bob', 'updateTicket(input: { id: "u", teams: ["MEMBER"] }) { teams }')),
  ).toEqual(['FORBIDDEN']);
});

test('an owner cannot transfer a row without reassignable', async () => {
  dataOf(await mutate('bob', 'createFixed(input: { id: "x" }) { by }'));
  const answer = await mutate('bob', 'updateFixed(input: { id: "x", by: "alice" }) { by }');
  expect(messagesOf(answer)).toEqual([
    '"by" decides who may reach a Fixed: it cannot be changed by an update.',
  ]);
  expect(dataOf(await mutate('bob', 'updateFixed(input: { id: "x", by: "bob" }) { by }'))).toEqual({
    updateFixed: { by: 'bob' },
  });
});
