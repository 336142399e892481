import { CognitoError } from '../cognito-error.ts';
import { text } from '../request-body.ts';
import { authenticate, revoke } from '../tokens.ts';
import { requireUser, signOutEverywhere } from '../users.ts';
import { checkClient, checkPool, type Operations } from './operation.ts';

export const signingOut: Operations<'AdminUserGlobalSignOut' | 'GlobalSignOut' | 'RevokeToken'> = {
  AdminUserGlobalSignOut(pool, body) {
    checkPool(pool, body);
    signOutEverywhere(pool, requireUser(pool, text(body, 'Username')));
    return {};
  },

  async GlobalSignOut(pool, body) {
    signOutEverywhere(pool, await authenticate(pool, text(body, 'AccessToken')));
    return {};
  },

  async RevokeToken(pool, body) {
    checkClient(pool, body);
    const token = text(body, 'Token');
    if (await pool.key.verify(token)) {
      throw new CognitoError('UnsupportedTokenTypeException', 'Only a refresh token can be revoked.');
    }
    revoke(pool, token);
    return {};
  },
};
