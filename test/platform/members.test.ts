import { newApiKey, type Membership } from '../../src/tenant/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { codeOf, refusalOf } from './refusal-of.ts';

let now = Date.parse('2026-06-01T00:00:00Z');
/** Moves the clock until a cached look-up has expired. */
const pass = (): void => {
  now += 5001;
};

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ now: () => now });
});
afterAll(() => api.close());

/** Returns the id of a user. */
const id = (username: string): string => api.cognito.user(username)?.sub ?? '';
const member = (username: string, tenantId = 'acme'): Promise<Membership | null> =>
  api.control.get('member', { tenantId, userId: id(username) });

/** Makes a user and a member of a tenant with these roles. Returns the user's id. */
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
  it("contains the members of the caller's tenant, page by page", async () => {
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

  it("refuses a cursor of another tenant's list", async () => {
    const QUERY = 'query ($after: String) { members(limit: 1, nextToken: $after) { nextToken } }';
    const { data } = await api.ask('carol', QUERY);
    const { nextToken } = data?.['members'] as { nextToken: string };
    expect(codeOf(await api.ask('bob', QUERY, { after: nextToken }))).toBe('INVALID_CURSOR');
  });
});

describe('a change of roles', () => {
  it('takes effect within five seconds on a token issued before', async () => {
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

  it('refuses an unknown role and suggests a similar one', async () => {
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
    ['an ADMIN who keeps their role', 'alice', ['ADMIN', 'OWNER']],
  ])('does not let %s take a higher role', async (_who, username, roles) => {
    const before = await member(username);
    expect(codeOf(await setRoles(username, id(username), roles))).toBe('FORBIDDEN');
    expect(await member(username)).toEqual(before);
  });

  it('is refused to a VIEWER, and so is every other change of a member', async () => {
    const userId = await join('vera', ['VIEWER']);
    for (const roles of [['MEMBER'], ['VIEWER', 'MEMBER'], ['ADMIN'], ['OWNER']])
      expect(codeOf(await setRoles('vera', userId, roles))).toBe('FORBIDDEN');
    for (const field of ['disableMember', 'enableMember', 'removeMember', 'transferOwnership'])
      expect(codeOf(await edit('vera', field, id('bob')))).toBe('FORBIDDEN');
  });

  it('grants no more than the caller holds, also by a custom role that may change members', async () => {
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

describe('a key', () => {
  /** Writes a key of Acme without the rules of the platform. */
  async function keyOf(roles: readonly string[], scopes: readonly string[] | null): Promise<string> {
    const { id: keyId, text, secretHash } = newApiKey();
    await api.control.transact((tx) => {
      tx.add('apiKey', {
        ...{ id: keyId, tenantId: 'acme', name: 'a key', secretHash, roles, scopes, createdBy: id('olga') },
        ...{ createdAt: new Date(now).toISOString(), expiresAt: new Date(now + 1e9).toISOString() },
        ...{ revokedAt: null, lastUsedAt: null, replacedBy: null, impersonation: null },
      });
      return Promise.resolve();
    });
    return text;
  }

  it('grants no more than its scopes allow, whatever its roles', async () => {
    const variables = { userId: id('bob'), roles: ['ADMIN'] };
    const scopes = ['TenantMember:update', 'Task:*'];
    for (const roles of [['ADMIN'], ['OWNER']]) {
      const key = await keyOf(roles, scopes);
      expect(codeOf(await api.askAs(key, SET_ROLES, variables))).toBe('FORBIDDEN');
      const DISABLE = 'mutation ($id: ID!) { disableMember(userId: $id) { status } }';
      expect(codeOf(await api.askAs(key, DISABLE, { id: id('olga') }))).toBe('FORBIDDEN');
    }
    expect(codeOf(await api.askAs(await keyOf(['ADMIN'], null), SET_ROLES, variables))).toBeNull();
    expect(codeOf(await setRoles('alice', id('bob'), ['MEMBER']))).toBeNull();
  });

  it('cannot leave a tenant, accept an invitation or transfer the ownership', async () => {
    const key = await keyOf(['OWNER'], null);
    expect(codeOf(await api.askAs(key, 'mutation { leaveTenant { userId } }'))).toBe('FORBIDDEN');
    expect(codeOf(await api.askAs(key, 'mutation { acceptInvitation(token: "x") { id } }'))).toBe(
      'FORBIDDEN',
    );
    const TRANSFER = 'mutation ($id: ID!) { transferOwnership(userId: $id) { roles } }';
    expect(codeOf(await api.askAs(key, TRANSFER, { id: id('bob') }))).toBe('FORBIDDEN');
  });
});

describe('an owner', () => {
  it.each(['disableMember', 'removeMember', 'enableMember'])(
    'cannot be changed by %s of an ADMIN',
    async (field) => {
      expect(refusalOf(await edit('alice', field, id('olga')))).toBe(
        'FORBIDDEN: Only an owner of the tenant may change an owner.',
      );
      expect(await member('olga')).toMatchObject({ roles: ['OWNER'], status: 'ACTIVE' });
    },
  );

  it('cannot be demoted by an ADMIN', async () => {
    expect(codeOf(await setRoles('alice', id('olga'), ['MEMBER']))).toBe('FORBIDDEN');
  });

  it('cannot leave, be removed, be disabled or be demoted if there is no other', async () => {
    const others = [
      await api.ask('olga', 'mutation { leaveTenant { userId } }'),
      await edit('olga', 'removeMember', id('olga')),
      await edit('olga', 'disableMember', id('olga')),
      await setRoles('olga', id('olga'), ['ADMIN']),
    ];
    expect(others.map(codeOf)).toEqual(['LAST_OWNER', 'LAST_OWNER', 'LAST_OWNER', 'LAST_OWNER']);
    expect(await api.control.get('tenant', { id: 'acme' })).toMatchObject({ owners: 1 });
  });

  it('remains when both owners of a tenant leave concurrently: exactly one leaves', async () => {
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

  it('becomes an ADMIN by transferring the ownership', async () => {
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

  it('can transfer the ownership only to another active member', async () => {
    const off = await join('otto', ['MEMBER']);
    await edit('olga', 'disableMember', off);
    expect(codeOf(await edit('olga', 'transferOwnership', off))).toBe('CONDITION_FAILED');
    expect(codeOf(await edit('olga', 'transferOwnership', id('olga')))).toBe('INVALID_ARGUMENTS');
    expect(codeOf(await edit('olga', 'transferOwnership', id('carol')))).toBe('NOT_FOUND');
    expect(codeOf(await edit('alice', 'transferOwnership', id('alice')))).toBe('FORBIDDEN');
    expect(await member('olga')).toMatchObject({ roles: ['OWNER'] });
  });
});

describe('a removed or disabled member', () => {
  it('is refused within five seconds after the removal, with a token that has not expired', async () => {
    const userId = await join('rita', ['MEMBER']);
    const token = await api.token('rita');
    expect(codeOf(await api.askAs(token, '{ me { id } }'))).toBeNull();
    expect((await edit('alice', 'removeMember', userId)).data).toEqual({
      removeMember: { userId, roles: [], status: 'REMOVED' },
    });
    now += 5001;
    const answer = await api.askAs(token, '{ me { id } }');
    expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
    expect(await api.control.get('member', { tenantId: 'acme', userId })).toBeNull();
  });

  it('is refused while disabled, and admitted after being enabled again', async () => {
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

  it('cannot be enabled by a caller with fewer rights', async () => {
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

it("another tenant's member gets the same error as one who does not exist", async () => {
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

it('an ordinary member can leave the tenant', async () => {
  await join('lea', ['MEMBER']);
  expect(codeOf(await api.ask('lea', 'mutation { leaveTenant { userId } }'))).toBeNull();
  expect(await member('lea')).toBeNull();
  expect(await eventsOf('member.left')).toMatchObject([{ actor: { name: 'lea' } }]);
});

it('me lists the permissions of the caller: all for an owner, only reads for a viewer', async () => {
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

  it('read and change the members of any tenant, within their own role', async () => {
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

  it('import the groups of the user pool once, with a report of what was skipped', async () => {
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
