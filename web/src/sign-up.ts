import type { WebConfig } from '../config.ts';
import { callCognito } from './call-cognito.ts';
import type { Invitation } from './deep-link.ts';

/**
 * Makes the account of an invited person. Cognito sends a code to the address of the invitation.
 * @throws {CognitoError} if Cognito refuses it: only an invitation that is open lets a person sign up
 */
export async function signUp(
  { clientId }: WebConfig,
  { token, email }: Invitation,
  username: string,
  password: string,
): Promise<void> {
  await callCognito('SignUp', {
    ClientId: clientId,
    Username: username,
    Password: password,
    UserAttributes: [{ Name: 'email', Value: email }],
    ClientMetadata: { invitation: token },
  });
}

/**
 * Proves the address by the code of the mail. The invitation goes as ClientMetadata to the post-confirmation trigger, which
 * accepts it.
 * @throws {CognitoError} if the code is wrong
 */
export async function confirmSignUp(
  { clientId }: WebConfig,
  { token }: Invitation,
  username: string,
  code: string,
): Promise<void> {
  await callCognito('ConfirmSignUp', {
    ClientId: clientId,
    Username: username,
    ConfirmationCode: code,
    ClientMetadata: { invitation: token },
  });
}
