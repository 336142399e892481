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
`;
const rows = {
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
