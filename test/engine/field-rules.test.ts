import { openTestApi, type TestApi } from '../api.ts';
import { codesOf, dataOf, idsOf, messagesOf } from './answers.ts';

const sdl = /* GraphQL */ `
  type Employee @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
    salary: Int @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
    diary: String @auth(rules: [{ allow: owner, ownerField: "person" }])
    person: String
    badge: String @auth(rules: [{ allow: private, operations: [read] }, { allow: groups, groups: ["ADMIN"] }])
    grade: String
      @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
      @index(name: "byGrade", queryField: "employeesByGrade")
    desk: String
      @auth(rules: [{ allow: owner, ownerField: "person" }])
      @index(name: "byDesk", queryField: "employeesByDesk")
    team: String @index(name: "byTeam", sortKeyFields: ["salary"], queryField: "employeesByTeam")
    notes: [Note]
      @hasMany(indexName: "byEmployee", fields: ["id"])
      @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
  }
  type Note @model @auth(rules: [{ allow: private }]) {
    id: ID!
    employeeId: ID @index(name: "byEmployee")
  }
  "The field's rule is wider than that of the type."
  type Vault @model @auth(rules: [{ allow: groups, groups: ["ADMIN"] }]) {
    id: ID!
    label: String @auth(rules: [{ allow: private }])
  }
  type Diary @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    open: String @auth(rules: [{ allow: private }])
  }
  type AwsStyle @model @auth(rules: [{ allow: private }]) {
    id: ID!
    secret: String @aws_auth(cognito_groups: ["ADMIN"])
    other: String @aws_cognito_user_pools(cognito_groups: ["ADMIN"])
  }
`;
const rows = {
  Employee: [
    {
      id: 'e1',
      name: 'Eve',
      salary: 100,
      diary: 'dear',
      person: 'bob',
      badge: 'b',
      grade: 'A',
      desk: '1',
      team: 't',
    },
    {
      id: 'e2',
      name: 'Ed',
      salary: 200,
      diary: 'oh',
      person: 'sam',
      badge: 'c',
      grade: 'B',
      desk: '1',
      team: 't',
    },
  ],
  Note: [{ id: 'n', employeeId: 'e1' }],
  Vault: [{ id: 'v', label: 'gold' }],
  Diary: [{ id: 'd', open: 'x', owner: 'sam' }],
  AwsStyle: [{ id: 'a', secret: 's', other: 'o' }],
};

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl, seed: { rows: { acme: rows } } });
});
afterAll(() => api.close());

const query = (user: string, text: string) => api.ask(user, `{ ${text} }`);
const mutate = (user: string, text: string) => api.ask(user, `mutation { ${text} }`);

test('a field that the caller may not read is null with an error, and the rest of the row is returned', async () => {
  const answer = await query('bob', 'getEmployee(id: "e1") { name salary badge notes { nextToken } }');
  expect(answer.data).toEqual({ getEmployee: { name: 'Eve', salary: null, badge: 'b', notes: null } });
  expect(messagesOf(answer)).toEqual([
    'Not Authorized to access salary on type Employee',
    'Not Authorized to access notes on type Employee',
  ]);
  expect(answer.errors.map(({ path }) => path)).toEqual([
    ['getEmployee', 'salary'],
    ['getEmployee', 'notes'],
  ]);
  const { getEmployee } = dataOf(
    await query('alice', 'getEmployee(id: "e1") { salary notes { items { id } } }'),
  );
  expect(getEmployee).toEqual({ salary: 100, notes: { items: [{ id: 'n' }] } });
});

test("an owner rule on a field shows the field only in the caller's own rows", async () => {
  const answer = await query('bob', 'listEmployees { items { id diary } }');
  expect(answer.data).toEqual({
    listEmployees: {
      items: [
        { id: 'e1', diary: 'dear' },
        { id: 'e2', diary: null },
      ],
    },
  });
  expect(answer.errors.map(({ path }) => path)).toEqual([['listEmployees', 'items', 1, 'diary']]);
});

test('a field is guarded in the answer of a mutation', async () => {
  const answer = await mutate('bob', 'updateEmployee(input: { id: "e2", name: "Edd" }) { name salary }');
  expect(answer.data).toEqual({ updateEmployee: { name: 'Edd', salary: null } });
  expect(codesOf(answer)).toEqual(['FORBIDDEN']);
});

test('a field that the caller may not write cannot be set, not even to null', async () => {
  for (const value of ['5', 'null']) {
    const answer = await mutate('bob', `updateEmployee(input: { id: "e1", salary: ${value} }) { id }`);
    expect(messagesOf(answer)).toEqual(['Unauthorized on [salary]']);
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(answer.calls).toEqual([]);
  }
  expect(codesOf(await mutate('bob', 'createEmployee(input: { badge: "x" }) { id }'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await mutate('bob', 'updateEmployee(input: { id: "e2", diary: "x" }) { id }'))).toEqual([
    'FORBIDDEN',
  ]);
  dataOf(await mutate('bob', 'updateEmployee(input: { id: "e1", diary: "dear diary" }) { id }'));
  dataOf(await mutate('alice', 'updateEmployee(input: { id: "e1", salary: 101, badge: "z" }) { id }'));
  const { getEmployee } = dataOf(await query('alice', 'getEmployee(id: "e1") { salary badge }'));
  expect(getEmployee).toEqual({ salary: 101, badge: 'z' });
});

test('a rule on a field never extends access beyond the rules of its type', async () => {
  for (const text of ['getVault(id: "v") { label }', 'listVaults { items { label } }']) {
    const answer = await query('bob', text);
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(JSON.stringify(answer.data)).not.toContain('gold');
  }
  expect(codesOf(await mutate('bob', 'updateVault(input: { id: "v", label: "lead" }) { label }'))).toEqual([
    'FORBIDDEN',
  ]);
  expect(codesOf(await query('bob', 'getDiary(id: "d") { open }'))).toEqual(['FORBIDDEN']);
  expect(idsOf(await query('bob', 'listDiaries { items { id open } }'))).toEqual([]);
  expect(codesOf(await mutate('bob', 'updateDiary(input: { id: "d", open: "y" }) { open }'))).toEqual([
    'FORBIDDEN',
  ]);
});

test.each([
  'listEmployees(filter: { salary: { gt: 150 } }) { items { id } }',
  'listEmployees(filter: { or: [{ id: { eq: "x" } }, { not: { salary: { gt: 150 } } }] }) { items { id } }',
  'listEmployees(filter: { salary: { attributeExists: true } }) { items { id } }',
  'employeesByGrade(grade: "A") { items { id } }',
  'employeesByTeam(team: "t", sortDirection: DESC) { items { id } }',
])('a caller who may not read a field may not filter by it: %s', async (text) => {
  const answer = await query('bob', text);
  expect(messagesOf(answer)).toEqual([
    `Not Authorized to access ${text.includes('grade') ? 'grade' : 'salary'} on type Employee`,
  ]);
  expect(answer.calls).toEqual([]);
  dataOf(await query('alice', text));
});

test('a caller who may not read a field may not use it in a condition', async () => {
  const answer = await mutate(
    'bob',
    'updateEmployee(input: { id: "e1", name: "Eve" }, condition: { salary: { gt: 50 } }) { id }',
  );
  expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  expect(answer.calls).toEqual([]);
});

test("a filter on a field with an owner rule matches only the caller's own rows, also under not", async () => {
  const ids = async (filter: string): Promise<unknown> =>
    idsOf(await query('bob', `listEmployees(filter: ${filter}) { items { id } }`));
  expect(await ids('{ diary: { attributeExists: true } }')).toEqual(['e1']);
  expect(await ids('{ diary: { eq: "oh" } }')).toEqual([]);
  expect(await ids('{ not: { diary: { eq: "oh" } } }')).toEqual(['e1', 'e2']);
  expect(await ids('{ not: { diary: { ne: "oh" } } }')).toEqual(['e2']);
  expect(idsOf(await query('bob', 'employeesByDesk(desk: "1") { items { id } }'))).toEqual(['e1']);
});

test('@aws_auth and @aws_cognito_user_pools guard a field in the same way as a groups rule', async () => {
  const answer = await query('bob', 'getAwsStyle(id: "a") { id secret other }');
  expect(answer.data).toEqual({ getAwsStyle: { id: 'a', secret: null, other: null } });
  expect(codesOf(answer)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  expect(dataOf(await query('alice', 'getAwsStyle(id: "a") { secret other }'))).toEqual({
    getAwsStyle: { secret: 's', other: 'o' },
  });
});

test('a filter uses no index whose order shows a field that the caller may not read', async () => {
  const find = 'listEmployees(filter: { team: { eq: "t" } }) { items { id } }';
  const bob = await query('bob', find);
  const alice = await query('alice', find);
  expect([idsOf(bob), idsOf(alice)]).toEqual([
    ['e1', 'e2'],
    ['e1', 'e2'],
  ]);
  const indexOf = ({ calls }: typeof bob): unknown =>
    calls.map(({ command }) => ('IndexName' in command.input ? command.input.IndexName : null));
  expect(indexOf(bob)).toEqual([null]);
  expect(indexOf(alice)).toEqual([expect.stringMatching('gsi')]);
});
