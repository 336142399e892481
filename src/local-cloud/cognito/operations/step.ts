import type { AuthenticationResultType, ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';

import type { Challenge } from '../challenges.ts';
import { CognitoError, invalidSession } from '../cognito-error.ts';
import type { UserRecord } from '../pool-state.ts';
import type { Pool } from '../pool.ts';
import type { FirstTokens } from '../triggers.ts';
import { secondFactorOf } from '../second-factor.ts';
import { signIn, type ClientMetadata, type Tokens } from '../tokens.ts';

/** The result of a sign-in step: tokens or the next challenge. */
export interface Step {
  readonly ChallengeName?: ChallengeNameType;
  readonly ChallengeParameters: Record<string, string>;
  readonly Session?: string;
  readonly AvailableChallenges?: readonly ChallengeNameType[];
  readonly AuthenticationResult?: AuthenticationResultType;
}

/**
 * Continues after a correct, permanent password: with tokens, or with a code if the pool or the user demands
 * one.
 */
export async function afterPassword(
  pool: Pool,
  user: UserRecord,
  source: FirstTokens,
  clientMetadata: ClientMetadata,
): Promise<Step> {
  const factor = secondFactorOf(pool, user);
  if (factor === 'none') return done(await signIn(pool, user, source, clientMetadata));
  if (!user.enabled) throw new CognitoError('NotAuthorizedException', 'User is disabled.');
  const proved = { sub: user.sub, password: user.password, source };
  const name = factor === 'code' ? 'SOFTWARE_TOKEN_MFA' : 'MFA_SETUP';
  return {
    ChallengeName: name,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      ...(factor === 'setup' ? { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' } : {}),
    },
    Session: pool.challenges.issue({ name, proved }),
  };
}

export function takeChallenge<Name extends Challenge['name']>(pool: Pool, name: Name, session: string) {
  const challenge = pool.challenges.take(name, session);
  if (challenge) return challenge;
  throw invalidSession();
}

export function done(tokens: Tokens): Step {
  return { ChallengeParameters: {}, AuthenticationResult: authenticationResult(tokens) };
}

/** Returns tokens in Cognito's form. */
export function authenticationResult({ accessToken, idToken, refreshToken, expiresIn }: Tokens) {
  return {
    AccessToken: accessToken,
    IdToken: idToken,
    ...(refreshToken === undefined ? {} : { RefreshToken: refreshToken }),
    ExpiresIn: expiresIn,
    TokenType: 'Bearer',
  };
}
