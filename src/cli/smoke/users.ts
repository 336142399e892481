import { randomBytes } from 'node:crypto';

import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';

import { refusing } from '../aws-cli.ts';
import { nobody, signIn } from '../sign-in/index.ts';
import type { Target } from './target.ts';

// The SDK's own switch, as in src/store/aws/credentials.ts.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** A user that a run makes, whom no mail is sent to. */
export interface SyntheticUser {
  readonly username: string;
  readonly email: string;
}

/** Returns the user of one of the two tenants of a run. */
export function userOf(run: string, side: 'a' | 'b'): SyntheticUser {
  // RFC 2606 keeps the domain free of mailboxes.
  return { username: `smoke-${run}-${side}`, email: `smoke-${run}-${side}@example.com` };
}

/** Makes a user as an administrator of AWS does, and returns the password. Cognito sends no mail. */
export async function createUser(
  { cognito, pool: { userPoolId: UserPoolId } }: Target,
  { username: Username, email }: SyntheticUser,
): Promise<string> {
  const password = `Aa1!${randomBytes(24).toString('base64url')}`;
  await refusing(
    cognito.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    ),
  );
  await refusing(
    cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
    ),
  );
  return password;
}

/** Signs a user in, who accepts the invitation to the tenant by it. Returns an access token. */
export function signUserIn(
  { pool }: Target,
  { username }: SyntheticUser,
  { password, invitation }: { readonly password: string; readonly invitation: string },
): Promise<string> {
  const person = nobody(`Cognito asks "${username}" for more than a password.`);
  return signIn(pool, { username, password, invitation }, person);
}

/** Removes a user; one that does not exist is gone already. */
export async function deleteUser(
  { cognito, pool: { userPoolId: UserPoolId } }: Target,
  { username: Username }: SyntheticUser,
): Promise<void> {
  await refusing(
    cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username })).catch((error: unknown) => {
      if ((error as Error).name !== 'UserNotFoundException') throw error;
    }),
  );
}
