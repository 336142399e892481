/* eslint-disable @typescript-eslint/no-deprecated -- amazon-cognito-identity-js is deprecated and widely used: it must work. */
import { CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

import { clientId, userPoolId, type CognitoServer } from './cognito-server.ts';

/** Returns a user object of amazon-cognito-identity-js with its own storage. */
export function userOf({ endpoint }: CognitoServer, username: string): CognitoUser {
  const kept = new Map<string, string>();
  const Storage = {
    setItem: (key: string, value: string) => void kept.set(key, value),
    getItem: (key: string) => kept.get(key) ?? null,
    removeItem: (key: string) => void kept.delete(key),
    clear: () => {
      kept.clear();
    },
  };
  const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint, Storage });
  return new CognitoUser({ Username: username, Pool, Storage });
}
