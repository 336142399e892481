import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { JwtExpiredError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';

import type { Cognito } from '../cognito/index.ts';
import { IdentityFailure } from './identity-failure.ts';

/** A user pool whose tokens a pool accepts. */
export interface Provider {
  /** `cognito-idp.<region>.amazonaws.com/<id of the user pool>`. */
  readonly name: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly users: Pick<Cognito, 'jwks' | 'user'>;
}

/** A user whose token is genuine. */
export interface Login {
  readonly issuer: string;
  readonly claims: Readonly<Record<string, unknown>> & { readonly sub: string };
}

/**
 * Returns the login of a call. Like a pool with `ServerSideTokenCheck`, it asks the user pool whether the user is still there
 * and enabled.
 * @throws {IdentityFailure} if there is none, or the token is not genuine, of another pool or client, or has expired
 */
export async function loginIn(logins: Readonly<Record<string, string>>, provider: Provider): Promise<Login> {
  const names = Object.keys(logins);
  if (names.length === 0) throw refusal('Unauthenticated access is not supported for this identity pool.');
  const token = logins[provider.name];
  if (names.length > 1 || token === undefined)
    throw refusal('Token is not from a supported provider of this identity pool.');
  const { userPoolId, clientId, users } = provider;
  const verifier = CognitoJwtVerifier.create(
    { userPoolId, clientId, tokenUse: 'id' },
    { jwksCache: offline() },
  );
  verifier.cacheJwks(users.jwks());
  const claims = await verifier.verify(token).catch((error: unknown) => {
    const reason = error instanceof JwtExpiredError ? 'Token expired' : "Can't issue credentials for it";
    throw refusal(`Invalid login token. ${reason}.`);
  });
  const user = users.user(claims.sub);
  if (!user?.enabled) throw refusal('Token is not from a supported provider of this identity pool.');
  return { issuer: claims.iss, claims };
}

/** Returns a cache of keys that asks no network for a key that it lacks. */
function offline(): SimpleJwksCache {
  const fetch = (): Promise<never> => Promise.reject(new Error('The key is not one of the pool.'));
  return new SimpleJwksCache({ fetcher: { fetch } });
}

function refusal(message: string): IdentityFailure {
  return new IdentityFailure('NotAuthorizedException', message);
}
