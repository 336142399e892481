import { randomBytes } from 'node:crypto';

import { CognitoError, invalidSession } from '../cognito-error.ts';
import type { UserRecord } from '../pool-state.ts';
import type { Pool } from '../pool.ts';
import { flag, optionalMap, optionalText, text, type RequestBody } from '../request-body.ts';
import { userOf } from '../second-factor.ts';
import { authenticate, signIn, type ClientMetadata } from '../tokens.ts';
import { spendCode, toBase32, type Authenticator } from '../totp.ts';
import type { Operations } from './operation.ts';
import { done, takeChallenge, type Step } from './step.ts';

type Names = 'AssociateSoftwareToken' | 'SetUserMFAPreference' | 'VerifySoftwareToken';

/**
 * Operations of authenticator apps. The setup needs the session of a challenge (MFA_SETUP) or an access
 * token. The client fetches a secret, then sends a code of it. An earlier authenticator stays valid until
 * then.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html
 */
export const softwareToken: Operations<Names> = {
  async AssociateSoftwareToken(pool, body) {
    checkHasMfa(pool);
    const secret = toBase32(randomBytes(32));
    if (isBySession(body)) {
      const { proved } = takeChallenge(pool, 'MFA_SETUP', text(body, 'Session'));
      const authenticator = { secret, usedStep: 0 };
      const Session = pool.challenges.issue({ name: 'MFA_SETUP code', proved, authenticator });
      return { SecretCode: secret, Session };
    }
    const user = await authenticate(pool, text(body, 'AccessToken'));
    user.unprovedSecret = secret;
    return { SecretCode: secret };
  },

  async VerifySoftwareToken(pool, body) {
    checkHasMfa(pool);
    const code = text(body, 'UserCode');
    if (isBySession(body)) {
      const session = text(body, 'Session');
      const challenge = pool.challenges.attempt('MFA_SETUP code', session);
      if (!challenge) throw invalidSession();
      const user = userOf(pool, challenge.proved);
      // A user with an authenticator must send a code of it. The password alone cannot replace it.
      if (user.authenticator) throw invalidSession();
      setUp(pool, user, challenge.authenticator, code);
      const { proved } = takeChallenge(pool, 'MFA_SETUP code', session);
      return { Status: 'SUCCESS', Session: pool.challenges.issue({ name: 'MFA_SETUP done', proved }) };
    }
    const user = await authenticate(pool, text(body, 'AccessToken'));
    if (user.unprovedSecret === undefined) throw cannotEnable();
    setUp(pool, user, { secret: user.unprovedSecret, usedStep: 0 }, code);
    delete user.unprovedSecret;
    return { Status: 'SUCCESS' };
  },

  async SetUserMFAPreference(pool, body) {
    const user = await authenticate(pool, text(body, 'AccessToken'));
    for (const other of ['SMSMfaSettings', 'EmailMfaSettings', 'WebAuthnMfaSettings']) {
      if (flag(optionalMap(body, other) ?? {}, 'Enabled')) {
        throw new CognitoError('InvalidParameterException', 'The pool has no factor but software tokens.');
      }
    }
    const wanted = optionalMap(body, 'SoftwareTokenMfaSettings');
    if (!wanted) return {};
    const preferred = flag(wanted, 'PreferredMfa');
    if (!flag(wanted, 'Enabled')) delete user.mfa;
    else if (user.authenticator) user.mfa = { preferred };
    else throw new CognitoError('InvalidParameterException', 'User has not verified software token mfa');
    return {};
  },
};

/** Answers SOFTWARE_TOKEN_MFA. A wrong code leaves the session open, as on AWS. */
export async function answerCode(
  pool: Pool,
  body: RequestBody,
  responses: Record<string, string>,
  clientMetadata: ClientMetadata,
): Promise<Step> {
  const session = text(body, 'Session');
  const challenge = pool.challenges.attempt('SOFTWARE_TOKEN_MFA', session);
  if (!challenge) throw invalidSession();
  const user = userOf(pool, challenge.proved);
  if (!user.authenticator) throw invalidSession();
  const code = text(responses, 'SOFTWARE_TOKEN_MFA_CODE');
  switch (spendCode(user.authenticator, code, pool.clock())) {
    case 'wrong':
      throw new CognitoError('CodeMismatchException', 'Invalid code received for user');
    case 'used':
      throw new CognitoError('ExpiredCodeException', 'Your software token has already been used once.');
    case 'right': {
      const { proved } = takeChallenge(pool, 'SOFTWARE_TOKEN_MFA', session);
      return done(await signIn(pool, user, proved.source, clientMetadata));
    }
  }
}

/** Answers MFA_SETUP, with the session from VerifySoftwareToken. */
export async function finishSetup(
  pool: Pool,
  body: RequestBody,
  clientMetadata: ClientMetadata,
): Promise<Step> {
  const { proved } = takeChallenge(pool, 'MFA_SETUP done', text(body, 'Session'));
  return done(await signIn(pool, userOf(pool, proved), proved.source, clientMetadata));
}

/** Sets the user's authenticator if the code is correct. */
function setUp(pool: Pool, user: UserRecord, authenticator: Authenticator, code: string): void {
  if (spendCode(authenticator, code, pool.clock()) !== 'right') throw cannotEnable();
  user.authenticator = authenticator;
}

function isBySession(body: RequestBody): boolean {
  const token = optionalText(body, 'AccessToken') !== undefined;
  const session = optionalText(body, 'Session') !== undefined;
  if (token && session) {
    throw new CognitoError('InvalidParameterException', 'Either AccessToken or Session is given, not both.');
  }
  return session;
}

function checkHasMfa({ mfa }: Pool): void {
  if (mfa !== 'OFF') return;
  throw new CognitoError(
    'SoftwareTokenMFANotFoundException',
    'Software Token MFA has not been enabled by the userPool.',
  );
}

function cannotEnable(): CognitoError {
  return new CognitoError(
    'EnableSoftwareTokenMFAException',
    'Code mismatch and fail enable Software Token MFA',
  );
}
