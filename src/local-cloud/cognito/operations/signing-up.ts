import { checkClientAttributes, withVerification } from '../attributes.ts';
import { CognitoError } from '../cognito-error.ts';
import { checkPassword } from '../password-policy.ts';
import type { UserRecord } from '../pool-state.ts';
import type { Pool } from '../pool.ts';
import { nameValues, optionalTextMap, text, type RequestBody } from '../request-body.ts';
import { eventAttributes, eventFrame, runTrigger } from '../run-trigger.ts';
import { addUser, findUser, setAttributes } from '../users.ts';
import { deliveryTo } from './delivery.ts';
import { checkClient, type Operations } from './operation.ts';

/**
 * Operations of sign-up. Without a pre-sign-up trigger only administrators create users, because members need
 * an invitation. An unknown user gets the same answer as a known one.
 */
export const signingUp: Operations<'ConfirmSignUp' | 'ResendConfirmationCode' | 'SignUp'> = {
  async SignUp(pool, body) {
    checkClient(pool, body);
    const username = text(body, 'Username');
    const password = text(body, 'Password');
    const attributes = nameValues(body, 'UserAttributes');
    checkClientAttributes(attributes);
    checkPassword(password);
    const vouched = await askPreSignUp(pool, body, username, attributes);
    const user = addUser(pool, {
      username,
      password,
      status: vouched.autoConfirmUser === true ? 'CONFIRMED' : 'UNCONFIRMED',
      attributes: {
        ...withVerification(null, attributes),
        ...(vouched.autoVerifyEmail === true && { email_verified: 'true' }),
      },
    });
    const { email } = user.attributes;
    const confirmed = user.status === 'CONFIRMED';
    return {
      UserConfirmed: confirmed,
      UserSub: user.sub,
      ...(!confirmed && email && { CodeDeliveryDetails: sendCode(pool, user, email) }),
    };
  },

  async ConfirmSignUp(pool, body) {
    checkClient(pool, body);
    const user = findUser(pool, text(body, 'Username'));
    const code = text(body, 'ConfirmationCode');
    if (!user) {
      throw new CognitoError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
    }
    if (user.status !== 'UNCONFIRMED') {
      throw new CognitoError(
        'NotAuthorizedException',
        `User cannot be confirmed. Current status is ${user.status}`,
      );
    }
    pool.codes.take(user.sub, 'sign-up', code);
    setAttributes(pool, user, { email_verified: 'true' });
    user.status = 'CONFIRMED';
    const { postConfirmation } = pool.triggers;
    if (postConfirmation) {
      await runTrigger('PostConfirmation', postConfirmation, {
        version: '1',
        ...eventFrame(pool, user, 'PostConfirmation_ConfirmSignUp'),
        request: {
          userAttributes: eventAttributes(user),
          clientMetadata: optionalTextMap(body, 'ClientMetadata'),
        },
        response: {},
      });
    }
    return {};
  },

  ResendConfirmationCode(pool, body) {
    checkClient(pool, body);
    const name = text(body, 'Username');
    const user = findUser(pool, name);
    if (user && user.status !== 'UNCONFIRMED') {
      throw new CognitoError('InvalidParameterException', 'User is already confirmed.');
    }
    const email = user?.attributes['email'];
    if (user && email) sendCode(pool, user, email);
    // The masked address is made of the name, for known and unknown users, so that it reveals nothing.
    return { CodeDeliveryDetails: deliveryTo(name.includes('@') ? name : `${name}@${name}`) };
  },
};

/**
 * Asks the trigger whether a user may sign up, and which attributes count as verified.
 * @throws {CognitoError} as `runTrigger`
 */
async function askPreSignUp(
  pool: Pool,
  body: RequestBody,
  username: string,
  userAttributes: Readonly<Record<string, string>>,
): Promise<{ readonly autoConfirmUser?: unknown; readonly autoVerifyEmail?: unknown }> {
  const { preSignUp } = pool.triggers;
  if (!preSignUp) {
    throw new CognitoError('NotAuthorizedException', 'SignUp is not permitted for this user pool');
  }
  const answer = (await runTrigger('PreSignUp', preSignUp, {
    version: '1',
    ...eventFrame(pool, { username }, 'PreSignUp_SignUp'),
    request: {
      userAttributes,
      validationData: body['ValidationData'] === undefined ? null : nameValues(body, 'ValidationData'),
      clientMetadata: optionalTextMap(body, 'ClientMetadata'),
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  })) as { response?: { autoConfirmUser?: unknown; autoVerifyEmail?: unknown } | null } | null;
  if (!answer?.response) {
    throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  }
  return answer.response;
}

function sendCode(pool: Pool, user: UserRecord, email: string) {
  const code = pool.codes.issue(user.sub, 'sign-up');
  pool.deliver({ to: email, username: user.username, purpose: 'sign-up', code });
  return deliveryTo(email);
}
