/* eslint-disable @typescript-eslint/no-deprecated -- amazon-cognito-identity-js is deprecated and widely used: it must work. */
import { CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

import { clientId, userPoolId, type CognitoServer } from './cognito-server.ts';

/** A user as amazon-cognito-identity-js has it, with a memory of its own. */
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
