import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { JwtExpiredError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { CognitoAccessTokenPayload, JwtHeader } from 'aws-jwt-verify/jwt-model';

import { TENANT_CLAIM, TENANTS_CLAIM, type VerifiedClaims } from './claims.ts';
import { tenantless } from './name-tenant.ts';
import { Refusal } from './refusal.ts';
import { parseTenantId } from './tenant-id.ts';

/** The longest token. Cognito's tokens are far shorter, and API Gateway takes at most 10,240 bytes of headers. */
const MAX_TOKEN_LENGTH = 8192;

/** The most seconds that Cognito's clock may be ahead of ours. */
const CLOCK_SKEW = 60;

export interface VerifierOptions {
  /** The id of a user pool: `eu-central-1_AbCdEfGhI`. */
  readonly userPoolId: string;
  readonly clientId: string;
  /** Whether a token must be of a member of a tenant; true if absent. Operators belong to no tenant. */
  readonly needsTenant?: boolean;
  /** Whether the pool's key set is fetched before the first token comes. If that fails, the first token fetches it. */
  readonly fetchesAhead?: boolean;
  /** The pool's key set. If given, nothing is fetched. */
  readonly jwks?: Parameters<ReturnType<typeof createVerifier>['cacheJwks']>[0];
}

/** A function that turns the text of a token into claims. It throws a Refusal for a token that is not valid. */
export type VerifyToken = (token: string) => Promise<VerifiedClaims>;

class TenantlessToken extends Error {}

/**
 * Returns a verifier of Cognito access tokens.
 * The library aws-jwt-verify checks signature, issuer, client, use and times. Our own check refuses what the library
 * accepts: no `exp`, `iat` in the future, critical headers, no usable claim of a tenant or of several.
 * @throws {Refusal} UNAUTHENTICATED, with a reason that says what to do and repeats nothing of the token
 *
 * @example
 * ```ts
 * const verify = cognitoVerifier({ userPoolId: 'eu-central-1_AbCdEfGhI', clientId: '4q2…' });
 * const { sub, username } = await verify(bearerToken(headers.authorization));
 * ```
 */
export function cognitoVerifier(options: VerifierOptions): VerifyToken {
  const keys = new SimpleJwksCache();
  const verifier = createVerifier(options, keys);
  if (options.jwks) verifier.cacheJwks(options.jwks);
  // The verifier knows a second place of the keys, for tokens of another issuer. It would fetch both.
  else if (options.fetchesAhead)
    keys.getJwks(CognitoJwtVerifier.parseUserPoolId(options.userPoolId).jwksUri).catch(() => undefined);
  return async (token) => {
    if (token.length > MAX_TOKEN_LENGTH) throw invalid();
    try {
      return await verifier.verify(token);
    } catch (error) {
      if (error instanceof JwtExpiredError)
        throw new Refusal('UNAUTHENTICATED', 'The token has expired: sign in again.');
      if (error instanceof TenantlessToken) throw tenantless();
      throw invalid();
    }
  };
}

function createVerifier(
  { userPoolId, clientId, needsTenant = true }: VerifierOptions,
  jwksCache: SimpleJwksCache,
) {
  return CognitoJwtVerifier.create(
    {
      userPoolId,
      clientId,
      tokenUse: 'access',
      customJwtCheck: ({ header, payload }) => {
        checkTimes(header, payload as CognitoAccessTokenPayload);
        if (needsTenant && !isOfAMember(payload)) throw new TenantlessToken();
      },
    },
    { jwksCache },
  );
}

/** Returns whether a token names a tenant, or names none because its user has several. */
function isOfAMember({
  [TENANT_CLAIM]: one,
  [TENANTS_CLAIM]: several,
}: Readonly<Record<string, unknown>>): boolean {
  return one === undefined ? typeof several === 'string' && several !== '' : parseTenantId(one) !== null;
}

function checkTimes(header: JwtHeader, payload: CognitoAccessTokenPayload): void {
  const now = Date.now() / 1000;
  if (typeof payload.exp !== 'number') throw new Error('no expiry');
  if (typeof payload.iat !== 'number' || payload.iat > now + CLOCK_SKEW)
    throw new Error('issued in the future');
  if ('crit' in header) throw new Error('unknown critical header');
}

function invalid(): Refusal {
  return new Refusal('UNAUTHENTICATED', 'The token is not valid for this API: sign in again.');
}

/**
 * Returns the token of an `Authorization` header: `Bearer <token>`, or the token alone as AppSync's clients send it.
 * @throws {Refusal} UNAUTHENTICATED without a token
 */
export function bearerToken(header: string | undefined): string {
  const token = header?.replace(/^Bearer( +|$)/i, '').trim();
  if (!token)
    throw new Refusal(
      'UNAUTHENTICATED',
      'The request carries no token: send an Authorization header with an access token.',
    );
  return token;
}
