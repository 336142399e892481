import fc from 'fast-check';

import { hashSecret, isSecret, newApiKey, parseApiKey } from '../../src/tenant/api-key.ts';
import { keyIdOf, orApiKey, userIdOfKey, type ApiKeyRecord } from '../../src/tenant/index.ts';

const SEED = 20261124;
const seeded = { seed: SEED, numRuns: 300 };

const record = (made: ReturnType<typeof newApiKey>, more: Partial<ApiKeyRecord> = {}): ApiKeyRecord => ({
  id: made.id,
  tenantId: 'acme',
  name: 'robot',
  secretHash: made.secretHash,
  roles: [],
  scopes: null,
  createdBy: 'someone',
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-02-01T00:00:00.000Z',
  revokedAt: null,
  lastUsedAt: null,
  replacedBy: null,
  impersonation: null,
  ...more,
});

describe('an API key', () => {
  it('contains an id and 256 random bits, and no two of 1,000 keys are alike', () => {
    const made = Array.from({ length: 1000 }, newApiKey);
    for (const { id, text, secretHash } of made) {
      const read = parseApiKey(text);
      expect(read?.id).toBe(id);
      expect(Buffer.from(read?.secret ?? '', 'base64url')).toHaveLength(32);
      expect(hashSecret(read?.secret ?? '')).toBe(secretHash);
      expect(text).not.toContain(secretHash);
    }
    expect(new Set(made.map(({ id }) => id)).size).toBe(1000);
    expect(new Set(made.map(({ secretHash }) => secretHash)).size).toBe(1000);
  });

  it(`is rejected when its text is not exactly what was issued (seed ${SEED})`, () => {
    const { text } = newApiKey();
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ minLength: 1 }), (at, added) => {
        const changed = text.slice(0, at) + added + text.slice(at);
        expect(parseApiKey(changed)).toBeNull();
      }),
      seeded,
    );
    for (const other of ['', 'tql_', text.slice(1), text.slice(0, -1), text.toUpperCase(), `${text}\n`])
      expect(parseApiKey(other)).toBeNull();
  });

  it(`has a hash that matches no other secret (seed ${SEED})`, () => {
    const { text, secretHash } = newApiKey();
    const secret = parseApiKey(text)?.secret ?? '';
    expect(isSecret(secret, secretHash)).toBe(true);
    fc.assert(
      fc.property(fc.string(), (other) => {
        expect(isSecret(other, secretHash)).toBe(other === secret);
        expect(isSecret(secret, other)).toBe(false);
      }),
      seeded,
    );
  });
});

describe('the verifier of API keys', () => {
  const made = newApiKey();
  const now = Date.parse('2026-01-15T00:00:00Z');
  const ask = (text: string, key: ApiKeyRecord | null, at = now) =>
    orApiKey(
      () => Promise.resolve({ sub: 'a user', username: 'a user' }),
      { lookUpKey: () => Promise.resolve({ key, tenant: null }) },
      () => at,
    )(text);

  it('returns claims that name the key as the user, with the tenant of its record', async () => {
    const claims = { sub: `key:${made.id}`, username: `key:${made.id}`, 'custom:tenantId': 'acme' };
    expect(await ask(made.text, record(made))).toEqual(claims);
    expect(keyIdOf({ userId: userIdOfKey(made.id) })).toBe(made.id);
    expect(keyIdOf({ userId: '00000000-0000-4000-8000-000000000001' })).toBeNull();
  });

  it('passes text that is not an API key on to the verifier of tokens', async () => {
    expect(await ask('a.b.c', record(made))).toEqual({ sub: 'a user', username: 'a user' });
  });

  it.each<[string, ApiKeyRecord | null, number, string]>([
    ['does not exist', null, now, 'is not valid'],
    ['has another secret', record(newApiKey(), { id: made.id }), now, 'is not valid'],
    ['has a record with an invalid tenant id', record(made, { tenantId: 'T#acme' }), now, 'is not valid'],
    ['was revoked', record(made, { revokedAt: '2026-01-02T00:00:00.000Z' }), now, 'was revoked'],
    ['has expired', record(made), Date.parse('2026-02-01T00:00:00Z'), 'has expired'],
  ])('refuses the caller when the key %s', async (_what, key, at, words) => {
    await expect(ask(made.text, key, at)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining(words) as unknown,
    });
  });
});
