import { codeMismatch } from '../codes.ts';
import { checkPassword } from '../password-policy.ts';
import { text } from '../request-body.ts';
import { findUser, setPassword } from '../users.ts';
import { deliveryTo } from './delivery.ts';
import { checkClient, type Operations } from './operation.ts';

/**
 * Operations of password recovery. For an unknown user they also report a delivery, and no code is ever
 * accepted.
 */
export const passwordRecovery: Operations<'ConfirmForgotPassword' | 'ForgotPassword'> = {
  ForgotPassword(pool, body) {
    checkClient(pool, body);
    const name = text(body, 'Username');
    const user = findUser(pool, name);
    const email = user?.attributes['email'];
    const canRecover =
      user?.enabled && user.status === 'CONFIRMED' && user.attributes['email_verified'] === 'true';
    if (user && email && canRecover) {
      const code = pool.codes.issue(user.sub, 'forgotten password');
      pool.deliver({ to: email, username: user.username, purpose: 'forgotten password', code });
    }
    // The masked address is made of the name, for known and unknown users, so that it reveals nothing.
    return { CodeDeliveryDetails: deliveryTo(name.includes('@') ? name : `${name}@${name}`) };
  },

  ConfirmForgotPassword(pool, body) {
    checkClient(pool, body);
    const user = findUser(pool, text(body, 'Username'));
    const password = text(body, 'Password');
    const code = text(body, 'ConfirmationCode');
    checkPassword(password);
    if (!user?.enabled) throw codeMismatch();
    pool.codes.take(user.sub, 'forgotten password', code);
    setPassword(pool, user, password, 'CONFIRMED');
    return {};
  },
};
