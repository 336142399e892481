import { readFileSync } from 'node:fs';

import type { Answer } from '../api.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { codeOf, refusalOf } from './refusal-of.ts';

let now = Date.parse('2026-06-01T00:00:00Z');

const PLATFORM = ['me', 'tenant', 'members', 'invitations', 'roles']
  .map((name) => readFileSync(`schema/platform/${name}.graphql`, 'utf8'))
  .join('\n');
const SDL = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: private, operations: [read] }, { allow: owner }]) {
    id: ID!
    text: String
    secret: String @auth(rules: [{ allow: groups, groups: ["Keeper"] }])
  }
  type Invoice @model @auth(rules: [{ allow: groups, groups: ["Billing"] }]) {
    id: ID!
    total: Int
  }
  type Query {
    forecast: String @permission(needs: "Invoice:forecast")
    archive: String @auth(rules: [{ allow: groups, groups: ["Archivist"] }])
  }
`;

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({
    sdl: `${SDL}\n${PLATFORM}`,
    resolvers: { Query: { forecast: () => 'sunny', archive: () => 'dusty' } },
    now: () => now,
  });
});
afterAll(() => api.close());
beforeEach(() => api.register.changeTenant('acme', { roles: {} }).then(() => (now += 5001)));

const create = (as: string, name: string, permissions: readonly string[]): Promise<Answer> =>
  api.ask(
    as,
    'mutation ($input: TenantRoleInput!) { createRole(input: $input) { name kind description permissions } }',
    { input: { name, permissions, description: 'A role' } },
  );
const update = (as: string, name: string, input: object): Promise<Answer> =>
  api.ask(
    as,
    'mutation ($name: String!, $input: TenantRoleChange!) { updateRole(name: $name, input: $input) { permissions } }',
    { name, input },
  );
const remove = (as: string, name: string): Promise<Answer> =>
  api.ask(as, 'mutation ($name: String!) { deleteRole(name: $name) { name } }', { name });
const setRoles = (as: string, username: string, roles: readonly string[]): Promise<Answer> =>
  api.ask(
    as,
    'mutation ($id: ID!, $roles: [String!]!) { setMemberRoles(userId: $id, roles: $roles) { roles } }',
    { id: api.cognito.user(username)?.sub, roles },
  );
async function hasRoles(username: string, roles: readonly string[]): Promise<void> {
  const userId = api.cognito.user(username)?.sub ?? '';
  await api.register.putMembership({ tenantId: 'acme', userId, username, roles });
  now += 5001;
}
const rolesOf = async (as: string) => {
  const { data, errors } = await api.ask(as, '{ roles { name kind permissions } }');
  expect(errors).toEqual([]);
  return data?.['roles'] as { name: string; kind: string; permissions: string[] }[];
};

describe('the roles of a tenant', () => {
  it('are the built-in ones, those of the schema and its own', async () => {
    await create('olga', 'Clerk', ['Invoice:read']);
    const roles = await rolesOf('alice');
    expect(roles.map(({ name, kind }) => [name, kind])).toEqual([
      ['OWNER', 'BUILT_IN'],
      ['ADMIN', 'BUILT_IN'],
      ['MEMBER', 'BUILT_IN'],
      ['VIEWER', 'BUILT_IN'],
      ['Billing', 'DECLARED'],
      ['Keeper', 'DECLARED'],
      ['Archivist', 'DECLARED'],
      ['Clerk', 'CUSTOM'],
    ]);
    expect(roles.find(({ name }) => name === 'Billing')?.permissions).toEqual(
      expect.arrayContaining([
        'Invoice:read',
        'Invoice:create',
        'Invoice:update',
        'Invoice:delete',
        'Note:read',
      ]),
    );
    expect(roles.find(({ name }) => name === 'OWNER')?.permissions).toContain('Invoice:forecast');
  });

  it('grant their permissions within five seconds', async () => {
    const { data } = await create('olga', 'Clerk', ['Invoice:read', 'Invoice:forecast', 'Invoice:read']);
    expect(data?.['createRole']).toEqual({
      ...{ name: 'Clerk', kind: 'CUSTOM', description: 'A role' },
      permissions: ['Invoice:read', 'Invoice:forecast'],
    });
    expect(codeOf(await api.ask('bob', '{ forecast }'))).toBe('FORBIDDEN');
    expect(codeOf(await setRoles('olga', 'bob', ['MEMBER', 'Clerk']))).toBeNull();
    now += 5001;
    expect((await api.ask('bob', '{ forecast listInvoices { items { id } } }')).data).toEqual({
      forecast: 'sunny',
      listInvoices: { items: [] },
    });
    await update('olga', 'Clerk', { permissions: ['Invoice:read'] });
    now += 5001;
    expect(codeOf(await api.ask('bob', '{ forecast }'))).toBe('FORBIDDEN');
    await setRoles('olga', 'bob', ['MEMBER']);
  });

  it.each([
    ['1st', 'INVALID_ARGUMENTS'],
    ['a b', 'INVALID_ARGUMENTS'],
    ['', 'INVALID_ARGUMENTS'],
    ['x'.repeat(65), 'INVALID_ARGUMENTS'],
    ['__proto__', 'INVALID_ARGUMENTS'],
    ['OWNER', 'INVALID_ARGUMENTS'],
    ['owner', 'INVALID_ARGUMENTS'],
    ['constructor', null],
    ['x'.repeat(64), null],
  ])('with the name "%s" get the error code %s at their creation', async (name, code) => {
    expect(codeOf(await create('olga', name, []))).toBe(code);
  });

  it('have known permissions only, and an unknown one is refused with a suggestion', async () => {
    expect(refusalOf(await create('olga', 'A', ['Invoise:read']))).toBe(
      'INVALID_ARGUMENTS: There is no permission "Invoise:read". Did you mean "Invoice:read"?',
    );
    for (const wrong of [
      'Invoice',
      'Invoice:',
      ':read',
      'Invoice:read:x',
      'Me:*x',
      'Other:zap',
      '__proto__:read',
    ])
      expect(codeOf(await create('olga', 'A', [wrong]))).toBe('INVALID_ARGUMENTS');
    for (const right of ['Invoice:*', '*:read', 'Invoice:forecast', 'TenantMember:update'])
      expect(codeOf(await create('olga', `R${right.replace(/\W/g, '')}`, [right]))).toBeNull();
    // No caller holds a right that rows keep for their owners, so no caller can grant it.
    for (const beyond of ['*:update', 'Note:update'])
      expect(refusalOf(await create('olga', 'Beyond', [beyond]))).toBe(
        'FORBIDDEN: You cannot grant "Note:update": you do not hold it yourself.',
      );
  });

  it('are 50 at most, with 100 permissions each', async () => {
    const roles = Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => [`Role${n}`, { description: null, permissions: [] }]),
    );
    await api.register.changeTenant('acme', { roles });
    expect(codeOf(await create('olga', 'OneMore', []))).toBe('QUOTA_EXCEEDED');
    const many = Array.from({ length: 101 }, (_, n) => `Invoice:x${n}`);
    expect(refusalOf(await update('olga', 'Role0', { permissions: many }))).toMatch(/at most 100/);
  });

  it('can be deleted only when no member and no invitation has them', async () => {
    await create('olga', 'Clerk', []);
    await setRoles('olga', 'bob', ['MEMBER', 'Clerk']);
    expect(refusalOf(await remove('olga', 'Clerk'))).toMatch(/^STILL_REFERENCED: .* held by a member/);
    await setRoles('olga', 'bob', ['MEMBER']);
    const INVITE =
      'mutation { inviteMember(input: { email: "c@x.test", roles: ["Clerk"] }) { invitation { id } } }';
    const { data } = await api.ask('olga', INVITE);
    expect(refusalOf(await remove('olga', 'Clerk'))).toMatch(/held by an invitation/);
    const { invitation } = data?.['inviteMember'] as { invitation: { id: string } };
    await api.ask('olga', 'mutation ($id: ID!) { revokeInvitation(id: $id) { id } }', { id: invitation.id });
    expect(codeOf(await remove('olga', 'Clerk'))).toBeNull();
    expect(codeOf(await remove('olga', 'Clerk'))).toBe('NOT_FOUND');
    expect(codeOf(await remove('olga', 'ADMIN'))).toBe('NOT_FOUND');
  });

  it('cannot be granted and deleted concurrently', async () => {
    for (let round = 0; round < 5; round += 1) {
      await create('olga', 'Brief', []);
      now += 5001;
      await Promise.all([setRoles('olga', 'bob', ['MEMBER', 'Brief']), remove('olga', 'Brief')]);
      const tenant = await api.control.get('tenant', { id: 'acme' });
      const userId = api.cognito.user('bob')?.sub ?? '';
      const member = await api.control.get('member', { tenantId: 'acme', userId });
      expect(member?.roles.includes('Brief')).toBe(Object.hasOwn(tenant?.roles ?? {}, 'Brief'));
      await setRoles('olga', 'bob', ['MEMBER']);
      await api.register.changeTenant('acme', { roles: {} });
    }
  });
});

describe('a caller cannot grant a right that they do not hold', () => {
  it('by creating a role', async () => {
    expect(refusalOf(await create('alice', 'Mine', ['Invoice:read']))).toMatch(
      /^FORBIDDEN: You cannot grant "Invoice:(get|list)"/,
    );
    expect(refusalOf(await create('alice', 'Mine', ['Invoice:forecast']))).toMatch(/"Invoice:forecast"/);
    for (const wide of [['*:*'], ['*:read'], ['Invoice:*'], ['*:forecast'], ['TenantOwnership:transfer']])
      expect(codeOf(await create('alice', 'Mine', wide))).toBe('FORBIDDEN');
    expect(codeOf(await create('alice', 'Mine', ['TenantMember:update', 'Note:read']))).toBeNull();
  });

  it('by creating a role with the name of a group of the schema', async () => {
    expect(codeOf(await create('alice', 'Billing', []))).toBe('FORBIDDEN');
    expect(codeOf(await create('olga', 'Billing', []))).toBeNull();
  });

  it('by changing a role that they have', async () => {
    await create('olga', 'Lead', ['TenantRole:update']);
    await hasRoles('bob', ['MEMBER', 'Lead']);
    for (const permissions of [
      ['TenantRole:update', 'Invoice:read'],
      ['*:*'],
      ['TenantRole:*'],
      ['TenantMember:update'],
    ])
      expect(codeOf(await update('bob', 'Lead', { permissions }))).toBe('FORBIDDEN');
    expect(codeOf(await update('bob', 'Lead', { description: 'Ours' }))).toBeNull();
    expect((await api.control.get('tenant', { id: 'acme' }))?.roles['Lead']).toEqual({
      description: 'Ours',
      permissions: ['TenantRole:update'],
    });
    await hasRoles('bob', ['MEMBER']);
  });

  it('by giving a member a role of the schema', async () => {
    expect(refusalOf(await setRoles('alice', 'bob', ['MEMBER', 'Billing']))).toMatch(/"Invoice:(get|list)"/);
    expect(refusalOf(await setRoles('alice', 'bob', ['Keeper']))).toMatch(/"Note.secret:get"/);
    expect(refusalOf(await setRoles('alice', 'bob', ['Archivist']))).toMatch(/"Query.archive"/);
    await hasRoles('alice', ['ADMIN', 'Billing']);
    expect(codeOf(await setRoles('alice', 'bob', ['MEMBER', 'Billing']))).toBeNull();
    await hasRoles('alice', ['ADMIN']);
    expect(codeOf(await setRoles('olga', 'bob', ['MEMBER', 'Keeper', 'Archivist']))).toBeNull();
    expect(codeOf(await setRoles('olga', 'bob', ['MEMBER']))).toBeNull();
  });

  it('by any change of roles as a MEMBER or a VIEWER', async () => {
    await create('olga', 'Clerk', []);
    for (const roles of [['MEMBER'], ['VIEWER']]) {
      await hasRoles('bob', roles);
      const answers = [
        await create('bob', 'Own', []),
        await update('bob', 'Clerk', { permissions: [] }),
        await remove('bob', 'Clerk'),
        await setRoles('bob', 'bob', ['MEMBER']),
      ];
      expect(answers.map(codeOf)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    }
    await hasRoles('bob', ['MEMBER']);
  });
});

it('the permission matrix has a verdict for each type, operation and role', async () => {
  await create('olga', 'Clerk', ['Invoice:update']);
  now += 5001;
  const { data } = await api.ask('alice', '{ permissionMatrix { type operation role verdict } }');
  const matrix = data?.['permissionMatrix'] as Record<'type' | 'operation' | 'role' | 'verdict', string>[];
  const verdict = (type: string, operation: string, role: string): string | undefined =>
    matrix.find((each) => each.type === type && each.operation === operation && each.role === role)?.verdict;
  expect(verdict('Note', 'READ', 'MEMBER')).toBe('ALLOW');
  expect(verdict('Note', 'UPDATE', 'MEMBER')).toBe('OWN');
  expect(verdict('Note', 'UPDATE', 'VIEWER')).toBe('DENY');
  expect(verdict('Invoice', 'READ', 'OWNER')).toBe('ALLOW');
  expect(verdict('Invoice', 'READ', 'ADMIN')).toBe('DENY');
  expect(verdict('Invoice', 'DELETE', 'Billing')).toBe('ALLOW');
  expect(verdict('Invoice', 'UPDATE', 'Clerk')).toBe('ALLOW');
  expect(verdict('Invoice', 'DELETE', 'Clerk')).toBe('DENY');
  expect(matrix).toHaveLength(2 * 4 * 8);
});

describe('if rows name the roles that may read them', () => {
  const withTeams = `
    type Plan @model @auth(rules: [{ allow: groups, groupsField: "team" }]) { id: ID! team: String }
    ${PLATFORM}`;
  let other: TestApi;
  beforeAll(async () => {
    other = await openTestApi({ sdl: withTeams });
  });
  afterAll(() => other.close());

  it('an ADMIN can grant built-in roles, but cannot create or grant a custom role', async () => {
    const CREATE =
      'mutation ($name: String!) { createRole(input: { name: $name, permissions: [] }) { name } }';
    const SET =
      'mutation ($id: ID!, $roles: [String!]!) { setMemberRoles(userId: $id, roles: $roles) { roles } }';
    const give = (as: string, roles: readonly string[]): Promise<Answer> =>
      other.ask(as, SET, { id: other.cognito.user('bob')?.sub, roles });
    expect(codeOf(await other.ask('olga', CREATE, { name: 'Red' }))).toBeNull();
    expect(refusalOf(await other.ask('alice', CREATE, { name: 'Blue' }))).toMatch(/"Plan:/);
    expect(refusalOf(await give('alice', ['Red']))).toMatch(/"Plan:/);
    expect(codeOf(await give('alice', ['ADMIN']))).toBeNull();
    expect(codeOf(await give('alice', ['VIEWER', 'MEMBER']))).toBeNull();
    expect(codeOf(await give('olga', ['Red']))).toBeNull();
  });
});
