import { bearerToken, cognitoVerifier } from '../../src/tenant/index.ts';
import {
  claims,
  ISSUER,
  jwks,
  POOL,
  publicJwk,
  attackerKey,
  symmetricToken,
  tamperedToken,
  token,
  unsignedToken,
} from './token-smith.ts';

const verify = cognitoVerifier({ ...POOL, jwks });
const now = Math.floor(Date.now() / 1000);
const attacker = attackerKey();

const INVALID = 'The token is not valid for this API: sign in again.';
const EXPIRED = 'The token has expired: sign in again.';
const NO_TENANT = 'The token names no tenant: sign in as a member of one.';

/** Expects the exact refusal: this code and message, and no extension that could contain the token or a cause. */
async function expectRefused(text: string, message: string): Promise<void> {
  const error = await verify(text).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'UNAUTHENTICATED', message });
  expect(Object.keys((error as { extensions: object }).extensions).sort()).toEqual([
    'code',
    'errorInfo',
    'errorType',
  ]);
}

describe('a genuine access token', () => {
  it('is verified, and its claims are returned', async () => {
    await expect(verify(token())).resolves.toMatchObject({ username: 'alice', 'custom:tenantId': 'acme' });
  });

  it('is verified if the clock of its issuer is 20 seconds ahead', async () => {
    await expect(verify(token(claims({ iat: now + 20 })))).resolves.toBeDefined();
  });

  it.each([['acme'], ['a'], ['0'], ['acme-2'], ['a-'], ['z'.repeat(63)]])(
    'may name the tenant "%s"',
    async (tenant) => {
      await expect(verify(token(claims({ 'custom:tenantId': tenant })))).resolves.toBeDefined();
    },
  );
});

describe('a forged token', () => {
  it.each<[string, () => string]>([
    ['has no signature', () => unsignedToken('none')],
    ['has no signature, and capitals in the name of the algorithm', () => unsignedToken('None')],
    ['has no signature, and names RS256', () => unsignedToken('RS256')],
    ['is signed by HS256 with the public key', symmetricToken],
    ['is signed with another key under the kid of the pool', () => token(claims(), {}, attacker)],
    ['is signed with another key under a kid of its own', () => token(claims(), { kid: 'mine' }, attacker)],
    ['is signed with a key in its own header', () => token(claims(), { jwk: publicJwk(attacker) }, attacker)],
    [
      'is signed with a key at an address in its header',
      () => token(claims(), { jku: 'https://evil.test/jwks.json' }, attacker),
    ],
    ['has a path as its kid', () => token(claims(), { kid: '../../dev/null' }, attacker)],
    ['has the kid "__proto__"', () => token(claims(), { kid: '__proto__' })],
    ['has a kid that is not a string', () => token(claims(), { kid: { length: 1 } })],
    ['has no kid', () => token(claims(), { kid: undefined })],
    ['names another algorithm of the same key', () => token(claims(), { alg: 'PS256' })],
    ['names another tenant under the old signature', () => tamperedToken({ 'custom:tenantId': 'globex' })],
    [
      'has a critical header that the verifier does not know',
      () => token(claims(), { crit: ['b64'], b64: false }),
    ],
    ['has an empty critical header', () => token(claims(), { crit: [] })],
  ])('is refused if it %s', (_title, forge) => expectRefused(forge(), INVALID));
});

describe('a signed token with unusable claims', () => {
  it.each<[string, object]>([
    ['is of another pool', { iss: ISSUER.replace('TestPool1', 'TestPool2') }],
    ['has an issuer that begins like ours', { iss: `${ISSUER}.evil.test` }],
    ['has no issuer', { iss: undefined }],
    ['is for another client', { client_id: 'another' }],
    ['is for several clients', { client_id: [POOL.clientId, 'another'] }],
    ['is for no client', { client_id: undefined }],
    ['is an ID token', { token_use: 'id', aud: POOL.clientId, client_id: undefined }],
    ['has no token_use', { token_use: undefined }],
    ['never expires', { exp: undefined }],
    ['has a string as its expiry', { exp: String(now + 3600) }],
    ['has null as its expiry', { exp: null }],
    ['was issued in the future', { iat: now + 3600 }],
    ['has no time of issue', { iat: undefined }],
    ['is not valid yet', { nbf: now + 3600 }],
  ])('is refused if it %s', (_title, changes) => expectRefused(token(claims({ ...changes })), INVALID));

  it('is refused with a message of its own if it has expired', () =>
    expectRefused(token(claims({ exp: now - 1 })), EXPIRED));
});

describe('a token that names no usable tenant', () => {
  it.each<[string, unknown]>([
    ['is missing', undefined],
    ['is empty', ''],
    ['is null', null],
    ['is a list', ['acme']],
    ['is an object', { toString: 'acme' }],
    ['is a number', 7],
    ['is the wildcard "*"', '*'],
    ['is the wildcard "?"', '?'],
    ['contains a wildcard', 'acme*'],
    ['is in upper case', 'ACME'],
    ['contains a separator of keys', 'acme#Task'],
    ['is a policy variable', '${aws:username}'],
    ['begins with a space', ' acme'],
    ['ends in a line break', 'acme\n'],
    ['contains a letter of another alphabet', 'аcme'],
    ['is a path', '../acme'],
    ['begins with a hyphen', '-acme'],
    ['is longer than 63 characters', 'a'.repeat(64)],
    ['is two names', 'acme globex'],
  ])('is refused if the tenant %s', (_title, tenant) =>
    expectRefused(token(claims({ 'custom:tenantId': tenant })), NO_TENANT),
  );

  it('is refused if only the prototype of its claims has a tenant', async () => {
    const { 'custom:tenantId': _tenant, ...rest } = claims();
    const payload = JSON.stringify(rest).replace('{', '{"__proto__":{"custom:tenantId":"acme"},');
    await expectRefused(token(payload), NO_TENANT);
  });
});

describe('text that is not a usable token', () => {
  it.each<[string, string]>([
    ['is nonsense', 'nonsense'],
    ['has two parts', 'a.b'],
    ['has four parts', `${token()}.x`],
    ['has a header that is not JSON', `${Buffer.from('{').toString('base64url')}.e30.x`],
    ['has null as its claims', token('null')],
    ['has a list as its claims', token('[]')],
    ['is a control character', '\0'],
    ['is two dots', '..'],
  ])('is refused if it %s', (_title, text) => expectRefused(text, INVALID));

  it('is refused before it is parsed if it is 200 kB long', async () => {
    const huge = token(claims({ padding: 'x'.repeat(200_000) }));
    const [parse, decode] = [jest.spyOn(JSON, 'parse'), jest.spyOn(Buffer, 'from')];
    try {
      await expectRefused(huge, INVALID);
      expect([parse.mock.calls, decode.mock.calls]).toEqual([[], []]);
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('never makes the verifier fetch a key', async () => {
    const { fetch } = globalThis;
    let fetched = 0;
    globalThis.fetch = () => Promise.reject(new Error(String((fetched += 1))));
    try {
      await expectRefused(
        token(claims(), { jku: 'https://evil.test', x5u: 'https://evil.test' }, attacker),
        INVALID,
      );
    } finally {
      globalThis.fetch = fetch;
    }
    expect(fetched).toBe(0);
  });
});

describe('an Authorization header', () => {
  it.each([['Bearer abc'], ['bearer abc'], ['BEARER   abc'], ['abc'], ['  abc  ']])(
    '"%s" carries the token',
    (header) => {
      expect(bearerToken(header)).toBe('abc');
    },
  );

  it.each([[undefined], [''], ['   '], ['Bearer '], ['Bearer']])(
    '"%s" is refused because it carries no token',
    (header) => {
      expect(() => bearerToken(header)).toThrow('The request carries no token');
    },
  );
});
