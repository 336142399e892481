import {
  cognitoVerifier,
  isRefusal,
  LOOK_UP_TTL,
  newApiKey,
  openGate,
  savedCaller,
  type ApiKeyRecord,
  type Directory,
  type Gate,
  type SavedCaller,
} from '../../src/tenant/index.ts';
import { openControl, openDirectory, type Control } from '../../src/store/index.ts';
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
let control: Control;
let looked: number;
let together: number;
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
  control = openControl(tables.controlSend('operator'));
  register = registerOver(control);
  for (const id of ['acme', 'globex'])
    await register.putTenant({ id, name: id, status: 'ACTIVE', createdAt: '2026-01-01T00:00:00Z' });
  await register.putMembership(member);
  [looked, together, failing, time] = [0, 0, false, 1_000_000];
  const real = openDirectory(tables.controlSend('graphql'));
  directory = {
    ...real,
    lookUp(tenant, sub) {
      looked += 1;
      return failing ? Promise.reject(new Error('The control table is away.')) : real.lookUp(tenant, sub);
    },
    lookUpAll(tenant, wanted) {
      together += 1;
      return real.lookUpAll(tenant, wanted);
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

describe('a saved caller', () => {
  const key = {
    id: 'k1',
    tenantId: 'acme',
    name: 'robot',
    secretHash: '',
    roles: ['MEMBER'],
    scopes: ['Task:read'],
    expiresAt: '2026-02-01T00:00:00.000Z',
    revokedAt: null,
    impersonation: null,
  } as Partial<ApiKeyRecord> as ApiKeyRecord;
  const impersonation = { operatorId: 'o', operator: 'o', reason: '' };
  const ofKey: SavedCaller = { is: 'key', keyId: 'k1', expiresAt: Date.parse(key.expiresAt) / 1000 };
  const putKey = (changes: Partial<ApiKeyRecord> = {}): Promise<void> =>
    control.transact(async (transaction) => {
      const changed = { ...key, ...changes };
      await transaction.get('apiKey', changed);
      transaction.put('apiKey', changed);
    });
  const ofUser = async (): Promise<SavedCaller> => savedCaller(await gate.admit(bearer));
  const readmitted = async (callers: readonly SavedCaller[], tenant = 'acme'): Promise<unknown[]> =>
    (await gate.readmit(tenant, callers)).map((one) => (isRefusal(one) ? one.code : one.caller.userId));

  it('has the claims and the end of a token, and gets the roles of now', async () => {
    const saved = await ofUser();
    expect(saved).toMatchObject({ is: 'user', claims: { sub: user, username: 'alice' } });
    expect(saved.expiresAt).toBe(saved.is === 'user' && saved.claims['exp']);
    expect(JSON.stringify(saved)).not.toContain(bearer.split('.').at(-1));
    await register.putMembership({ ...member, roles: ['Billing'] });
    time += LOOK_UP_TTL;
    expect((await gate.readmit('acme', [saved]))[0]).toMatchObject({
      tenantId: 'acme',
      caller: { userId: user, groups: ['Billing'] },
    });
  });

  it('has the id and the end of a key, and is readmitted within its scopes', async () => {
    const { id, text, secretHash } = newApiKey();
    await putKey({ id, secretHash });
    const admitted = await gate.admit(`Bearer ${text}`);
    const saved = savedCaller(admitted);
    expect(saved).toEqual({ ...ofKey, keyId: id });
    expect(JSON.stringify(saved)).not.toContain(secretHash);
    expect(await gate.readmit('acme', [saved])).toMatchObject([{ caller: admitted.caller }]);
  });

  it('uses the look-up of a request, and a request uses its look-up', async () => {
    const saved = await ofUser();
    await gate.readmit('acme', [saved, saved]);
    expect([looked, together]).toEqual([1, 0]);
    time += LOOK_UP_TTL;
    await gate.readmit('acme', [saved]);
    await gate.admit(bearer);
    expect([looked, together]).toEqual([1, 1]);
  });

  it('is looked up together with 250 others, and each gets its own answer in order', async () => {
    await putKey();
    const subs = Array.from({ length: 250 }, (_, at) => `user-${at}`);
    for (const sub of ['user-0', 'user-120', 'user-249'])
      await register.putMembership({ tenantId: 'acme', userId: sub });
    const saved = await ofUser();
    const users = subs.map((sub): SavedCaller => ({ ...saved, is: 'user', claims: { sub, username: sub } }));
    expect(await readmitted([...users, ofKey])).toEqual([
      ...subs.map((sub) => (['user-0', 'user-120', 'user-249'].includes(sub) ? sub : 'FORBIDDEN')),
      'key:k1',
    ]);
    expect(together).toBe(1);
  });

  it.each<[string, string, () => Promise<void>]>([
    ['is no member any more', 'FORBIDDEN', () => register.removeMembership('acme', user)],
    ['is disabled', 'FORBIDDEN', () => register.putMembership({ ...member, status: 'DISABLED' })],
    ['is in a suspended tenant', 'TENANT_SUSPENDED', () => register.setTenantStatus('acme', 'SUSPENDED')],
    ['is in a deleted tenant', 'FORBIDDEN', () => register.setTenantStatus('acme', 'DELETED')],
  ])('that %s is refused within five seconds', async (_, code, change) => {
    const saved = await ofUser();
    await change();
    time += LOOK_UP_TTL;
    expect(await readmitted([saved])).toEqual([code]);
  });

  it.each<[string, string, Partial<ApiKeyRecord>]>([
    ['is revoked', 'UNAUTHENTICATED', { revokedAt: '2026-01-02T00:00:00.000Z' }],
    ['impersonates without permission', 'FORBIDDEN', { impersonation }],
    ['belongs to another tenant', 'UNAUTHENTICATED', { tenantId: 'globex' }],
    ['does not exist', 'UNAUTHENTICATED', { id: 'k2' }],
  ])('of a key that %s is refused', async (_, code, changes) => {
    await putKey(changes);
    expect(await readmitted([ofKey])).toEqual([code]);
  });

  it('is refused from the second in which its token or key expires', async () => {
    await putKey();
    const saved = await ofUser();
    time = saved.expiresAt * 1000 - 1;
    expect(await readmitted([saved])).toEqual([user]);
    time += 1;
    expect(await readmitted([saved])).toEqual(['UNAUTHENTICATED']);
    time = ofKey.expiresAt * 1000 - 1;
    expect(await readmitted([ofKey])).toEqual(['key:k1']);
    time += 1;
    expect(await readmitted([ofKey])).toEqual(['UNAUTHENTICATED']);
  });

  it('is refused in another tenant than that of its token, also as its member', async () => {
    await register.putMembership({ ...member, tenantId: 'globex' });
    expect(await readmitted([await ofUser()], 'globex')).toEqual(['TENANT_MISMATCH']);
    expect(await readmitted([await ofUser()], 'a#b')).toEqual(['FORBIDDEN']);
  });
});
