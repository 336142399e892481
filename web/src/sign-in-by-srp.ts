// The library's maintainers point to aws-amplify, which is far larger and keeps its own state; SRP is all that is needed here.
/* eslint-disable @typescript-eslint/no-deprecated */
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import type {
  CognitoUserSession,
  IAuthenticationCallback,
  ICognitoStorage,
} from 'amazon-cognito-identity-js';

import type { WebConfig } from '../config.ts';
import type { Tokens } from './tokens.ts';

/** What Cognito demands before it issues tokens. */
export type Question =
  /** A new password, because the current one is temporary. */
  | { readonly kind: 'new-password' }
  /** A code of the user's authenticator. */
  | { readonly kind: 'code' }
  /** The first code of a new account in an authenticator app, which is set up by this secret. */
  | { readonly kind: 'first-code'; readonly secret: string };

/** The result of a step: tokens, or a question. A wrong answer rejects, and the user may give another. */
export type SignIn =
  | { readonly kind: 'signed-in'; readonly tokens: Tokens }
  | {
      readonly kind: 'asked';
      readonly question: Question;
      readonly answer: (text: string) => Promise<SignIn>;
    };

/**
 * Signs in by SRP (USER_SRP_AUTH), so that the password never leaves the page.
 * Cognito's calls go to the page's own origin, where the local server recognises them by their x-amz-target header.
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

  /** Makes one call of the library. It ends in tokens or in the next question. */
  const step = (call: (callbacks: Callbacks) => void): Promise<SignIn> =>
    new Promise((resolve, reject) => {
      const ask = (question: Question, answerBy: (text: string, callbacks: Callbacks) => void) => {
        const answer = (text: string) =>
          step((callbacks) => {
            answerBy(text, callbacks);
          });
        resolve({ kind: 'asked', question, answer });
      };
      const otherKind = () => {
        reject(new Error('This account needs a second factor that this page does not support.'));
      };
      call({
        onSuccess: (session) => {
          resolve({ kind: 'signed-in', tokens: tokensOf(session) });
        },
        onFailure: reject,
        newPasswordRequired: () => {
          ask({ kind: 'new-password' }, (text, callbacks) => {
            user.completeNewPasswordChallenge(text, {}, callbacks);
          });
        },
        totpRequired: () => {
          ask({ kind: 'code' }, (text, callbacks) => {
            user.sendMFACode(text, callbacks, 'SOFTWARE_TOKEN_MFA');
          });
        },
        mfaSetup: () => {
          user.associateSoftwareToken({
            associateSecretCode: (secret) => {
              ask({ kind: 'first-code', secret }, (text, callbacks) => {
                user.verifySoftwareToken(text, 'GraphiQL', callbacks);
              });
            },
            onFailure: reject,
          });
        },
        mfaRequired: otherKind,
        selectMFAType: otherKind,
      });
    });

  return step((callbacks) => {
    user.authenticateUser(details, callbacks);
  });
}

/** The callbacks of the library. Each step may end in any of them. */
type Callbacks = Required<
  Pick<
    IAuthenticationCallback,
    | 'onSuccess'
    | 'onFailure'
    | 'newPasswordRequired'
    | 'totpRequired'
    | 'mfaSetup'
    | 'mfaRequired'
    | 'selectMFAType'
  >
>;

function tokensOf(session: CognitoUserSession): Tokens {
  return {
    accessToken: session.getAccessToken().getJwtToken(),
    refreshToken: session.getRefreshToken().getToken(),
  };
}

/** Returns a storage in memory. The library would keep tokens in localStorage, where they outlive the browser tab. */
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
