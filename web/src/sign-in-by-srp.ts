// The library's maintainers point to aws-amplify, which is far larger and keeps its own state; SRP is all that is needed here.
/* eslint-disable @typescript-eslint/no-deprecated */
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import type { CognitoUserSession, ICognitoStorage } from 'amazon-cognito-identity-js';

import type { WebConfig } from '../../src/local/web-config.ts';
import type { Tokens } from './tokens.ts';

/** How a sign-in went on: with tokens, or, for an invited user's first time, with a password to choose. */
export type SignIn =
  | { readonly kind: 'signed-in'; readonly tokens: Tokens }
  | { readonly kind: 'new-password'; readonly choose: (password: string) => Promise<SignIn> };

/**
 * Signs in by SRP (USER_SRP_AUTH): the password never leaves the page. Cognito's calls go to the page's own origin,
 * where the local server tells them by their x-amz-target header.
 */
export function signInBySrp(config: WebConfig, username: string, password: string): Promise<SignIn> {
  const storage = memoryStorage();
  const pool = new CognitoUserPool({
    UserPoolId: config.userPoolId,
    ClientId: config.clientId,
    endpoint: `${window.location.origin}/`,
    Storage: storage,
  });
  const user = new CognitoUser({ Username: username, Pool: pool, Storage: storage });
  const details = new AuthenticationDetails({ Username: username, Password: password });

  return new Promise((resolve, reject) => {
    const challengeOfOtherKind = () => {
      reject(new Error('This account needs a second factor, which this page does not support.'));
    };
    const handlers = {
      onSuccess: (session: CognitoUserSession) => {
        resolve({ kind: 'signed-in', tokens: tokensOf(session) });
      },
      onFailure: reject,
      mfaRequired: challengeOfOtherKind,
      totpRequired: challengeOfOtherKind,
      mfaSetup: challengeOfOtherKind,
      selectMFAType: challengeOfOtherKind,
    };
    user.authenticateUser(details, {
      ...handlers,
      newPasswordRequired: () => {
        const choose = (chosen: string) =>
          new Promise<SignIn>((resolveChoice, rejectChoice) => {
            user.completeNewPasswordChallenge(
              chosen,
              {},
              {
                onSuccess: (session) => {
                  resolveChoice({ kind: 'signed-in', tokens: tokensOf(session) });
                },
                onFailure: rejectChoice,
              },
            );
          });
        resolve({ kind: 'new-password', choose });
      },
    });
  });
}

function tokensOf(session: CognitoUserSession): Tokens {
  return {
    accessToken: session.getAccessToken().getJwtToken(),
    refreshToken: session.getRefreshToken().getToken(),
  };
}

/** The library would keep tokens of its own in localStorage, where they outlive the browser tab. */
function memoryStorage(): ICognitoStorage {
  const items = new Map<string, string>();
  return {
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => items.set(name, value),
    removeItem: (name) => items.delete(name),
    clear: () => {
      items.clear();
    },
  };
}
