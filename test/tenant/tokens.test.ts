import { bearerToken, cognitoVerifier } from '../../src/tenant/index.ts';
import {
  claims,
  ISSUER,
  jwks,
  POOL,
  publicJwk,
  strangerKey,
  symmetricToken,
  tamperedToken,
  token,
  unsignedToken,
} from './token-smith.ts';

const verify = cognitoVerifier({ ...POOL, jwks });
const now = Math.floor(Date.now() / 1000);
const stranger = strangerKey();

const INVALID = 'The token is not valid for this API: sign in again.';
const EXPIRED = 'The token has expired: sign in again.';
const NO_TENANT = 'The token names no tenant: sign in as a member of one.';

/** Everything but the exact refusal is a failure: no other code, no word of the token, no cause that a client could read. */
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
  it('is let in with its claims', async () => {
    await expect(verify(token())).resolves.toMatchObject({ username: 'alice', 'custom:tenantId': 'acme' });
  });

  it('may be issued by a clock that is a few seconds ahead', async () => {
    await expect(verify(token(claims({ iat: now + 20 })))).resolves.toBeDefined();
  });

  it.each([['acme'], ['a'], ['0'], ['acme-2'], ['a-'], ['z'.repeat(63)]])(
    'may name the tenant "%s"',
    async (tenant) => {
      await expect(verify(token(claims({ 'custom:tenantId': tenant })))).resolves.toBeDefined();
    },
  );
});

describe('a forged token is refused', () => {
  it.each<[string, () => string]>([
    ['without a signature', () => unsignedToken('none')],
    ['without a signature, in other letters', () => unsignedToken('None')],
    ['with RS256 named and no signature', () => unsignedToken('RS256')],
    ['by HS256 with the public key', symmetricToken],
    ['by another key under the kid of the pool', () => token(claims(), {}, stranger)],
    ['by another key under a kid of its own', () => token(claims(), { kid: 'mine' }, stranger)],
    ['by another key that the header carries', () => token(claims(), { jwk: publicJwk(stranger) }, stranger)],
    [
      'with an address of its own keys',
      () => token(claims(), { jku: 'https://evil.test/jwks.json' }, stranger),
    ],
    ['with a kid that is a path', () => token(claims(), { kid: '../../dev/null' }, stranger)],
    ['with a kid that is a member of every object', () => token(claims(), { kid: '__proto__' })],
    ['with a kid that is no text', () => token(claims(), { kid: { length: 1 } })],
    ['without a kid', () => token(claims(), { kid: undefined })],
    ['with another algorithm of the same key', () => token(claims(), { alg: 'PS256' })],
    ['with another tenant under the old signature', () => tamperedToken({ 'custom:tenantId': 'globex' })],
    ['with a critical header that nobody knows', () => token(claims(), { crit: ['b64'], b64: false })],
    ['with an empty critical header', () => token(claims(), { crit: [] })],
  ])('%s', (_title, forge) => expectRefused(forge(), INVALID));
});

describe('a token for something else is refused', () => {
  it.each<[string, object]>([
    ['of another pool', { iss: ISSUER.replace('TestPool1', 'TestPool2') }],
    ['of an issuer that begins as ours', { iss: `${ISSUER}.evil.test` }],
    ['of no issuer', { iss: undefined }],
    ['of another client', { client_id: 'another' }],
    ['of several clients', { client_id: [POOL.clientId, 'another'] }],
    ['of no client', { client_id: undefined }],
    ['that is an ID token', { token_use: 'id', aud: POOL.clientId, client_id: undefined }],
    ['of no use', { token_use: undefined }],
    ['that never expires', { exp: undefined }],
    ['whose expiry is text', { exp: String(now + 3600) }],
    ['whose expiry is null', { exp: null }],
    ['issued in the future', { iat: now + 3600 }],
    ['issued at no time', { iat: undefined }],
    ['that is not valid yet', { nbf: now + 3600 }],
  ])('%s', (_title, changes) => expectRefused(token(claims({ ...changes })), INVALID));

  it('that has expired, and says so', () => expectRefused(token(claims({ exp: now - 1 })), EXPIRED));
});

describe('a token that names no usable tenant is refused', () => {
  it.each<[string, unknown]>([
    ['that is missing', undefined],
    ['that is empty', ''],
    ['that is null', null],
    ['that is a list', ['acme']],
    ['that is an object', { toString: 'acme' }],
    ['that is a number', 7],
    ['that is a wildcard', '*'],
    ['that is another wildcard', '?'],
    ['that is a wildcard in a name', 'acme*'],
    ['in upper case', 'ACME'],
    ['with a separator of keys', 'acme#Task'],
    ['with a policy variable', '${aws:username}'],
    ['with a space around it', ' acme'],
    ['with a line break after it', 'acme\n'],
    ['with letters of another alphabet', 'аcme'],
    ['with a path', '../acme'],
    ['that begins with a hyphen', '-acme'],
    ['that is too long', 'a'.repeat(64)],
    ['that is several', 'acme globex'],
  ])('%s', (_title, tenant) => expectRefused(token(claims({ 'custom:tenantId': tenant })), NO_TENANT));

  it('whose name stands on the prototype alone', async () => {
    const { 'custom:tenantId': _tenant, ...rest } = claims();
    const payload = JSON.stringify(rest).replace('{', '{"__proto__":{"custom:tenantId":"acme"},');
    await expectRefused(token(payload), NO_TENANT);
  });
});

describe('text that is no token is refused', () => {
  it.each<[string, string]>([
    ['nonsense', 'nonsense'],
    ['two parts', 'a.b'],
    ['four parts', `${token()}.x`],
    ['no JSON', `${Buffer.from('{').toString('base64url')}.e30.x`],
    ['JSON null', token('null')],
    ['a JSON list', token('[]')],
    ['a control character', '\0'],
    ['nothing but dots', '..'],
  ])('%s', (_title, text) => expectRefused(text, INVALID));

  it('of 200 kB, without being looked at', async () => {
    const huge = token(claims({ padding: 'x'.repeat(200_000) }));
    await expectRefused(huge, INVALID);
    const started = performance.now();
    for (let n = 0; n < 100; n += 1) await expectRefused(huge, INVALID);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('and is never fetched a key for', async () => {
    const { fetch } = globalThis;
    let fetched = 0;
    globalThis.fetch = () => Promise.reject(new Error(String((fetched += 1))));
    try {
      await expectRefused(
        token(claims(), { jku: 'https://evil.test', x5u: 'https://evil.test' }, stranger),
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

  it.each([[undefined], [''], ['   '], ['Bearer '], ['Bearer']])('"%s" carries none', (header) => {
    expect(() => bearerToken(header)).toThrow('The request carries no token');
  });
});
