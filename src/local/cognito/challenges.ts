import { randomBytes } from 'node:crypto';

import type { SrpHandshake } from './srp.ts';

/** What a client must answer next; kept in memory, since a sign-in lasts seconds. */
export type Challenge =
  | {
      readonly name: 'PASSWORD_VERIFIER';
      /** Null when no such user exists: the handshake then runs on a decoy and never succeeds. */
      readonly sub: string | null;
      readonly handshake: SrpHandshake;
    }
  | { readonly name: 'NEW_PASSWORD_REQUIRED'; readonly sub: string }
  | { readonly name: 'SELECT_CHALLENGE'; readonly username: string };

/** Challenges by an unguessable token, each good for one answer within three minutes (Cognito's default). */
export interface Challenges {
  issue(challenge: Challenge): string;
  take<Name extends Challenge['name']>(
    name: Name,
    token: string,
  ): (Challenge & { readonly name: Name }) | null;
}

const LIFETIME = 180;

export function newToken(): string {
  return randomBytes(48).toString('base64');
}

/** `clock` tells seconds. */
export function openChallenges(clock: () => number): Challenges {
  const open = new Map<string, { readonly challenge: Challenge; readonly expiresAt: number }>();
  return {
    issue(challenge) {
      // A Map keeps the order of insertion, so the oldest come first.
      for (const [token, { expiresAt }] of open) {
        if (expiresAt > clock()) break;
        open.delete(token);
      }
      const token = newToken();
      open.set(token, { challenge, expiresAt: clock() + LIFETIME });
      return token;
    },
    take(name, token) {
      const found = open.get(token);
      open.delete(token);
      return found && found.expiresAt > clock() && isNamed(found.challenge, name) ? found.challenge : null;
    },
  };
}

function isNamed<Name extends Challenge['name']>(
  challenge: Challenge,
  name: Name,
): challenge is Challenge & { readonly name: Name } {
  return challenge.name === name;
}
