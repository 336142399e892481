import type { Answer } from '../api.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { codeOf, refusalOf } from './refusal-of.ts';

const DAY = 24 * 60 * 60 * 1000;
let now = Date.parse('2026-06-01T00:00:00Z');

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ now: () => now, signIns: true });
});
afterAll(() => api.close());

const INVITE = /* GraphQL */ `
  mutation ($email: AWSEmail!, $roles: [String!]!) {
    inviteMember(input: { email: $email, roles: $roles }) {
      token
      invitation {
        id
        email
        roles
        status
        invitedBy
        expiresAt
      }
    }
  }
`;
interface Sent {
  readonly token: string;
  readonly invitation: { readonly id: string; readonly email: string; readonly status: string };
}
const invite = (as: string, email: string, roles: readonly string[] = ['MEMBER']): Promise<Answer> =>
  api.ask(as, INVITE, { email, roles });
const sent = async (answer: Promise<Answer>, field = 'inviteMember'): Promise<Sent> => {
  const { data, errors } = await answer;
  expect(errors).toEqual([]);
  return data?.[field] as Sent;
};
const ACCEPT = 'mutation ($token: String!) { acceptInvitation(token: $token) { id name roles active } }';
const accept = (as: string, token: string, tenant?: string): Promise<Answer> =>
  api.ask(as, ACCEPT, { token }, tenant);
const resend = (as: string, id: string): Promise<Answer> =>
  api.ask(as, 'mutation ($id: ID!) { resendInvitation(id: $id) { token invitation { id status } } }', { id });
const revoke = (as: string, id: string): Promise<Answer> =>
  api.ask(as, 'mutation ($id: ID!) { revokeInvitation(id: $id) { status } }', { id });
const eventsOf = async (action: string, tenantId: string) => {
  const { records } = await api.control.list('events', tenantId, { limit: 1000 });
  return records.filter((event) => event.action === action);
};

/** Makes a user with a tenant of their own and a verified address. */
async function outsider(username: string, email = `${username}@else.test`): Promise<string> {
  const { sub: userId } = await api.cognito.putUser({ username, email, password: 'a password' });
  const home = `home-${username}`;
  await api.register.putTenant({ id: home });
  await api.register.putMembership({ tenantId: home, userId, username, email });
  return userId;
}

describe('an invitation', () => {
  it('returns its token once, and no list, record, log or event contains it', async () => {
    const { token, invitation } = await sent(invite('alice', 'Kim@New.TEST'));
    expect(invitation).toMatchObject({ email: 'kim@new.test', roles: ['MEMBER'], status: 'PENDING' });
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const { data, errors } = await api.ask('alice', '{ invitations { items { id email status } } }');
    expect(errors).toEqual([]);
    expect(data?.['invitations']).toEqual({
      items: [{ id: invitation.id, email: 'kim@new.test', status: 'PENDING' }],
    });
    const record = await api.control.get('invitation', { tenantId: 'acme', id: invitation.id });
    expect(JSON.stringify(record)).not.toContain(token);
    expect(JSON.stringify([api.log, await eventsOf('member.invited', 'acme')])).not.toMatch(
      new RegExp(`${token}|kim@`, 'i'),
    );
  });

  it('takes no seat, and is recorded in the audit', async () => {
    const seats = async () => (await api.control.get('tenant', { id: 'acme' }))?.seats;
    const before = await seats();
    const { invitation } = await sent(invite('alice', 'lee@new.test'));
    expect(await seats()).toBe(before);
    expect((await eventsOf('member.invited', 'acme')).map(({ entity }) => entity?.id)).toContain(
      invitation.id,
    );
  });

  it('prevents another one for its address until it expires, and is then replaced by it', async () => {
    const first = await sent(invite('alice', 'one@new.test'));
    expect(refusalOf(await invite('alice', 'ONE@new.test'))).toMatch(
      /^ALREADY_EXISTS: This address is invited already/,
    );
    now += 7 * DAY;
    const second = await sent(invite('alice', 'one@new.test'));
    expect(second.invitation.id).not.toBe(first.invitation.id);
    expect(await api.control.get('invitation', { tenantId: 'acme', id: first.invitation.id })).toBeNull();
  });

  it('prevents another one for its address also when five are sent concurrently', async () => {
    const credential = await api.token('alice');
    for (let round = 0; round < 5; round += 1) {
      const variables = { email: `twin-${round}@new.test`, roles: ['MEMBER'] };
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => api.askAs(credential, INVITE, variables)),
      );
      expect(answers.map(codeOf).filter((code) => code === null)).toHaveLength(1);
    }
  });

  it('is refused for the address of a member', async () => {
    expect(codeOf(await invite('alice', 'BOB@acme.test'))).toBe('ALREADY_EXISTS');
  });

  it.each([
    ['an ADMIN', 'alice', ['OWNER'], 'FORBIDDEN'],
    ['a MEMBER', 'bob', ['MEMBER'], 'FORBIDDEN'],
    ['an OWNER', 'olga', ['OWNER'], null],
    ['an ADMIN', 'alice', ['ADMIN', 'VIEWER'], null],
    ['an OWNER', 'olga', ['Nothing'], 'INVALID_ARGUMENTS'],
  ])('by %s, %s, with the roles %j ends with the error code %s', async (_who, as, roles, code) => {
    expect(codeOf(await invite(as, `${as}-${roles.join('-')}@law.test`.toLowerCase(), roles))).toBe(code);
  });

  it('grants only rights that the inviting user holds', async () => {
    await api.register.changeTenant('acme', {
      roles: {
        Inviter: { description: null, permissions: ['TenantInvitation:create', 'TenantInvitation:update'] },
      },
    });
    const email = 'ian@acme.test';
    const { sub: userId } = await api.cognito.putUser({ username: 'ian', email, password: 'a password' });
    await api.register.putMembership({
      tenantId: 'acme',
      userId,
      username: 'ian',
      email,
      roles: ['Inviter'],
    });
    now += 5001;
    expect(codeOf(await invite('ian', 'up@law.test', ['ADMIN']))).toBe('FORBIDDEN');
    expect(codeOf(await invite('ian', 'up@law.test', ['OWNER']))).toBe('FORBIDDEN');
    expect(codeOf(await invite('ian', 'up@law.test', ['Inviter']))).toBeNull();
    const { invitation } = await sent(invite('alice', 'admin@law.test', ['ADMIN']));
    expect(codeOf(await resend('ian', invitation.id))).toBe('FORBIDDEN');
  });
});

describe('the open invitations of a member', () => {
  const statusesOf = async (tenantId: string) => {
    const { records } = await api.control.list('invitations', tenantId, { limit: 1000 });
    return Object.fromEntries(records.map(({ email, status }) => [email, status]));
  };
  /** Makes a tenant with an owner, and with an administrator who invites these addresses. */
  async function tenantWith(name: string, emails: readonly string[]) {
    const [boss, admin] = [`boss-${name}`, `admin-${name}`];
    await api.register.putTenant({ id: name, seats: 2, owners: 1 });
    const put = async (username: string, role: string): Promise<string> => {
      const email = `${username}@else.test`;
      const { sub: userId } = await api.cognito.putUser({ username, email, password: 'a password' });
      await api.register.putMembership({ tenantId: name, userId, username, email, roles: [role] });
      return userId;
    };
    await put(boss, 'OWNER');
    const userId = await put(admin, 'ADMIN');
    const tokens: string[] = [];
    for (const email of emails) tokens.push((await sent(invite(admin, email))).token);
    return { boss, admin, userId, tokens };
  }
  const remove = (as: string, userId: string): Promise<Answer> =>
    api.ask(as, 'mutation ($userId: ID!) { removeMember(userId: $userId) { userId } }', { userId });

  it("are revoked with the membership, others' are not, and the audit records it", async () => {
    const { boss, userId, tokens } = await tenantWith('ends', ['a@new.test', 'second@else.test']);
    await outsider('second');
    await sent(invite(boss, 'kept@new.test'));
    expect(codeOf(await remove(boss, userId))).toBeNull();
    expect(await statusesOf('ends')).toEqual({
      'a@new.test': 'REVOKED',
      'second@else.test': 'REVOKED',
      'kept@new.test': 'PENDING',
    });
    expect(codeOf(await accept('second', tokens[1] ?? ''))).toBe('NOT_FOUND');
    const recorded = await eventsOf('invitation.revoked', 'ends');
    expect(recorded.map(({ actor }) => actor)).toMatchObject([{ name: boss }, { name: boss }]);
  });

  it('stay open when the removal is refused', async () => {
    const { boss, admin } = await tenantWith('stays', []);
    await sent(invite(boss, 'b@new.test'));
    const owner = api.cognito.user(boss)?.sub ?? '';
    expect(codeOf(await remove(admin, owner))).toBe('FORBIDDEN');
    expect(codeOf(await remove(boss, owner))).toBe('LAST_OWNER');
    expect(await statusesOf('stays')).toEqual({ 'b@new.test': 'PENDING' });
  });

  it('are revoked when the member leaves or an operator removes them, also if one transaction cannot hold all', async () => {
    const many = Array.from({ length: 65 }, (_, place) => `m${place}@new.test`);
    const { admin } = await tenantWith('many', many);
    expect(codeOf(await api.ask(admin, 'mutation { leaveTenant { userId } }'))).toBeNull();
    expect(new Set(Object.values(await statusesOf('many')))).toEqual(new Set(['REVOKED']));
    expect(await eventsOf('invitation.revoked', 'many')).toHaveLength(65);

    const { userId } = await tenantWith('operated', ['c@new.test']);
    const REMOVE = 'mutation ($t: ID!, $u: ID!) { removeMember(tenantId: $t, userId: $u) { userId } }';
    expect(codeOf(await api.askOperator('opal', REMOVE, { t: 'operated', u: userId }))).toBeNull();
    expect(await statusesOf('operated')).toEqual({ 'c@new.test': 'REVOKED' });
  });
});

describe('the token of an invitation', () => {
  it('makes the user with its address a member, who enters the tenant by a refresh', async () => {
    const userId = await outsider('paul', 'Paul@New.test');
    const { token } = await sent(invite('alice', 'paul@new.test', ['VIEWER']));
    const answer = await accept('paul', token);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      acceptInvitation: { id: 'acme', name: 'Acme', roles: ['VIEWER'], active: false },
    });
    expect(await api.control.get('member', { tenantId: 'acme', userId })).toMatchObject({
      status: 'ACTIVE',
      roles: ['VIEWER'],
    });
    expect(await eventsOf('member.joined', 'acme')).toMatchObject([{ actor: { id: userId } }]);
    const { data } = await api.ask('paul', '{ tenant { id } }', {}, 'acme');
    expect(data).toEqual({ tenant: { id: 'acme' } });
  });

  it("gets one error when it is unknown, another user's, expired, revoked or replaced", async () => {
    await outsider('eve');
    const foreign = await sent(invite('alice', 'someone@new.test'));
    const mine = 'eve@else.test';
    const replaced = await sent(invite('alice', mine));
    const fresh = await sent(resend('alice', replaced.invitation.id), 'resendInvitation');
    expect(fresh.invitation.id).toBe(replaced.invitation.id);
    const refusals = [
      await accept('eve', 'x'.repeat(43)),
      await accept('eve', foreign.token),
      await accept('eve', replaced.token),
    ];
    expect(codeOf(await revoke('alice', fresh.invitation.id))).toBeNull();
    refusals.push(await accept('eve', fresh.token));
    const late = await sent(invite('alice', mine));
    now += 7 * DAY;
    refusals.push(await accept('eve', late.token));
    expect(new Set(refusals.map(refusalOf))).toEqual(
      new Set([
        'NOT_FOUND: There is no such invitation for your verified e-mail address: ask for a new one.',
      ]),
    );
    const { data } = await api.ask('alice', '{ invitations(limit: 200) { items { id status } } }');
    expect(data?.['invitations']).toMatchObject({
      items: expect.arrayContaining([
        { id: late.invitation.id, status: 'EXPIRED' },
        { id: fresh.invitation.id, status: 'REVOKED' },
      ]) as unknown,
    });
  });

  it('works until the last second of seven days', async () => {
    await outsider('tess');
    const { token } = await sent(invite('alice', 'tess@else.test'));
    now += 7 * DAY - 1000;
    expect(codeOf(await accept('tess', token))).toBeNull();
  });

  it('does not bring a removed member back', async () => {
    const userId = await outsider('zoe');
    const { token } = await sent(invite('alice', 'zoe@else.test'));
    expect(codeOf(await accept('zoe', token))).toBeNull();
    expect(codeOf(await accept('zoe', token, 'home-zoe'))).toBeNull();
    expect(await eventsOf('member.joined', 'acme')).toHaveLength(3);
    await api.ask('alice', 'mutation ($id: ID!) { removeMember(userId: $id) { userId } }', { id: userId });
    expect(codeOf(await accept('zoe', token))).toBe('NOT_FOUND');
  });

  it('does not enable a disabled member', async () => {
    const userId = await outsider('dean');
    const { token } = await sent(invite('alice', 'dean@else.test'));
    await api.register.putMembership({ tenantId: 'acme', userId, username: 'dean', status: 'DISABLED' });
    expect(codeOf(await accept('dean', token))).toBe('NOT_FOUND');
  });

  it('is refused when the address of the user is not verified', async () => {
    const userId = await outsider('una');
    const { token } = await sent(invite('alice', 'una@else.test'));
    await api.cognito.putUser({
      ...{ username: 'una', email: 'una@else.test', password: 'a password' },
      attributes: { email_verified: 'false' },
    });
    expect(codeOf(await accept('una', token))).toBe('FORBIDDEN');
    expect(await api.control.get('member', { tenantId: 'acme', userId })).toBeNull();
  });

  it('is refused while the tenant is suspended', async () => {
    await outsider('sue');
    const { token } = await sent(invite('omar', 'sue@else.test'));
    await api.register.changeTenant('globex', {
      status: 'SUSPENDED',
      suspension: { mode: 'BLOCKED', reason: 'Unpaid.' },
    });
    expect(codeOf(await accept('sue', token))).toBe('TENANT_SUSPENDED');
    await api.register.changeTenant('globex', { status: 'ACTIVE', suspension: null });
    expect(codeOf(await accept('sue', token))).toBeNull();
  });

  it('makes exactly three members when ten users accept concurrently and three seats are free', async () => {
    const seats = (await api.control.get('tenant', { id: 'acme' }))?.seats ?? 0;
    await api.register.changeTenant('acme', { overrides: { limits: { seats: seats + 3 }, features: {} } });
    now += 5001;
    const names = Array.from({ length: 10 }, (_, n) => `guest-${n}`);
    await Promise.all(names.map((name) => outsider(name)));
    const tokens: string[] = [];
    for (const name of names) tokens.push((await sent(invite('alice', `${name}@else.test`))).token);
    const answers = await Promise.all(names.map((name, n) => accept(name, tokens[n] ?? '')));
    const codes = answers.map(codeOf);
    expect(codes.filter((code) => code === null)).toHaveLength(3);
    expect(codes.filter((code) => code === 'QUOTA_EXCEEDED')).toHaveLength(7);
    expect(await api.control.get('tenant', { id: 'acme' })).toMatchObject({ seats: seats + 3 });
    await api.register.changeTenant('acme', { overrides: { limits: {}, features: {} } });
  });
});

it("another tenant's invitation gets the same error as one that does not exist", async () => {
  const { invitation } = await sent(invite('omar', 'x@globex.test'));
  const words = async (answer: Promise<Answer>, id: string): Promise<string | null> =>
    refusalOf(await answer)?.replaceAll(id, 'ID') ?? null;
  for (const act of [resend, revoke]) {
    const foreign = await words(act('olga', invitation.id), invitation.id);
    expect(foreign).toMatch(/^NOT_FOUND/);
    expect(foreign).toBe(await words(act('olga', 'none'), 'none'));
  }
});

describe('a refresh of the tokens', () => {
  const tenantIn = (token: string): unknown =>
    (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>)[
      'custom:tenantId'
    ];

  it('with an invitation makes a user without a tenant a member', async () => {
    await api.cognito.putUser({ username: 'nobody', email: 'nobody@else.test', password: 'a password' });
    expect(tenantIn(await api.token('nobody'))).toBeUndefined();
    const { token } = await sent(invite('alice', 'nobody@else.test'));
    const { accessToken } = await api.cognito.issueTokens('nobody', { invitation: token });
    expect(tenantIn(accessToken)).toBe('acme');
    expect((await api.askAs(accessToken, '{ me { roles } }')).data).toEqual({ me: { roles: ['MEMBER'] } });
  });

  it("with another user's invitation changes nothing", async () => {
    const { token } = await sent(invite('omar', 'not-bob@else.test'));
    const { accessToken } = await api.cognito.issueTokens('bob', { invitation: token });
    expect(tenantIn(accessToken)).toBe('acme');
  });

  it('for a tenant of which the user is not a member is refused, and writes into no audit', async () => {
    for (const tenant of ['globex', 'no-such-tenant', 'META#x'])
      await expect(api.token('bob', tenant)).rejects.toThrow(
        'You are not a member of the tenant that you named',
      );
    const events = await eventsOf('', 'globex');
    expect(events.filter(({ actor }) => actor.name === 'bob')).toEqual([]);
  });

  it('of a suspended tenant returns tokens that the gate refuses', async () => {
    const suspension = { mode: 'BLOCKED', reason: 'Unpaid.' } as const;
    await api.register.changeTenant('globex', { status: 'SUSPENDED', suspension });
    now += 5001;
    const token = await api.token('dave');
    expect(tenantIn(token)).toBe('globex');
    expect(codeOf(await api.askAs(token, '{ me { id } }'))).toBe('TENANT_SUSPENDED');
    await api.register.changeTenant('globex', { status: 'ACTIVE', suspension: null });
  });

  it('is recorded as a sign-in when the user signs in', async () => {
    const before = await eventsOf('member.signedIn', 'acme');
    await api.token('bob');
    const after = await eventsOf('member.signedIn', 'acme');
    expect(after.length).toBe(before.length + 1);
    expect(after.at(-1)).toMatchObject({ actor: { name: 'bob' }, outcome: 'DONE' });
  });
});
