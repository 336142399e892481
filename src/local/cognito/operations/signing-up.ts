import { CognitoError } from '../cognito-error.ts';
import { checkClient, type Operations } from './operation.ts';

/** Members come by invitation: the pool allows administrators alone to create users. */
export const signingUp: Operations<'SignUp'> = {
  SignUp(pool, body) {
    checkClient(pool, body);
    throw new CognitoError('NotAuthorizedException', 'SignUp is not permitted for this user pool');
  },
};
