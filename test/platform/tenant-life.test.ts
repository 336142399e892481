import { openTestApi, type ApiError, type TestApi } from '../api.ts';
import { eventsOf } from './events.ts';

const LOOK_UP = 5000;
let now = Date.parse('2026-03-01T00:00:00Z');
let api: TestApi;
beforeEach(async () => {
  api = await openTestApi({ now: () => now });
});
afterEach(() => api.close());

const me = '{ me { id } }';

/** Returns the code of the first error of an answer, or null if there is none. */
const codeOf = ({ errors }: { readonly errors: readonly ApiError[] }): unknown =>
  errors[0]?.extensions['code'] ?? null;

async function operate(field: string, selection = '{ status statusReason suspensionMode graceEndsAt }') {
  const { data, errors } = await api.askOperator('opal', `mutation { ${field} ${selection} }`);
  expect(errors).toEqual([]);
  return Object.values(data ?? {})[0];
}

describe('a token that has not expired', () => {
  /** Returns the codes that an admitted token gets 4,999 and 5,000 milliseconds after a change. */
  async function around(change: () => Promise<unknown>): Promise<readonly unknown[]> {
    const token = await api.token('alice');
    expect(codeOf(await api.askAs(token, me))).toBeNull();
    await change();
    now += LOOK_UP - 1;
    const before = codeOf(await api.askAs(token, me));
    now += 1;
    return [before, codeOf(await api.askAs(token, me))];
  }

  test('gets TENANT_SUSPENDED 5 seconds after its tenant was blocked', async () => {
    expect(await around(() => operate('suspendTenant(id: "acme", mode: BLOCKED, reason: "bill")'))).toEqual([
      null,
      'TENANT_SUSPENDED',
    ]);
  });

  test('gets FORBIDDEN 5 seconds after its member was removed', async () => {
    const { userId } = await memberNamed('alice');
    expect(await around(() => api.register.removeMembership('acme', userId))).toEqual([null, 'FORBIDDEN']);
  });

  test('gets changed roles of its member after 5 seconds', async () => {
    const member = await memberNamed('alice');
    const write = 'mutation { updateTenantSettings(input: {}) { id } }';
    const token = await api.token('alice');
    expect(codeOf(await api.askAs(token, write))).toBeNull();
    await api.register.putMembership({ ...member, roles: ['VIEWER'] });
    now += LOOK_UP;
    expect(codeOf(await api.askAs(token, write))).toBe('FORBIDDEN');
    await api.register.putMembership(member);
    now += LOOK_UP;
    expect(codeOf(await api.askAs(token, write))).toBeNull();
  });

  test('can read but not write while its tenant is read-only or being closed, and can write again afterwards', async () => {
    const token = await api.token('alice');
    const write = 'mutation { createLabel(input: { name: "Red" }) { id } }';
    const seen = async (field: string): Promise<readonly unknown[]> => {
      await operate(field);
      now += LOOK_UP;
      return [codeOf(await api.askAs(token, me)), codeOf(await api.askAs(token, write))];
    };
    const none = null;
    expect(await seen('suspendTenant(id: "acme", mode: READ_ONLY, reason: "bill")')).toEqual([
      none,
      'READ_ONLY',
    ]);
    expect(await seen('resumeTenant(id: "acme")')).toEqual([none, none]);
    expect(await seen('offboardTenant(id: "acme", reason: "leaves")')).toEqual([none, 'READ_ONLY']);
    expect(await seen('cancelOffboarding(id: "acme")')).toEqual([none, none]);
  });

  test('still gets TENANT_SUSPENDED when its blocked tenant is off-boarded', async () => {
    const token = await api.token('alice');
    await operate('suspendTenant(id: "acme", mode: BLOCKED, reason: "abuse")');
    await operate('offboardTenant(id: "acme", reason: "leaves")');
    expect(codeOf(await api.askAs(token, me))).toBe('TENANT_SUSPENDED');
  });

  test("gets the same error as a non-member's token after its tenant is purged", async () => {
    const token = await api.token('alice');
    const nonMember = await api.token('bob');
    await api.register.removeMembership('acme', (await memberNamed('bob')).userId);
    const asked = await api.askAs(nonMember, me);
    for (const status of ['PURGING', 'DELETED'] as const) {
      await api.register.setTenantStatus('acme', status);
      now += LOOK_UP;
      const { errors } = await api.askAs(token, me);
      expect(errors.map(({ message }) => message)).toEqual(asked.errors.map(({ message }) => message));
      expect(codeOf({ errors })).toBe('FORBIDDEN');
    }
  });
});

async function memberNamed(username: string) {
  for await (const member of api.control.all('members', 'acme'))
    if (member.username === username) return member;
  throw new Error(`There is no member "${username}".`);
}

test('each step in the life of a tenant changes the tenant and records one event with both states', async () => {
  const before = (await eventsOf(api, 'acme')).length;
  expect(await operate('suspendTenant(id: "acme", mode: READ_ONLY, reason: " The bill is open. ")')).toEqual({
    status: 'SUSPENDED',
    statusReason: 'The bill is open.',
    suspensionMode: 'READ_ONLY',
    graceEndsAt: null,
  });
  await operate('suspendTenant(id: "acme", mode: READ_ONLY, reason: "The bill is open.")');
  await operate('suspendTenant(id: "acme", mode: BLOCKED, reason: "Abuse.")');
  expect(await operate('offboardTenant(id: "acme", reason: "They leave.")')).toEqual({
    status: 'OFFBOARDING',
    statusReason: 'Abuse.',
    suspensionMode: 'BLOCKED',
    graceEndsAt: new Date(now + 30 * 86_400_000).toISOString(),
  });
  expect(await operate('cancelOffboarding(id: "acme")')).toMatchObject({
    status: 'SUSPENDED',
    suspensionMode: 'BLOCKED',
  });
  expect(await operate('resumeTenant(id: "acme")')).toMatchObject({ status: 'ACTIVE', statusReason: null });
  const events = (await eventsOf(api, 'acme')).slice(before);
  expect(events.map(({ action, detail }) => [action, detail])).toEqual([
    ['tenant.suspended', { from: 'ACTIVE', to: 'SUSPENDED', mode: 'READ_ONLY', reason: 'The bill is open.' }],
    ['tenant.suspended', { from: 'SUSPENDED', to: 'SUSPENDED', mode: 'BLOCKED', reason: 'Abuse.' }],
    [
      'tenant.offboarded',
      {
        from: 'SUSPENDED',
        to: 'OFFBOARDING',
        reason: 'They leave.',
        graceEndsAt: new Date(now + 30 * 86_400_000).toISOString(),
      },
    ],
    ['tenant.offboardingCancelled', { from: 'OFFBOARDING', to: 'SUSPENDED' }],
    ['tenant.resumed', { from: 'SUSPENDED', to: 'ACTIVE' }],
  ]);
  expect(new Set(events.map(({ actor }) => `${actor.type} ${actor.name}`))).toEqual(
    new Set(['operator opal']),
  );
});

test.each([
  [
    'resumeTenant(id: "acme")',
    'CONDITION_FAILED',
    'The tenant "acme" is ACTIVE; what is possible now: suspendTenant, moveTenant, offboardTenant.',
  ],
  [
    'cancelOffboarding(id: "acme")',
    'CONDITION_FAILED',
    'The tenant "acme" is ACTIVE; what is possible now: suspendTenant, moveTenant, offboardTenant.',
  ],
  [
    'abandonTenant(id: "acme")',
    'CONDITION_FAILED',
    'The tenant "acme" is ACTIVE; what is possible now: suspendTenant, moveTenant, offboardTenant.',
  ],
  ['resumeTenant(id: "unknown")', 'NOT_FOUND', 'There is no tenant "unknown".'],
  ['resumeTenant(id: "acme#META")', 'NOT_FOUND', 'There is no tenant "acme#META".'],
  [
    'suspendTenant(id: "acme", mode: BLOCKED, reason: " ")',
    'INVALID_ARGUMENTS',
    'The argument "reason" must have 1 to 500 characters.',
  ],
  [
    'offboardTenant(id: "acme", graceDays: -1, reason: "x")',
    'INVALID_ARGUMENTS',
    'The argument "graceDays" must lie between 0 and 365.',
  ],
  [
    'changePlan(id: "acme", plan: "gold")',
    'INVALID_ARGUMENTS',
    'There is no plan "gold": the argument "plan" is one of free, team, enterprise.',
  ],
])('%s is refused with %s, and nothing is written', async (field, code, message) => {
  const [tenant, events] = [await api.control.get('tenant', { id: 'acme' }), await eventsOf(api, 'acme')];
  const { errors } = await api.askOperator('opal', `mutation { ${field} { id } }`);
  expect(errors.map((error) => [error.extensions['code'], error.message])).toEqual([[code, message]]);
  expect(await api.control.get('tenant', { id: 'acme' })).toEqual(tenant);
  expect(await eventsOf(api, 'acme')).toEqual(events);
});
