import { openTestApi, type TestApi } from '../api.ts';
import { codesOf, dataOf, idsOf, messagesOf } from './answers.ts';

const sdl = /* GraphQL */ `
  type Unruled @model {
    id: ID!
  }
  type Open @model @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type ReadOnly
    @model
    @auth(
      rules: [
        { allow: private, operations: [read] }
        { allow: groups, groups: ["ADMIN"], operations: [create, delete] }
      ]
    ) {
    id: ID!
    name: String
  }
  type GetOnly @model @auth(rules: [{ allow: private, operations: [get] }]) {
    id: ID!
  }
  type Owned @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    name: String
  }
  type Shared
    @model
    @auth(
      rules: [
        { allow: owner, ownerField: "editors" }
        { allow: owner, ownerField: "author", operations: [create, read] }
      ]
    ) {
    id: ID!
    name: String
    author: String
    editors: [String]
  }
  type ByUsername @model @auth(rules: [{ allow: owner, identityClaim: "username" }]) {
    id: ID!
    owner: String
  }
  type ByNoClaim @model @auth(rules: [{ allow: owner, identityClaim: "custom:employee" }]) {
    id: ID!
  }
  type ForAdmins @model @auth(rules: [{ allow: groups, groups: ["ADMIN", "Auditor"] }]) {
    id: ID!
  }
  type ForAcme @model @auth(rules: [{ allow: groups, groups: ["acme"], groupClaim: "custom:tenants" }]) {
    id: ID!
  }
  type Team
    @model
    @auth(rules: [{ allow: groups, groupsField: "group" }, { allow: groups, groups: ["ADMIN"] }]) {
    id: ID!
    group: String
  }
  type Crew @model @auth(rules: [{ allow: groups, groupsField: "groups" }]) {
    id: ID!
    groups: [String]
  }
`;

const rows = {
  Unruled: [{ id: 'u' }],
  ReadOnly: [{ id: 'r' }],
  GetOnly: [{ id: 'g' }],
  Owned: [{ id: 'nobody' }, { id: 'seeded', owner: 'bob' }],
  ByNoClaim: [{ id: 'n', owner: 'bob' }],
  ForAdmins: [{ id: 'f' }],
  ForAcme: [{ id: 'f' }],
  Team: [{ id: 'm', group: 'MEMBER' }, { id: 'o', group: 'Other' }, { id: 'none' }],
  Crew: [
    { id: 'm', groups: ['Other', 'MEMBER'] },
    { id: 'o', groups: ['Other'] },
  ],
};

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl, seed: { rows: { acme: rows, globex: { ForAcme: [{ id: 'f' }] } } } });
});
afterAll(() => api.close());

const query = (user: string, text: string) => api.ask(user, `{ ${text} }`);
const mutate = (user: string, text: string) => api.ask(user, `mutation { ${text} }`);
const forbidden = (field: string, on: string) => [`Not Authorized to access ${field} on type ${on}`];

test('a type without @auth rejects every operation, even of admins, without a call of DynamoDB', async () => {
  for (const [answer, field, on] of [
    [await query('alice', 'getUnruled(id: "u") { id }'), 'getUnruled', 'Query'],
    [await query('alice', 'listUnruleds { nextToken }'), 'listUnruleds', 'Query'],
    [await mutate('alice', 'createUnruled(input: {}) { id }'), 'createUnruled', 'Mutation'],
    [await mutate('alice', 'updateUnruled(input: { id: "u" }) { id }'), 'updateUnruled', 'Mutation'],
    [await mutate('alice', 'deleteUnruled(input: { id: "u" }) { id }'), 'deleteUnruled', 'Mutation'],
  ] as const) {
    expect(messagesOf(answer)).toEqual(forbidden(field, on));
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(answer.data).toEqual({ [field]: null });
    expect(answer.calls).toEqual([]);
  }
});

test('a private rule allows every member of the tenant every operation', async () => {
  dataOf(await mutate('bob', 'createOpen(input: { id: "o" }) { id }'));
  dataOf(await mutate('sam', 'updateOpen(input: { id: "o" }) { id }'));
  expect(idsOf(await query('alice', 'listOpens { items { id } }'))).toEqual(['o']);
  expect(idsOf(await query('carol', 'listOpens { items { id } }'))).toEqual([]);
});

test('a rule allows only the operations that it names, and several rules add up', async () => {
  expect(idsOf(await query('bob', 'listReadOnlies { items { id } }'))).toEqual(['r']);
  expect(dataOf(await query('bob', 'getReadOnly(id: "r") { id }'))['getReadOnly']).toEqual({ id: 'r' });
  for (const mutation of ['create', 'update', 'delete']) {
    const field = `${mutation}ReadOnly`;
    expect(messagesOf(await mutate('bob', `${field}(input: { id: "r" }) { id }`))).toEqual(
      forbidden(field, 'Mutation'),
    );
  }
  dataOf(await mutate('alice', 'createReadOnly(input: { id: "new" }) { id }'));
  dataOf(await mutate('alice', 'deleteReadOnly(input: { id: "new" }) { id }'));
  expect(codesOf(await mutate('alice', 'updateReadOnly(input: { id: "r", name: "x" }) { id }'))).toEqual([
    'FORBIDDEN',
  ]);
  expect(dataOf(await query('bob', 'getGetOnly(id: "g") { id }'))['getGetOnly']).toEqual({ id: 'g' });
  expect(messagesOf(await query('bob', 'listGetOnlies { nextToken }'))).toEqual(
    forbidden('listGetOnlies', 'Query'),
  );
});

test('a created row belongs to its creator, and the API shows the owner as username', async () => {
  const created = await mutate('bob', 'createOwned(input: { id: "mine", name: "N" }) { owner }');
  expect(dataOf(created)['createOwned']).toEqual({ owner: 'bob' });
  expect(created.calls[0]?.command.input).toHaveProperty(
    'Item.owner',
    expect.stringMatching(/^[0-9a-f-]{36}::bob$/),
  );
  expect(dataOf(await query('bob', 'getOwned(id: "mine") { owner }'))['getOwned']).toEqual({ owner: 'bob' });
});

test('an owner reads and writes only own rows; rows of others get the same errors as missing rows', async () => {
  await mutate('bob', 'createOwned(input: { id: "private" }) { id }');
  expect(idsOf(await query('bob', 'listOwneds { items { id } }'))).toContain('private');
  expect(idsOf(await query('sam', 'listOwneds { items { id } }'))).toEqual([]);
  expect(idsOf(await query('alice', 'listOwneds { items { id } }'))).toEqual([]);
  const get = await query('sam', 'getOwned(id: "private") { id }');
  expect(messagesOf(get)).toEqual(forbidden('getOwned', 'Query'));
  expect(get.data).toEqual({ getOwned: null });
  for (const id of ['private', 'missing']) {
    for (const field of ['updateOwned', 'deleteOwned']) {
      const answer = await mutate('sam', `${field}(input: { id: "${id}" }) { id }`);
      expect(messagesOf(answer)).toEqual(forbidden(field, 'Mutation'));
    }
  }
  expect(dataOf(await query('bob', 'getOwned(id: "private") { id }'))['getOwned']).toEqual({ id: 'private' });
});

test('a row whose seed names a user belongs to that user, and a row without an owner to no user', async () => {
  expect(
    idsOf(await query('bob', 'listOwneds(filter: { name: { attributeExists: false } }) { items { id } }')),
  ).toEqual(expect.arrayContaining(['seeded']));
  expect(codesOf(await query('bob', 'getOwned(id: "nobody") { id }'))).toEqual(['FORBIDDEN']);
});

test('a list of owners gives each of them access, and the creator is added when the list is omitted', async () => {
  const created = await mutate('bob', 'createShared(input: { id: "s" }) { editors author }');
  expect(dataOf(created)['createShared']).toEqual({ editors: ['bob'], author: 'bob' });
  expect(codesOf(await query('sam', 'getShared(id: "s") { id }'))).toEqual(['FORBIDDEN']);
  dataOf(await mutate('bob', 'createShared(input: { id: "t", editors: ["bob", "sam"] }) { id }'));
  expect(idsOf(await query('sam', 'listShareds { items { id } }'))).toEqual(['t']);
  dataOf(await mutate('sam', 'updateShared(input: { id: "t", name: "N" }) { id }'));
});

test('a caller cannot create a row for another user', async () => {
  const answer = await mutate(
    'bob',
    'createShared(input: { id: "x", editors: ["sam"], author: "sam" }) { id }',
  );
  expect(messagesOf(answer)).toEqual(forbidden('createShared', 'Mutation'));
  expect(answer.calls).toEqual([]);
});

test('an update may repeat but not change the fields that decide who may access the row', async () => {
  dataOf(await mutate('bob', 'createShared(input: { id: "keep", editors: ["bob", "sam"] }) { id }'));
  const give = await mutate('sam', 'updateShared(input: { id: "keep", editors: ["sam"] }) { id }');
  expect(codesOf(give)).toEqual(['FORBIDDEN']);
  expect(messagesOf(give)).toEqual([
    '"editors" decides who may reach a Shared: it cannot be changed by an update.',
  ]);
  expect(codesOf(await mutate('sam', 'updateShared(input: { id: "keep", author: null }) { id }'))).toEqual([
    'FORBIDDEN',
  ]);
  dataOf(
    await mutate('sam', 'updateShared(input: { id: "keep", editors: ["bob", "sam"], name: "N" }) { id }'),
  );
  const { getShared } = dataOf(await query('bob', 'getShared(id: "keep") { editors name }'));
  expect(getShared).toEqual({ editors: ['bob', 'sam'], name: 'N' });
  for (const group of ['"Other"', 'null']) {
    expect(codesOf(await mutate('alice', `updateTeam(input: { id: "m", group: ${group} }) { id }`))).toEqual([
      'FORBIDDEN',
    ]);
  }
});

test('an owner who sends back the username that the API showed keeps the row', async () => {
  dataOf(await mutate('bob', 'createByUsername(input: { id: "echo" }) { owner }'));
  dataOf(await mutate('bob', 'updateByUsername(input: { id: "echo", owner: "bob" }) { id }'));
  dataOf(await mutate('bob', 'createShared(input: { id: "echo" }) { id }'));
  dataOf(await mutate('bob', 'updateShared(input: { id: "echo", author: "bob", editors: ["bob"] }) { id }'));
});

test('identityClaim names the claim that identifies the owner; a token without that claim owns no rows', async () => {
  const created = await mutate('bob', 'createByUsername(input: { id: "b" }) { owner }');
  expect(dataOf(created)['createByUsername']).toEqual({ owner: 'bob' });
  expect(codesOf(await query('sam', 'getByUsername(id: "b") { id }'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await query('bob', 'getByNoClaim(id: "n") { id }'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await mutate('bob', 'createByNoClaim(input: {}) { id }'))).toEqual(['FORBIDDEN']);
});

test('a groups rule allows members of any listed group, by the roles of the caller in this tenant', async () => {
  expect(idsOf(await query('alice', 'listForAdmins { items { id } }'))).toEqual(['f']);
  expect(messagesOf(await query('bob', 'listForAdmins { nextToken }'))).toEqual(
    forbidden('listForAdmins', 'Query'),
  );
  expect(codesOf(await api.ask('sam', '{ listForAdmins { nextToken } }', {}, 'acme'))).toEqual(['FORBIDDEN']);
  expect(idsOf(await api.ask('sam', '{ listForAdmins { items { id } } }', {}, 'globex'))).toEqual([]);
});

test('groupClaim names another claim to read the groups from', async () => {
  expect(idsOf(await query('bob', 'listForAcmes { items { id } }'))).toEqual(['f']);
  expect(codesOf(await query('carol', 'listForAcmes { nextToken }'))).toEqual(['FORBIDDEN']);
});

test('groupsField gives the groups that the row lists access to the row', async () => {
  expect(idsOf(await query('bob', 'listTeams { items { id } }'))).toEqual(['m']);
  expect(codesOf(await query('bob', 'getTeam(id: "o") { id }'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await query('bob', 'getTeam(id: "none") { id }'))).toEqual(['FORBIDDEN']);
  expect(idsOf(await query('alice', 'listTeams { items { id } }'))).toEqual(['m', 'none', 'o']);
  expect(dataOf(await query('bob', 'getCrew(id: "m") { id }'))['getCrew']).toEqual({ id: 'm' });
  expect(codesOf(await query('bob', 'getCrew(id: "o") { id }'))).toEqual(['FORBIDDEN']);
});

test("groupsField is never filled in: a creator must name one of the creator's own groups", async () => {
  expect(codesOf(await mutate('bob', 'createCrew(input: {}) { id }'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await mutate('bob', 'createCrew(input: { groups: ["Other"] }) { id }'))).toEqual([
    'FORBIDDEN',
  ]);
  dataOf(await mutate('bob', 'createCrew(input: { id: "new", groups: ["MEMBER", "Other"] }) { id }'));
});
