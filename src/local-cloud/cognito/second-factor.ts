import type { Proved } from './challenges.ts';
import { invalidSession } from './cognito-error.ts';
import type { UserRecord } from './pool-state.ts';
import type { Pool } from './pool.ts';
import { userBySub } from './users.ts';

/**
 * Returns what a sign-in needs after a correct password: nothing, a code, or the setup of an authenticator.
 */
export function secondFactorOf(pool: Pool, user: UserRecord): 'none' | 'code' | 'setup' {
  if (pool.mfa === 'REQUIRED') return user.authenticator ? 'code' : 'setup';
  return hasMfa(pool, user) ? 'code' : 'none';
}

/**
 * Returns the user of a running sign-in.
 * @throws {CognitoError} if the user was deleted or has another password since
 */
export function userOf(pool: Pool, { sub, password }: Proved): UserRecord {
  const user = userBySub(pool, sub);
  if (user?.password !== password) throw invalidSession();
  return user;
}

/** Returns the MFA settings for GetUser and AdminGetUser. */
export function mfaSettings(pool: Pool, user: UserRecord) {
  return {
    ...(hasMfa(pool, user) ? { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] } : {}),
    ...(hasMfa(pool, user) && user.mfa?.preferred ? { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' } : {}),
  };
}

function hasMfa({ mfa }: Pool, user: UserRecord): boolean {
  return (
    user.authenticator !== undefined && (mfa === 'REQUIRED' || (mfa === 'OPTIONAL' && user.mfa !== undefined))
  );
}
