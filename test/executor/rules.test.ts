import { openTestApi, type TestApi } from '../api.ts';

const sdl = /* GraphQL */ `
  type Employee @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
    salary: Int @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
    diary: String @auth(rules: [{ allow: owner, ownerField: "person" }])
    person: String
    safeId: ID
    safe: Safe @belongsTo(fields: ["safeId"])
  }
  type Safe @model @auth(rules: [{ allow: groups, groups: ["ADMIN"] }]) {
    id: ID!
    code: String
  }
  type Desk
    @model
    @auth(rules: [{ allow: owner, ownerField: "sitter" }, { allow: groups, groups: ["ADMIN"] }]) {
    id: ID!
    sitter: String
  }
  type Shift @model @auth(rules: [{ allow: private }]) {
    id: ID!
    person: String
    deskId: ID
    desk: Desk @belongsTo(fields: ["deskId"])
    own: Desk @belongsTo(fields: ["deskId"]) @auth(rules: [{ allow: owner, ownerField: "person" }])
  }
`;
const rows = {
  Desk: [
    { id: 'd1', sitter: 'bob' },
    { id: 'd2', sitter: 'sam' },
  ],
  Shift: [
    { id: 's1', person: 'bob', deskId: 'd1' },
    { id: 's2', person: 'bob', deskId: 'd2' },
    { id: 's3', person: 'sam', deskId: 'd1' },
    { id: 's4', person: 'bob' },
  ],
  Safe: [{ id: 's', code: '1234' }],
  Employee: [
    { id: 'e1', name: 'Eve', salary: 100, diary: 'dear', person: 'bob', safeId: 's' },
    { id: 'e2', name: 'Ed', salary: 200, diary: 'oh', person: 'sam', safeId: 's' },
  ],
};
const LIST = '{ listEmployees { items { id salary diary safe { code } } } }';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl, seed: { rows: { acme: rows } } });
});
afterAll(() => api.close());

test('a plan that an admin has used hides from another user what the rules hide', async () => {
  for (let time = 0; time < 3; time += 1) {
    const { data } = await api.ask('alice', LIST);
    expect(data).toMatchObject({
      listEmployees: { items: [{ salary: 100, safe: { code: '1234' } }, { salary: 200 }] },
    });
    const answer = await api.ask('bob', LIST);
    expect(answer.data).toEqual({
      listEmployees: {
        items: [
          { id: 'e1', salary: null, diary: 'dear', safe: null },
          { id: 'e2', salary: null, diary: null, safe: null },
        ],
      },
    });
    expect(
      answer.errors.map(({ path, extensions }) => [path?.slice(2).join('.'), extensions['code']]),
    ).toEqual([
      ['0.salary', 'FORBIDDEN'],
      ['1.salary', 'FORBIDDEN'],
      ['1.diary', 'FORBIDDEN'],
      ['0.safe', 'FORBIDDEN'],
      ['1.safe', 'FORBIDDEN'],
    ]);
  }
});

test('a plan answers each caller of a document by the variables of its own request', async () => {
  const query =
    'query ($id: ID!, $all: Boolean!) { getEmployee(id: $id) { id name @include(if: $all) person @skip(if: $all) } }';
  for (let time = 0; time < 3; time += 1) {
    const [alice, bob] = await Promise.all([
      api.ask('alice', query, { id: 'e1', all: true }),
      api.ask('bob', query, { id: 'e2', all: false }),
    ]);
    expect(alice.data).toEqual({ getEmployee: { id: 'e1', name: 'Eve' } });
    expect(bob.data).toEqual({ getEmployee: { id: 'e2', person: 'sam' } });
  }
});

test('a relation that a plan reads for many rows obeys the rules of each row and of its field', async () => {
  // The first execution is that of graphql-js.
  for (let time = 0; time < 3; time += 1) {
    const { data, errors } = await api.ask('bob', '{ listShifts { items { id desk { id } own { id } } } }');
    expect(data).toEqual({
      listShifts: {
        items: [
          { id: 's1', desk: { id: 'd1' }, own: { id: 'd1' } },
          { id: 's2', desk: null, own: null },
          { id: 's3', desk: { id: 'd1' }, own: null },
          { id: 's4', desk: null, own: null },
        ],
      },
    });
    expect(errors.map(({ path, extensions }) => [path?.slice(2).join('.'), extensions['code']])).toEqual([
      ['2.own', 'FORBIDDEN'],
      ['1.desk', 'FORBIDDEN'],
      ['1.own', 'FORBIDDEN'],
    ]);
  }
});
