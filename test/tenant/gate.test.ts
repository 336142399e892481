import { cognitoVerifier, LOOK_UP_TTL, openGate, type Directory, type Gate } from '../../src/tenant/index.ts';
import { openControl, openDirectory } from '../../src/store/index.ts';
import { startEmulator, type Emulator } from '../emulator.ts';
import { makeTables } from '../guarded-tables.ts';
import { memberOf, registerOver, type Register } from '../register.ts';
import { claims, jwks, POOL, token } from './token-smith.ts';

const user = String(claims()['sub']);
const member = memberOf({ tenantId: 'acme', userId: user, email: 'alice@acme.test' });
const bearer = `Bearer ${token()}`;

let emulator: Emulator;
let register: Register;
let directory: Directory;
let looked: number;
let failing: boolean;
let time: number;
let gate: Gate;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

beforeEach(async () => {
  const empty = {
    models: {},
    objects: {},
    interfaces: {},
    unions: {},
    inputs: {},
    enums: {},
    queries: {},
    mutations: {},
    subscriptions: {},
  };
  const tables = await makeTables(emulator.endpoint, empty);
  register = registerOver(openControl(tables.controlSend('operator')));
  for (const id of ['acme', 'globex'])
    await register.putTenant({ id, name: id, status: 'ACTIVE', createdAt: '2026-01-01T00:00:00Z' });
  await register.putMembership(member);
  [looked, failing, time] = [0, false, 1_000_000];
  const real = openDirectory(tables.controlSend('graphql'));
  directory = {
    ...real,
    lookUp(tenant, sub) {
      looked += 1;
      return failing ? Promise.reject(new Error('The control table is away.')) : real.lookUp(tenant, sub);
    },
  };
  gate = openGate(cognitoVerifier({ ...POOL, jwks }), directory, { now: () => time, featuresOf: null });
});

const refusal = async (authorization: string | undefined = bearer): Promise<unknown> =>
  gate.admit(authorization).then(
    () => 'admitted',
    (error: unknown) => (error as { code?: unknown }).code ?? (error as Error).message,
  );

describe('the gate', () => {
  it('admits an active member of an active tenant', async () => {
    const { caller, tenantId } = await gate.admit(bearer);
    expect({ tenantId, user: caller.userId, name: caller.username }).toEqual({
      tenantId: 'acme',
      user,
      name: 'alice',
    });
  });

  it('takes the roles from the membership record, not from the groups in the token', async () => {
    expect((await gate.admit(bearer)).caller.groups).toEqual(['MEMBER']);
  });

  it.each<[string, string, () => Promise<void>]>([
    ['a user who is not a member', 'FORBIDDEN', () => register.removeMembership('acme', user)],
    ['a disabled member', 'FORBIDDEN', () => register.putMembership({ ...member, status: 'DISABLED' })],
    [
      'a member of a suspended tenant',
      'TENANT_SUSPENDED',
      () => register.setTenantStatus('acme', 'SUSPENDED'),
    ],
  ])('refuses %s', async (_who, code, happen) => {
    await happen();
    expect(await refusal()).toBe(code);
  });

  it('returns one error for a tenant that does not exist and for one that the user is not a member of', async () => {
    const outcome = async (tenant: string): Promise<unknown> =>
      gate.admit(`Bearer ${token(claims({ 'custom:tenantId': tenant }))}`).catch((error: unknown) => error);
    const [foreign, missing] = [await outcome('globex'), await outcome('nobody')];
    expect(foreign).toMatchObject({ code: 'FORBIDDEN' });
    expect(JSON.stringify(missing)).toBe(JSON.stringify(foreign));
  });

  describe('for a token without a tenant', () => {
    const several = `Bearer ${token(claims({ 'custom:tenantId': undefined, 'custom:tenants': 'acme globex' }))}`;

    it('opens the tenant that the request names, with one look-up', async () => {
      expect((await gate.admit(several, { named: 'acme' })).tenantId).toBe('acme');
      expect(looked).toBe(1);
    });

    it('refuses a request that names none, with a sentence that has the header', async () => {
      await expect(gate.admit(several)).rejects.toMatchObject({
        code: 'TENANT_REQUIRED',
        message: 'The token is of a user of several tenants: name one in the header "x-tenant".',
      });
      expect(looked).toBe(0);
    });

    it("answers every tenant that is not the user's alike, and records the attempt in none", async () => {
      const refused: unknown[] = [];
      const names = ['globex', 'nobody', '*', '', 'ACME', 'acme,globex', 'acme globex', 'acme#', '__proto__'];
      const answers = await Promise.all(
        names.map((named) =>
          gate
            .admit(several, { named, onRefused: (entry) => refused.push(entry) })
            .catch((error: unknown) => JSON.stringify(error)),
        ),
      );
      expect(answers[0]).toContain('FORBIDDEN');
      expect([...new Set(answers)]).toHaveLength(1);
      expect(refused).toEqual([]);
    });

    it('records in the audit of a named tenant that it refused a disabled member', async () => {
      await register.putMembership({ ...member, status: 'DISABLED' });
      const refused: string[] = [];
      const onRefused = ({ tenantId }: { tenantId: string }): void => void refused.push(tenantId);
      await expect(gate.admit(several, { named: 'acme', onRefused })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
      expect(refused).toEqual(['acme']);
    });
  });

  describe('for a token of a tenant', () => {
    it('admits a request that names the same tenant', async () => {
      expect((await gate.admit(bearer, { named: 'acme' })).tenantId).toBe('acme');
    });

    it.each(['globex', 'missing', '*', '', 'acme,acme'])(
      'refuses a request that names "%s", without a look-up',
      async (named) => {
        await expect(gate.admit(bearer, { named })).rejects.toMatchObject({ code: 'TENANT_MISMATCH' });
        expect(looked).toBe(0);
      },
    );

    it('refuses a session from before a membership ended, unless the request names the tenant', async () => {
      const signedIn = 1_770_000_000;
      const at = (ms: number): string =>
        `Bearer ${token(
          claims({
            auth_time: signedIn,
            'custom:signedInAfter': new Date(signedIn * 1000 + ms).toISOString(),
          }),
        )}`;
      expect(await refusal(at(1))).toBe('TENANT_REQUIRED');
      expect(await refusal(at(-1))).toBe('admitted');
      expect((await gate.admit(at(1), { named: 'acme' })).tenantId).toBe('acme');
      await expect(gate.admit(at(1), { named: 'globex' })).rejects.toMatchObject({
        code: 'TENANT_MISMATCH',
      });
    });

    it.each([{ 'custom:signedInAfter': 'soon' }, { auth_time: undefined }, { auth_time: 'late' }])(
      'refuses a session whose times it cannot compare: %j',
      async (odd) => {
        const times = { 'custom:signedInAfter': '2026-01-01T00:00:00.000Z', ...odd };
        expect(await refusal(`Bearer ${token(claims(times))}`)).toBe('TENANT_REQUIRED');
      },
    );
  });

  it('refuses an invalid token without a look-up in the directory', async () => {
    expect(await refusal('Bearer nonsense')).toBe('UNAUTHENTICATED');
    expect(await refusal('')).toBe('UNAUTHENTICATED');
    expect(looked).toBe(0);
  });
});

describe('a token that has not expired', () => {
  it.each<[string, string, () => Promise<void>]>([
    ['the membership was removed', 'FORBIDDEN', () => register.removeMembership('acme', user)],
    [
      'the membership was disabled',
      'FORBIDDEN',
      () => register.putMembership({ ...member, status: 'DISABLED' }),
    ],
    ['the tenant was suspended', 'TENANT_SUSPENDED', () => register.setTenantStatus('acme', 'SUSPENDED')],
  ])('is refused within five seconds after %s', async (_what, code, happen) => {
    expect(await refusal()).toBe('admitted');
    await happen();
    time += LOOK_UP_TTL;
    expect(await refusal()).toBe(code);
    expect(LOOK_UP_TTL).toBeLessThanOrEqual(5000);
  });

  it('is admitted again within five seconds after the tenant was resumed', async () => {
    await register.setTenantStatus('acme', 'SUSPENDED');
    expect(await refusal()).toBe('TENANT_SUSPENDED');
    await register.setTenantStatus('acme', 'ACTIVE');
    time += LOOK_UP_TTL;
    expect(await refusal()).toBe('admitted');
  });

  it('gets changed roles within five seconds', async () => {
    await gate.admit(bearer);
    await register.putMembership({ ...member, roles: ['ADMIN', 'Billing'] });
    time += LOOK_UP_TTL;
    expect((await gate.admit(bearer)).caller.groups).toEqual(['ADMIN', 'Billing']);
  });

  it('is refused after five seconds even if requests use it all the time', async () => {
    await gate.admit(bearer);
    await register.removeMembership('acme', user);
    for (let n = 0; n < 10; n += 1) {
      time += LOOK_UP_TTL / 10;
      await refusal();
    }
    expect(await refusal()).toBe('FORBIDDEN');
  });
});

describe('a look-up of tenant and membership', () => {
  it('is reused for five seconds', async () => {
    await gate.admit(bearer);
    time += LOOK_UP_TTL - 1;
    await gate.admit(bearer);
    expect(looked).toBe(1);
  });

  it('is made once for 50 concurrent requests', async () => {
    await Promise.all(Array.from({ length: 50 }, () => gate.admit(bearer)));
    expect(looked).toBe(1);
  });

  it('is not cached if it fails', async () => {
    failing = true;
    expect(await refusal()).toBe('The control table is away.');
    failing = false;
    expect(await refusal()).toBe('admitted');
    expect(looked).toBe(2);
  });

  it('does not admit the user to another tenant', async () => {
    await gate.admit(bearer);
    expect(await refusal(`Bearer ${token(claims({ 'custom:tenantId': 'globex' }))}`)).toBe('FORBIDDEN');
  });

  it('is not reused for another tenant of the same user', async () => {
    await register.putMembership({ ...member, tenantId: 'globex', roles: ['ADMIN'] });
    await gate.admit(bearer);
    const { tenantId, caller } = await gate.admit(`Bearer ${token(claims({ 'custom:tenantId': 'globex' }))}`);
    expect({ tenantId, groups: caller.groups }).toEqual({ tenantId: 'globex', groups: ['ADMIN'] });
  });

  it('does not admit another user', async () => {
    await gate.admit(bearer);
    expect(await refusal(`Bearer ${token(claims({ sub: 'someone else' }))}`)).toBe('FORBIDDEN');
  });

  it('does not admit a user whose id is the last word of the id that was looked up', async () => {
    await register.putMembership({ ...member, userId: 'b c' });
    await gate.admit(`Bearer ${token(claims({ sub: 'b c' }))}`);
    expect(await refusal(`Bearer ${token(claims({ sub: 'c' }))}`)).toBe('FORBIDDEN');
  });
});
