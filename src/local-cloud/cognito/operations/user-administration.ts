import { randomBytes } from 'node:crypto';

import { attributeList, checkAttributes, withVerification } from '../attributes.ts';
import { CognitoError } from '../cognito-error.ts';
import type { UserRecord } from '../pool-state.ts';
import type { Pool } from '../pool.ts';
import { flag, nameValues, optionalText, text, type RequestBody } from '../request-body.ts';
import { checkPassword } from '../password-policy.ts';
import { mfaSettings } from '../second-factor.ts';
import { addUser, removeUser, requireUser, setAttributes, setPassword, signOutEverywhere } from '../users.ts';
import { checkPool, type Operations } from './operation.ts';

type Names =
  | 'AdminCreateUser'
  | 'AdminDeleteUser'
  | 'AdminDisableUser'
  | 'AdminEnableUser'
  | 'AdminGetUser'
  | 'AdminSetUserPassword'
  | 'AdminUpdateUserAttributes';

/**
 * Operations that AWS guards with IAM. The local pool checks no signature, because it listens on loopback
 * only.
 */
export const userAdministration: Operations<Names> = {
  AdminCreateUser(pool, body) {
    checkPool(pool, body);
    const password = optionalText(body, 'TemporaryPassword') ?? `Aa1!${randomBytes(9).toString('base64url')}`;
    const user =
      optionalText(body, 'MessageAction') === 'RESEND'
        ? resent(pool, body, password)
        : created(pool, body, password);
    const to = user.attributes['email'];
    if (to && optionalText(body, 'MessageAction') !== 'SUPPRESS') {
      pool.deliver({ to, username: user.username, purpose: 'temporary password', code: password });
    }
    return { User: userType(user) };
  },

  AdminGetUser(pool, body) {
    const user = theUser(pool, body);
    const { Attributes, ...rest } = userType(user);
    return { ...rest, UserAttributes: Attributes, ...mfaSettings(pool, user) };
  },

  AdminUpdateUserAttributes(pool, body) {
    const user = theUser(pool, body);
    const attributes = nameValues(body, 'UserAttributes');
    checkAttributes(attributes);
    setAttributes(pool, user, withVerification(user, attributes));
    return {};
  },

  AdminSetUserPassword(pool, body) {
    const user = theUser(pool, body);
    const status = flag(body, 'Permanent') ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
    setPassword(pool, user, text(body, 'Password'), status);
    return {};
  },

  AdminDisableUser(pool, body) {
    const user = theUser(pool, body);
    setEnabled(pool, user, false);
    signOutEverywhere(pool, user);
    return {};
  },

  AdminEnableUser(pool, body) {
    setEnabled(pool, theUser(pool, body), true);
    return {};
  },

  AdminDeleteUser(pool, body) {
    removeUser(pool, theUser(pool, body));
    return {};
  },
};

/** Returns a user in Cognito's form for administrators. */
export function userType(user: UserRecord) {
  return {
    Username: user.username,
    Attributes: attributeList(user),
    UserCreateDate: user.createdAt,
    UserLastModifiedDate: user.modifiedAt,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

function theUser(pool: Pool, body: RequestBody): UserRecord {
  checkPool(pool, body);
  return requireUser(pool, text(body, 'Username'));
}

function created(pool: Pool, body: RequestBody, password: string): UserRecord {
  const attributes = nameValues(body, 'UserAttributes');
  checkAttributes(attributes);
  checkPassword(password);
  return addUser(pool, {
    username: text(body, 'Username'),
    password,
    status: 'FORCE_CHANGE_PASSWORD',
    attributes: withVerification(null, attributes),
  });
}

function resent(pool: Pool, body: RequestBody, password: string): UserRecord {
  const user = requireUser(pool, text(body, 'Username'));
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new CognitoError(
      'UnsupportedUserStateException',
      'Resend not possible. User status is not FORCE_CHANGE_PASSWORD',
    );
  }
  setPassword(pool, user, password, 'FORCE_CHANGE_PASSWORD');
  return user;
}

function setEnabled(pool: Pool, user: UserRecord, enabled: boolean): void {
  user.enabled = enabled;
  user.modifiedAt = pool.clock();
}
