import { checkClientAttributes, withVerification } from '../attributes.ts';
import { CognitoError, invalidSession, wrongCredentials } from '../cognito-error.ts';
import { passwordPolicy } from '../password-policy.ts';
import type { UserRecord } from '../pool-state.ts';
import type { Pool } from '../pool.ts';
import { optionalText, optionalTextMap, text, textMap, type RequestBody } from '../request-body.ts';
import { isPassword, isProof, startHandshake } from '../srp.ts';
import { refresh, type ClientMetadata } from '../tokens.ts';
import { decoy, findUser, identityOf, setAttributes, setPassword, userBySub } from '../users.ts';
import { checkClient, type Operations } from './operation.ts';
import { answerCode, finishSetup } from './software-token.ts';
import { afterPassword, done, takeChallenge, type Step } from './step.ts';

/**
 * Sign-in by SRP and by password. A wrong name and a wrong password get the same answer. As on AWS,
 * InitiateAuth does not pass ClientMetadata to the pre token generation trigger, and RespondToAuthChallenge
 * does.
 */
export const signingIn: Operations<'InitiateAuth' | 'RespondToAuthChallenge'> = {
  async InitiateAuth(pool, body) {
    checkClient(pool, body);
    const parameters = textMap(body, 'AuthParameters');
    switch (text(body, 'AuthFlow')) {
      case 'USER_SRP_AUTH':
        return startSrp(pool, parameters);
      case 'USER_PASSWORD_AUTH':
        return byPassword(pool, parameters, undefined);
      case 'USER_AUTH':
        return byChoice(pool, parameters, parameters['PREFERRED_CHALLENGE'], undefined);
      case 'REFRESH_TOKEN':
      case 'REFRESH_TOKEN_AUTH':
        // AWS disables this flow for clients with rotating refresh tokens.
        if (pool.rotateRefreshTokens) throw unsupportedFlow();
        return done(await refresh(pool, text(parameters, 'REFRESH_TOKEN')));
      default:
        throw unsupportedFlow();
    }
  },

  async RespondToAuthChallenge(pool, body) {
    checkClient(pool, body);
    const responses = textMap(body, 'ChallengeResponses');
    const clientMetadata = optionalTextMap(body, 'ClientMetadata');
    switch (text(body, 'ChallengeName')) {
      case 'PASSWORD_VERIFIER':
        return verifySrp(pool, body, responses, clientMetadata);
      case 'NEW_PASSWORD_REQUIRED':
        return newPassword(pool, body, responses, clientMetadata);
      case 'SOFTWARE_TOKEN_MFA':
        return answerCode(pool, body, responses, clientMetadata);
      case 'MFA_SETUP':
        return finishSetup(pool, body, clientMetadata);
      case 'SELECT_CHALLENGE': {
        const { username } = takeChallenge(pool, 'SELECT_CHALLENGE', text(body, 'Session'));
        return byChoice(
          pool,
          { ...responses, USERNAME: username },
          text(responses, 'ANSWER'),
          clientMetadata,
        );
      }
      default:
        throw new CognitoError('InvalidParameterException', 'This challenge was not asked for.');
    }
  },
};

/** Handles USER_AUTH: the client names a way to sign in, or gets the list of ways. */
async function byChoice(
  pool: Pool,
  parameters: Record<string, string>,
  choice: string | undefined,
  clientMetadata: ClientMetadata,
): Promise<Step> {
  if (choice === 'PASSWORD_SRP') return startSrp(pool, parameters);
  if (choice === 'PASSWORD') return byPassword(pool, parameters, clientMetadata);
  const username = text(parameters, 'USERNAME');
  return {
    ChallengeName: 'SELECT_CHALLENGE',
    ChallengeParameters: {},
    AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
    Session: pool.challenges.issue({ name: 'SELECT_CHALLENGE', username }),
  };
}

async function byPassword(
  pool: Pool,
  parameters: Record<string, string>,
  clientMetadata: ClientMetadata,
): Promise<Step> {
  const name = text(parameters, 'USERNAME');
  const password = text(parameters, 'PASSWORD');
  const user = findUser(pool, name);
  const known = user
    ? { identity: identityOf(pool, user.username), password: user.password }
    : decoy(pool, name);
  // The decoy is checked too, so that the duration reveals nothing.
  const right = isPassword(known.identity, known.password, password);
  if (!user || !right) throw wrongCredentials();
  return proved(pool, user, clientMetadata);
}

function startSrp(pool: Pool, parameters: Record<string, string>): Step {
  const name = text(parameters, 'USERNAME');
  const user = findUser(pool, name);
  const { identity, password } = user
    ? { identity: identityOf(pool, user.username), password: user.password }
    : decoy(pool, name);
  const handshake = startHandshake(identity, password, text(parameters, 'SRP_A'));
  if (!handshake) throw new CognitoError('InvalidParameterException', 'SRP_A is not a public value of SRP.');
  const secretBlock = pool.challenges.issue({ name: 'PASSWORD_VERIFIER', sub: user?.sub ?? null, handshake });
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      USERNAME: identity.userId,
      USER_ID_FOR_SRP: identity.userId,
      SALT: password.salt,
      SRP_B: handshake.serverPublic.toString(16),
      SECRET_BLOCK: secretBlock,
    },
    Session: secretBlock,
  };
}

async function verifySrp(
  pool: Pool,
  body: RequestBody,
  responses: Record<string, string>,
  clientMetadata: ClientMetadata,
): Promise<Step> {
  // Some clients do not return the session. The signed secret block identifies the handshake too.
  const secretBlock = text(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const session = optionalText(body, 'Session') ?? secretBlock;
  const { sub, handshake } = takeChallenge(pool, 'PASSWORD_VERIFIER', session);
  const right = isProof(handshake, {
    secretBlock,
    timestamp: text(responses, 'TIMESTAMP'),
    signature: text(responses, 'PASSWORD_CLAIM_SIGNATURE'),
  });
  const user = sub === null ? undefined : userBySub(pool, sub);
  // A password that has changed since the handshake began is no longer valid.
  if (!right || !user || user.password !== handshake.password || secretBlock !== session)
    throw wrongCredentials();
  return proved(pool, user, clientMetadata);
}

async function newPassword(
  pool: Pool,
  body: RequestBody,
  responses: Record<string, string>,
  clientMetadata: ClientMetadata,
): Promise<Step> {
  const { sub } = takeChallenge(pool, 'NEW_PASSWORD_REQUIRED', text(body, 'Session'));
  const user = userBySub(pool, sub);
  if (user?.status !== 'FORCE_CHANGE_PASSWORD') throw invalidSession();
  const prefix = 'userAttributes.';
  const attributes = Object.fromEntries(
    Object.entries(responses)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
  checkClientAttributes(attributes);
  if (!user.enabled) throw new CognitoError('NotAuthorizedException', 'User is disabled.');
  setPassword(pool, user, text(responses, 'NEW_PASSWORD'), 'CONFIRMED');
  setAttributes(pool, user, withVerification(user, attributes));
  return afterPassword(pool, user, 'TokenGeneration_NewPasswordChallenge', clientMetadata);
}

/** Continues a sign-in with a correct password. A temporary password must first be replaced. */
async function proved(pool: Pool, user: UserRecord, clientMetadata: ClientMetadata): Promise<Step> {
  if (user.status === 'CONFIRMED') {
    return afterPassword(pool, user, 'TokenGeneration_Authentication', clientMetadata);
  }
  if (!user.enabled) throw new CognitoError('NotAuthorizedException', 'User is disabled.');
  if (user.status === 'UNCONFIRMED') {
    throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
  }
  if (pool.clock() >= user.passwordSetAt + passwordPolicy.TemporaryPasswordValidityDays * 24 * 3600) {
    throw new CognitoError(
      'NotAuthorizedException',
      'Temporary password has expired and must be reset by an administrator.',
    );
  }
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: '[]',
      userAttributes: JSON.stringify(user.attributes),
    },
    Session: pool.challenges.issue({ name: 'NEW_PASSWORD_REQUIRED', sub: user.sub }),
  };
}

function unsupportedFlow(): CognitoError {
  return new CognitoError('InvalidParameterException', 'Initiate Auth method not supported.');
}
