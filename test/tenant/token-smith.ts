import { createHmac, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export const POOL = { userPoolId: 'eu-central-1_TestPool1', clientId: 'clientofthetests' };
export const ISSUER = `https://cognito-idp.eu-central-1.amazonaws.com/${POOL.userPoolId}`;

const pool = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KID = 'key-of-the-pool';

/** The key set of the pool whose tokens are genuine. */
export const jwks = {
  keys: [
    {
      ...(createPublicKey(pool.privateKey).export({ format: 'jwk' }) as { kty: 'RSA'; n: string; e: string }),
      kid: KID,
      alg: 'RS256',
      use: 'sig' as const,
    },
  ],
};

export type Claims = Readonly<Record<string, unknown>>;

/** Returns the claims of a genuine access token, issued a minute ago. */
export function claims(changes: Claims = {}): Claims {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: ISSUER,
    sub: '00000000-0000-4000-8000-000000000001',
    username: 'alice',
    client_id: POOL.clientId,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    'custom:tenantId': 'acme',
    'cognito:groups': ['ADMIN'],
    auth_time: now - 60,
    iat: now - 60,
    exp: now + 3600,
    jti: 'jti',
    ...changes,
  };
}

/** Signs a token. Without arguments it is genuine: the pool's key signs it, and the header names that key's `kid`. */
export function token(
  payload: Claims | string = claims(),
  header: Claims = {},
  key: KeyObject = pool.privateKey,
): string {
  const signed = `${encode({ alg: 'RS256', kid: KID, ...header })}.${encode(payload)}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}

/** Returns a token that is signed by HS256 with the public key, which everyone has, as the secret. */
export function symmetricToken(): string {
  const secret = createPublicKey(pool.privateKey).export({ type: 'spki', format: 'pem' });
  const signed = `${encode({ alg: 'HS256', kid: KID })}.${encode(claims())}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** Returns a token without a signature. */
export function unsignedToken(alg: string): string {
  return `${encode({ alg, kid: KID })}.${encode(claims())}.`;
}

/** Returns the genuine token with other claims under its old signature. */
export function tamperedToken(changes: Claims): string {
  const [head = '', , signature = ''] = token().split('.');
  return `${head}.${encode(claims(changes))}.${signature}`;
}

/** Makes a private key that the pool does not know. */
export function attackerKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}

/** Returns the public half of a key, as the header of a token may contain it. */
export function publicJwk(key: KeyObject): object {
  return createPublicKey(key).export({ format: 'jwk' });
}

function encode(part: Claims | string): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}
