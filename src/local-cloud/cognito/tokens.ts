import { createHash, randomUUID } from 'node:crypto';

import { newToken } from './challenges.ts';
import { CognitoError } from './cognito-error.ts';
import type { SignIn, UserRecord } from './pool-state.ts';
import type { Pool } from './pool.ts';
import { ownScope, runPreTokenGeneration } from './pre-token-generation.ts';
import type { TriggerSource } from './triggers.ts';
import { accessTokenClaims, idTokenClaims } from './token-claims.ts';
import { userBySub } from './users.ts';

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  /** The refresh token. Absent if a refresh kept the old one. */
  readonly refreshToken?: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** Data of the client for the trigger. */
export type ClientMetadata = Readonly<Record<string, string>> | undefined;

/** Cognito's default, 30 days, in seconds. */
const REFRESH_LIFE = 30 * 24 * 3600;

/** Starts a sign-in for a user who proved the password, and issues its first tokens. */
export async function signIn(
  pool: Pool,
  user: UserRecord,
  source: TriggerSource,
  clientMetadata?: ClientMetadata,
): Promise<Tokens> {
  checkEnabled(user);
  const now = pool.clock();
  const refreshToken = newToken();
  const opened: SignIn = {
    originJti: randomUUID(),
    sub: user.sub,
    refreshHash: hash(refreshToken),
    authTime: now,
    expiresAt: now + REFRESH_LIFE,
  };
  const tokens = await mint(pool, user, opened, source, clientMetadata);
  // The user may have been deleted while the trigger ran.
  if (userBySub(pool, user.sub) !== user) throw invalidRefreshToken();
  checkEnabled(user);
  pool.state.signIns = [...pool.state.signIns.filter(({ expiresAt }) => expiresAt > now), opened];
  return { ...tokens, refreshToken };
}

/** Issues new tokens for a refresh token. With rotation, the old refresh token becomes invalid. */
export async function refresh(
  pool: Pool,
  refreshToken: string,
  clientMetadata?: ClientMetadata,
): Promise<Tokens> {
  const found = signInOf(pool, refreshToken);
  const user = found && userBySub(pool, found.sub);
  if (!found || !user) throw invalidRefreshToken();
  if (found.expiresAt <= pool.clock()) {
    throw new CognitoError('NotAuthorizedException', 'Refresh Token has expired');
  }
  checkEnabled(user);
  const tokens = await mint(pool, user, found, 'TokenGeneration_RefreshTokens', clientMetadata);
  // The token may have been revoked or used while the trigger ran.
  if (signInOf(pool, refreshToken) !== found) throw invalidRefreshToken();
  if (!pool.rotateRefreshTokens) return tokens;
  const next = newToken();
  found.refreshHash = hash(next);
  return { ...tokens, refreshToken: next };
}

/** Ends the sign-in of a refresh token. Ignores an unknown token (RFC 7009, section 2.2). */
export function revoke(pool: Pool, refreshToken: string): void {
  const found = signInOf(pool, refreshToken);
  pool.state.signIns = pool.state.signIns.filter((signIn) => signIn !== found);
}

/**
 * Returns the user of an access token.
 * @throws {CognitoError} NotAuthorized if the token is forged, expired, revoked or of another client
 */
export async function authenticate(pool: Pool, accessToken: string): Promise<UserRecord> {
  const claims = await pool.key.verify(accessToken);
  const { iss, client_id: clientId, token_use: use, exp, sub, origin_jti: originJti, scope } = claims ?? {};
  if (iss !== pool.issuer || clientId !== pool.clientId || use !== 'access' || typeof exp !== 'number') {
    throw new CognitoError('NotAuthorizedException', 'Invalid Access Token');
  }
  if (exp <= pool.clock()) throw new CognitoError('NotAuthorizedException', 'Access Token has expired');
  if (typeof scope !== 'string' || !scope.split(' ').includes(ownScope)) {
    throw new CognitoError('NotAuthorizedException', 'Access Token does not have required scopes');
  }
  const user = typeof sub === 'string' ? userBySub(pool, sub) : undefined;
  if (!user) throw new CognitoError('UserNotFoundException', 'User does not exist.');
  checkEnabled(user);
  if (!pool.state.signIns.some((signIn) => signIn.originJti === originJti && signIn.sub === sub)) {
    throw new CognitoError('NotAuthorizedException', 'Access Token has been revoked');
  }
  return user;
}

function checkEnabled(user: UserRecord): void {
  if (!user.enabled) throw new CognitoError('NotAuthorizedException', 'User is disabled.');
}

async function mint(
  pool: Pool,
  user: UserRecord,
  { originJti, authTime }: SignIn,
  source: TriggerSource,
  clientMetadata: ClientMetadata,
): Promise<Tokens> {
  const overrides = await runPreTokenGeneration(pool, user, source, clientMetadata);
  const issuedAt = pool.clock();
  const frame = {
    issuer: pool.issuer,
    clientId: pool.clientId,
    originJti,
    eventId: randomUUID(),
    authTime,
    issuedAt,
    expiresAt: issuedAt + pool.tokenLife,
  };
  const [accessToken, idToken] = await Promise.all([
    pool.key.sign(accessTokenClaims(user, frame, randomUUID(), overrides)),
    pool.key.sign(idTokenClaims(user, frame, randomUUID(), overrides)),
  ]);
  return { accessToken, idToken, expiresIn: pool.tokenLife };
}

function signInOf(pool: Pool, refreshToken: string): SignIn | undefined {
  const wanted = hash(refreshToken);
  return pool.state.signIns.find(({ refreshHash }) => refreshHash === wanted);
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function invalidRefreshToken(): CognitoError {
  return new CognitoError('NotAuthorizedException', 'Invalid Refresh Token');
}
