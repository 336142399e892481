import { attributeList, checkClientAttributes, withVerification } from '../attributes.ts';
import { CognitoError, wrongCredentials } from '../cognito-error.ts';
import type { UserRecord } from '../pool-state.ts';
import type { Pool } from '../pool.ts';
import { nameValues, text } from '../request-body.ts';
import { mfaSettings } from '../second-factor.ts';
import { authenticate } from '../tokens.ts';
import { hasPassword, removeUser, setAttributes, setPassword } from '../users.ts';
import { deliveryTo } from './delivery.ts';
import type { Operations } from './operation.ts';

type Names =
  | 'ChangePassword'
  | 'DeleteUser'
  | 'GetUser'
  | 'GetUserAttributeVerificationCode'
  | 'UpdateUserAttributes'
  | 'VerifyUserAttribute';

/** Operations of a signed-in user on their own record. The access token identifies the user. */
export const profile: Operations<Names> = {
  async GetUser(pool, body) {
    const user = await authenticate(pool, text(body, 'AccessToken'));
    return { Username: user.username, UserAttributes: attributeList(user), ...mfaSettings(pool, user) };
  },

  async UpdateUserAttributes(pool, body) {
    const user = await authenticate(pool, text(body, 'AccessToken'));
    const attributes = nameValues(body, 'UserAttributes');
    checkClientAttributes(attributes);
    const verified = user.attributes['email_verified'];
    setAttributes(pool, user, withVerification(user, attributes));
    const lost = verified === 'true' && user.attributes['email_verified'] === 'false';
    return lost ? { CodeDeliveryDetailsList: [sendEmailCode(pool, user)] } : {};
  },

  async GetUserAttributeVerificationCode(pool, body) {
    const user = await authenticate(pool, text(body, 'AccessToken'));
    checkIsEmail(text(body, 'AttributeName'));
    return { CodeDeliveryDetails: sendEmailCode(pool, user) };
  },

  async VerifyUserAttribute(pool, body) {
    const user = await authenticate(pool, text(body, 'AccessToken'));
    checkIsEmail(text(body, 'AttributeName'));
    pool.codes.take(user.sub, 'email', text(body, 'Code'));
    setAttributes(pool, user, { email_verified: 'true' });
    return {};
  },

  async ChangePassword(pool, body) {
    const user = await authenticate(pool, text(body, 'AccessToken'));
    if (!hasPassword(pool, user, text(body, 'PreviousPassword'))) throw wrongCredentials();
    setPassword(pool, user, text(body, 'ProposedPassword'), 'CONFIRMED');
    return {};
  },

  async DeleteUser(pool, body) {
    removeUser(pool, await authenticate(pool, text(body, 'AccessToken')));
    return {};
  },
};

function sendEmailCode(pool: Pool, user: UserRecord) {
  const { email } = user.attributes;
  if (!email) throw new CognitoError('InvalidParameterException', 'User does not have an email address.');
  const code = pool.codes.issue(user.sub, 'email');
  pool.deliver({ to: email, username: user.username, purpose: 'email', code });
  return deliveryTo(email);
}

function checkIsEmail(attribute: string): void {
  if (attribute !== 'email') {
    throw new CognitoError('InvalidParameterException', 'Only the attribute "email" can be verified.');
  }
}
