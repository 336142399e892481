import { codesOf, dataOf } from './answers.ts';
import { openTestApi, type TestApi } from '../api.ts';

const sdl = /* GraphQL */ `
  type Invoice @model @auth(rules: [{ allow: groups, groups: ["ACCOUNTING"] }]) {
    id: ID!
    total: Int
  }
  type Diary @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    text: String
  }
  type Hidden @model {
    id: ID!
  }
  type Report {
    open: Int
    secret: String @permission(needs: "Report:reveal")
  }
  extend type Query {
    report: Report
    hello: String
  }
  extend type Mutation {
    approveInvoice(id: ID!): Invoice @permission(needs: "Invoice:approve")
    sayHello: String
  }
`;

const password = 'Password-2026';
const user = (username: string, groups: readonly string[]) => ({
  username,
  password,
  email: `${username}@example.test`,
  memberships: [{ tenant: 'acme', groups }],
});

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({
    sdl,
    seed: {
      users: [
        user('owner', ['OWNER']),
        user('member', ['MEMBER']),
        user('viewer', ['VIEWER']),
        user('approver', ['Approver']),
        user('reader', ['Reader']),
      ],
    },
    resolvers: {
      Query: { report: () => ({ open: 1, secret: 'x' }), hello: () => 'hello' },
      Mutation: {
        approveInvoice: (_root: unknown, { id }: { id: string }) => ({ id, total: 1 }),
        sayHello: () => 'hello',
      },
    },
  });
  await api.register.changeTenant('acme', {
    roles: {
      Approver: { description: null, permissions: ['Invoice:approve', 'Report:reveal'] },
      Reader: { description: null, permissions: ['Invoice:read', 'Hidden:read', 'Diary:read'] },
    },
  });
  dataOf(await api.ask('owner', 'mutation { createInvoice(input: { id: "i", total: 3 }) { id } }'));
  dataOf(await api.ask('owner', 'mutation { createDiary(input: { id: "d", text: "mine" }) { id } }'));
});
afterAll(() => api.close());

describe('a field with @permission', () => {
  const approve = 'mutation { approveInvoice(id: "i") { id } }';

  it('is open to a role of the tenant that has the permission, and to an owner', async () => {
    expect(dataOf(await api.ask('approver', approve))).toMatchObject({ approveInvoice: { id: 'i' } });
    expect(dataOf(await api.ask('owner', approve))).toMatchObject({ approveInvoice: { id: 'i' } });
  });

  it('is closed to every other caller, who still gets the rest of the answer', async () => {
    expect(codesOf(await api.ask('member', approve))).toEqual(['FORBIDDEN']);
    const { data, errors } = await api.ask('member', '{ report { open secret } }');
    expect(data).toEqual({ report: { open: 1, secret: null } });
    expect(errors.map(({ message }) => message)).toEqual(['Not Authorized to access secret on type Report']);
  });
});

describe('a role of the tenant', () => {
  it('allows access to a type that its permission names, in addition to the rules of the type', async () => {
    expect(dataOf(await api.ask('reader', '{ getInvoice(id: "i") { total } }'))).toEqual({
      getInvoice: { total: 3 },
    });
    expect(codesOf(await api.ask('member', '{ getInvoice(id: "i") { total } }'))).toEqual(['FORBIDDEN']);
  });

  it('allows no operation that it does not name', async () => {
    const write = 'mutation { updateInvoice(input: { id: "i", total: 9 }) { id } }';
    expect(codesOf(await api.ask('reader', write))).toEqual(['FORBIDDEN']);
  });

  it('does not allow access to a type without rules', async () => {
    expect(codesOf(await api.ask('reader', '{ getHidden(id: "h") { id } }'))).toEqual(['FORBIDDEN']);
  });
});

describe('an owner of the tenant', () => {
  it('has every role that a rule may name', async () => {
    expect(codesOf(await api.ask('owner', '{ getInvoice(id: "i") { total } }'))).toEqual([]);
  });

  it('does not see rows that only their own owner may access', async () => {
    await api.ask('member', 'mutation { createDiary(input: { id: "m", text: "private" }) { id } }');
    expect(codesOf(await api.ask('owner', '{ getDiary(id: "m") { text } }'))).toEqual(['FORBIDDEN']);
    expect(dataOf(await api.ask('owner', '{ listDiaries { items { id } } }'))).toEqual({
      listDiaries: { items: [{ id: 'd' }] },
    });
  });
});

describe('a viewer', () => {
  it('reads everything that every member reads, including custom queries', async () => {
    expect(dataOf(await api.ask('viewer', '{ hello report { open } listDiaries { items { id } } }'))).toEqual(
      {
        hello: 'hello',
        report: { open: 1 },
        listDiaries: { items: [] },
      },
    );
  });

  it.each([
    'mutation { sayHello }',
    'mutation { createDiary(input: { text: "x" }) { id } }',
    'mutation { updateDiary(input: { id: "d", text: "x" }) { id } }',
    'mutation { deleteDiary(input: { id: "d" }) { id } }',
  ])('is not allowed to run %s', async (mutation) => {
    expect(codesOf(await api.ask('viewer', mutation))).toEqual(['FORBIDDEN']);
  });
});
