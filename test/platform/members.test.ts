import type { Membership } from '../../src/tenant/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { codeOf, refusalOf } from './refusal-of.ts';

let now = Date.parse('2026-06-01T00:00:00Z');
/** Beyond the time that a look-up may be old. */
const pass = (): void => {
  now += 5001;
};

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ now: () => now });
}, 60_000);
afterAll(() => api.close());

/** The id of a user of the seed. */
const id = (username: string): string => api.cognito.user(username)?.sub ?? '';
const member = (username: string, tenantId = 'acme'): Promise<Membership | null> =>
  api.control.get('member', { tenantId, userId: id(username) });

/** Someone new in Acme, with these roles. */
async function join(username: string, roles: readonly string[], tenantId = 'acme'): Promise<string> {
  const email = `${username}@acme.test`;
  const { sub: userId } = await api.cognito.putUser({ username, email, password: 'a password' });
  const tenant = await api.control.get('tenant', { id: tenantId });
  const owner = roles.includes('OWNER') ? 1 : 0;
  await api.register.putMembership({ tenantId, userId, username, email, roles });
  await api.register.changeTenant(tenantId, {
    seats: (tenant?.seats ?? 0) + 1,
    owners: (tenant?.owners ?? 0) + owner,
  });
  pass();
  return userId;
}

const SET_ROLES =
  'mutation ($userId: ID!, $roles: [String!]!) { setMemberRoles(userId: $userId, roles: $roles) { roles } }';
const setRoles = (as: string, userId: string, roles: readonly string[]) =>
  api.ask(as, SET_ROLES, { userId, roles });
const edit = (as: string, field: string, userId: string) =>
  api.ask(as, `mutation ($userId: ID!) { ${field}(userId: $userId) { userId roles status } }`, { userId });
const eventsOf = async (action: string, tenantId = 'acme') => {
  const { records } = await api.control.list('events', tenantId, { limit: 1000 });
  return records.filter((event) => event.action === action);
};

describe('the list of members', () => {
  it("shows those of the caller's tenant, page by page", async () => {
    const QUERY =
      'query ($after: String) { members(limit: 3, nextToken: $after) { items { username email roles status } nextToken } }';
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data, errors } = await api.ask('bob', QUERY, { after });
      expect(errors).toEqual([]);
      const page = data?.['members'] as { items: { username: string }[]; nextToken: string | null };
      seen.push(...page.items.map(({ username }) => username));
      after = page.nextToken;
    } while (after !== null);
    expect(seen.sort()).toEqual(['alice', 'bob', 'olga', 'sam']);
  });

  it("takes no token of another tenant's list", async () => {
    const QUERY = 'query ($after: String) { members(limit: 1, nextToken: $after) { nextToken } }';
    const { data } = await api.ask('carol', QUERY);
    const { nextToken } = data?.['members'] as { nextToken: string };
    expect(codeOf(await api.ask('bob', QUERY, { after: nextToken }))).toBe('INVALID_CURSOR');
  });
});

describe('a change of roles', () => {
  it('acts on a live token within five seconds', async () => {
    const userId = await join('ron', ['MEMBER']);
    const token = await api.token('ron');
    const BUDGET = '{ listProjects { items { budget } } }';
    expect(codeOf(await api.askAs(token, BUDGET))).toBe('FORBIDDEN');
    expect((await setRoles('alice', userId, ['ADMIN'])).data).toEqual({
      setMemberRoles: { roles: ['ADMIN'] },
    });
    pass();
    expect(codeOf(await api.askAs(token, BUDGET))).toBeNull();
    const [event] = await eventsOf('member.rolesChanged');
    expect(event).toMatchObject({
      actor: { type: 'user', name: 'alice' },
      entity: { type: 'TenantMember', id: userId },
      detail: { before: ['MEMBER'], after: ['ADMIN'] },
    });
  });

  it('refuses roles that there are not, and says which was probably meant', async () => {
    expect(refusalOf(await setRoles('alice', id('bob'), ['ADMN']))).toBe(
      'INVALID_ARGUMENTS: There is no role "ADMN". Did you mean "ADMIN"?',
    );
    expect(refusalOf(await setRoles('olga', id('bob'), ['Nobody']))).toMatch(/There is no role "Nobody"/);
    expect(refusalOf(await setRoles('olga', id('bob'), []))).toMatch(/must name 1 to 20 roles/);
    expect(refusalOf(await setRoles('olga', id('bob'), ['__proto__']))).toMatch(
      /There is no role "__proto__"/,
    );
  });

  it.each([
    ['a MEMBER', 'bob', ['ADMIN']],
    ['an ADMIN', 'alice', ['OWNER']],
    ['an ADMIN beside a role of theirs', 'alice', ['ADMIN', 'OWNER']],
  ])('does not lift %s above what they are', async (_who, username, roles) => {
    const before = await member(username);
    expect(codeOf(await setRoles(username, id(username), roles))).toBe('FORBIDDEN');
    expect(await member(username)).toEqual(before);
  });

  it('does not lift a VIEWER, nor lets one change anybody', async () => {
    const userId = await join('vera', ['VIEWER']);
    for (const roles of [['MEMBER'], ['VIEWER', 'MEMBER'], ['ADMIN'], ['OWNER']])
      expect(codeOf(await setRoles('vera', userId, roles))).toBe('FORBIDDEN');
    for (const field of ['disableMember', 'enableMember', 'removeMember', 'transferOwnership'])
      expect(codeOf(await edit('vera', field, id('bob')))).toBe('FORBIDDEN');
  });

  it('lets a role that may change members grant no more than it holds', async () => {
    await api.register.changeTenant('acme', {
      roles: {
        Staff: { description: null, permissions: ['TenantMember:update', 'TenantInvitation:create'] },
      },
    });
    const userId = await join('hana', ['Staff', 'MEMBER']);
    expect(refusalOf(await setRoles('hana', userId, ['ADMIN']))).toMatch(
      /^FORBIDDEN: You cannot grant ".+": you do not hold it yourself\.$/,
    );
    expect(codeOf(await setRoles('hana', userId, ['Staff', 'MEMBER', 'ADMIN']))).toBe('FORBIDDEN');
    expect(codeOf(await setRoles('hana', userId, ['OWNER']))).toBe('FORBIDDEN');
    expect(codeOf(await setRoles('hana', id('bob'), ['Staff', 'MEMBER']))).toBeNull();
    expect(codeOf(await setRoles('hana', id('bob'), ['MEMBER']))).toBeNull();
  });
});

describe('an owner', () => {
  it.each(['disableMember', 'removeMember', 'enableMember'])(
    'is not touched by %s of an ADMIN',
    async (field) => {
      expect(refusalOf(await edit('alice', field, id('olga')))).toBe(
        'FORBIDDEN: Only an owner of the tenant may change an owner.',
      );
      expect(await member('olga')).toMatchObject({ roles: ['OWNER'], status: 'ACTIVE' });
    },
  );

  it('is not demoted by an ADMIN', async () => {
    expect(codeOf(await setRoles('alice', id('olga'), ['MEMBER']))).toBe('FORBIDDEN');
  });

  it('who is the last cannot leave, be removed, disabled or demoted', async () => {
    const others = [
      await api.ask('olga', 'mutation { leaveTenant { userId } }'),
      await edit('olga', 'removeMember', id('olga')),
      await edit('olga', 'disableMember', id('olga')),
      await setRoles('olga', id('olga'), ['ADMIN']),
    ];
    expect(others.map(codeOf)).toEqual(['LAST_OWNER', 'LAST_OWNER', 'LAST_OWNER', 'LAST_OWNER']);
    expect(await api.control.get('tenant', { id: 'acme' })).toMatchObject({ owners: 1 });
  });

  it('stays when the two owners of a tenant leave at once: exactly one goes', async () => {
    for (let round = 0; round < 5; round += 1) {
      await api.register.putTenant({ id: `pair-${round}` });
      await join(`left-${round}`, ['OWNER'], `pair-${round}`);
      await join(`right-${round}`, ['OWNER'], `pair-${round}`);
      const answers = await Promise.all(
        ['left', 'right'].map((name) => api.ask(`${name}-${round}`, 'mutation { leaveTenant { userId } }')),
      );
      expect(answers.map(codeOf).sort()).toEqual(['LAST_OWNER', null]);
      expect(await api.control.get('tenant', { id: `pair-${round}` })).toMatchObject({ owners: 1, seats: 1 });
    }
  });

  it('hands the tenant over, and becomes ADMIN', async () => {
    await api.register.putTenant({ id: 'handed' });
    const old = await join('hugo', ['OWNER'], 'handed');
    const next = await join('nina', ['MEMBER'], 'handed');
    expect((await edit('hugo', 'transferOwnership', next)).data).toMatchObject({
      transferOwnership: { userId: next, roles: ['OWNER', 'MEMBER'] },
    });
    expect(await api.control.get('member', { tenantId: 'handed', userId: old })).toMatchObject({
      roles: ['ADMIN'],
    });
    expect(await api.control.get('tenant', { id: 'handed' })).toMatchObject({ owners: 1, seats: 2 });
    pass();
    expect(codeOf(await edit('hugo', 'transferOwnership', old))).toBe('FORBIDDEN');
  });

  it('hands the tenant over to no one but an active member', async () => {
    const off = await join('otto', ['MEMBER']);
    await edit('olga', 'disableMember', off);
    expect(codeOf(await edit('olga', 'transferOwnership', off))).toBe('CONDITION_FAILED');
    expect(codeOf(await edit('olga', 'transferOwnership', id('olga')))).toBe('INVALID_ARGUMENTS');
    expect(codeOf(await edit('olga', 'transferOwnership', id('carol')))).toBe('NOT_FOUND');
    expect(codeOf(await edit('alice', 'transferOwnership', id('alice')))).toBe('FORBIDDEN');
    expect(await member('olga')).toMatchObject({ roles: ['OWNER'] });
  });
});

describe('a member who is removed', () => {
  it('is refused within five seconds, with a token that has not expired', async () => {
    const userId = await join('rita', ['MEMBER']);
    const token = await api.token('rita');
    expect(codeOf(await api.askAs(token, '{ me { id } }'))).toBeNull();
    expect(codeOf(await edit('alice', 'removeMember', userId))).toBeNull();
    now += 5001;
    const answer = await api.askAs(token, '{ me { id } }');
    expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
    expect(await api.control.get('member', { tenantId: 'acme', userId })).toBeNull();
  });

  it('is refused while disabled, and let in when enabled again', async () => {
    const userId = await join('dora', ['MEMBER']);
    const token = await api.token('dora');
    const { seats = 0 } = (await api.control.get('tenant', { id: 'acme' })) ?? {};
    expect((await edit('alice', 'disableMember', userId)).data).toMatchObject({
      disableMember: { status: 'DISABLED' },
    });
    pass();
    expect(codeOf(await api.askAs(token, '{ me { id } }'))).toBe('FORBIDDEN');
    expect(await api.control.get('tenant', { id: 'acme' })).toMatchObject({ seats: seats - 1 });
    expect(codeOf(await edit('alice', 'enableMember', userId))).toBeNull();
    pass();
    expect(codeOf(await api.askAs(token, '{ me { id } }'))).toBeNull();
  });

  it('is not enabled by someone who holds less than them', async () => {
    await api.register.changeTenant('acme', {
      roles: { Staff: { description: null, permissions: ['TenantMember:update'] } },
    });
    const userId = await join('anna', ['ADMIN']);
    await join('ivan', ['Staff', 'MEMBER']);
    await edit('alice', 'disableMember', userId);
    expect(codeOf(await edit('ivan', 'enableMember', userId))).toBe('FORBIDDEN');
    expect(codeOf(await edit('alice', 'enableMember', userId))).toBeNull();
  });

  it('needs a free seat to be enabled', async () => {
    await api.register.putTenant({ id: 'small', overrides: { limits: { seats: 2 }, features: {} } });
    await join('sofia', ['OWNER'], 'small');
    const userId = await join('saul', ['MEMBER'], 'small');
    await edit('sofia', 'disableMember', userId);
    await join('sven', ['MEMBER'], 'small');
    await api.register.changeTenant('small', { seats: 2 });
    expect(codeOf(await edit('sofia', 'enableMember', userId))).toBe('QUOTA_EXCEEDED');
  });
});

it("another tenant's member is answered as one who does not exist", async () => {
  for (const field of ['disableMember', 'enableMember', 'removeMember', 'transferOwnership']) {
    const [foreign, missing] = [id('carol'), 'nobody-at-all'];
    const answers = [await edit('olga', field, foreign), await edit('olga', field, missing)];
    const [one, other] = answers.map((answer) =>
      JSON.stringify(answer.errors)
        .replaceAll(foreign, 'ID')
        .replaceAll(missing, 'ID')
        .replace(/"requestId":"[^"]+"/, ''),
    );
    expect(one).toMatch(/NOT_FOUND/);
    expect(one).toBe(other);
  }
  expect(await member('carol', 'globex')).toMatchObject({ roles: ['ADMIN'] });
});

it('an ordinary member leaves of their own accord', async () => {
  await join('lea', ['MEMBER']);
  expect(codeOf(await api.ask('lea', 'mutation { leaveTenant { userId } }'))).toBeNull();
  expect(await member('lea')).toBeNull();
  expect(await eventsOf('member.left')).toMatchObject([{ actor: { name: 'lea' } }]);
});

it('me tells what the caller may do: of an owner everything, of a viewer reading', async () => {
  const permissions = async (user: string): Promise<readonly string[]> => {
    const { data } = await api.ask(user, '{ me { permissions } }');
    return (data?.['me'] as { permissions: string[] }).permissions;
  };
  await join('vito', ['VIEWER']);
  expect(await permissions('olga')).toEqual(
    expect.arrayContaining(['Label:delete', 'TenantOwnership:transfer', 'Me:read']),
  );
  expect(await permissions('alice')).not.toContain('TenantOwnership:transfer');
  expect(await permissions('alice')).toEqual(expect.arrayContaining(['Task:delete', 'TenantMember:update']));
  expect(await permissions('bob')).not.toContain('TenantMember:update');
  expect((await permissions('vito')).filter((each) => !/:read$|^Me:/.test(each))).toEqual([]);
});

describe('operators', () => {
  const ROLES =
    'mutation ($t: ID!, $u: ID!, $r: [String!]!) { setMemberRoles(tenantId: $t, userId: $u, roles: $r) { roles } }';

  it('see and change the members of a tenant that they name', async () => {
    const { data } = await api.askOperator('sid', '{ members(tenantId: "globex") { items { username } } }');
    const { items } = data?.['members'] as { items: { username: string }[] };
    expect(items.map(({ username }) => username).sort()).toEqual(['carol', 'dave', 'omar', 'sam']);
    const asked = { t: 'globex', u: id('dave'), r: ['OWNER'] };
    expect(codeOf(await api.askOperator('sid', ROLES, asked))).toBe('FORBIDDEN');
    expect((await api.askOperator('opal', ROLES, asked)).data).toEqual({
      setMemberRoles: { roles: ['OWNER'] },
    });
    expect(await eventsOf('member.rolesChanged', 'globex')).toMatchObject([
      { actor: { type: 'operator', name: 'opal' } },
    ]);
    expect(codeOf(await api.askOperator('opal', ROLES, { ...asked, r: ['MEMBER'] }))).toBeNull();
    expect(codeOf(await api.askOperator('opal', ROLES, { ...asked, u: id('omar'), r: ['MEMBER'] }))).toBe(
      'LAST_OWNER',
    );
    expect(codeOf(await api.askOperator('opal', ROLES, { ...asked, t: 'none' }))).toBe('NOT_FOUND');
  });

  it('disable and enable a member', async () => {
    const change = (field: string) =>
      api.askOperator('opal', `mutation ($u: ID!) { ${field}(tenantId: "globex", userId: $u) { status } }`, {
        u: id('dave'),
      });
    expect((await change('disableMember')).data).toEqual({ disableMember: { status: 'DISABLED' } });
    expect((await change('enableMember')).data).toEqual({ enableMember: { status: 'ACTIVE' } });
  });

  it('import the groups of the user pool once, and hear what was skipped', async () => {
    await api.register.putTenant({ id: 'imported' });
    await api.cognito.putUser({
      ...{ username: 'ines', email: 'ines@imported.test', password: 'a password' },
      groups: ['imported:ADMIN', 'imported:Unknown', 'nowhere:ADMIN', 'staff'],
    });
    const IMPORT =
      'mutation { importGroups { imported { tenantId username roles } skipped { group username reason } } }';
    const { data, errors } = await api.askOperator('opal', IMPORT);
    expect(errors).toEqual([]);
    const report = data?.['importGroups'] as { imported: unknown[]; skipped: unknown[] };
    expect(report.imported).toEqual([{ tenantId: 'imported', username: 'ines', roles: ['ADMIN'] }]);
    expect(report.skipped).toEqual(
      expect.arrayContaining([
        {
          group: 'imported:Unknown',
          username: 'ines',
          reason: expect.stringContaining('no role "Unknown"') as string,
        },
        { group: 'nowhere:ADMIN', username: 'ines', reason: 'There is no tenant "nowhere".' },
        { group: 'staff', username: null, reason: 'Its name is not "tenant:Role".' },
      ]),
    );
    expect(await member('ines', 'imported')).toMatchObject({ roles: ['ADMIN'], status: 'ACTIVE' });
    const again = (await api.askOperator('opal', IMPORT)).data?.['importGroups'] as { imported: unknown[] };
    expect(again.imported).toEqual([]);
    expect(codeOf(await api.askOperator('sid', IMPORT))).toBe('FORBIDDEN');
  });
});
