import { randomBytes } from 'node:crypto';

import type { Verifier } from './pool-state.ts';
import type { FirstTokens } from './triggers.ts';
import type { SrpHandshake } from './srp.ts';
import type { Authenticator } from './totp.ts';

/** Who has proved the password, and which: once it is another, the sign-in is at its end. */
export interface Proved {
  readonly sub: string;
  readonly password: Verifier;
  /** What the trigger is told when there are tokens. */
  readonly source: FirstTokens;
}

/** What a client must answer next; kept in memory, since a sign-in lasts seconds. */
export type Challenge =
  | {
      readonly name: 'PASSWORD_VERIFIER';
      /** Null when no such user exists: the handshake then runs on a decoy and never succeeds. */
      readonly sub: string | null;
      readonly handshake: SrpHandshake;
    }
  | { readonly name: 'NEW_PASSWORD_REQUIRED'; readonly sub: string }
  | { readonly name: 'SELECT_CHALLENGE'; readonly username: string }
  | { readonly name: 'SOFTWARE_TOKEN_MFA'; readonly proved: Proved }
  /** An authenticator is to be set up: first its secret is fetched, then a code of it is shown, then there are tokens. */
  | { readonly name: 'MFA_SETUP'; readonly proved: Proved }
  | { readonly name: 'MFA_SETUP code'; readonly proved: Proved; readonly authenticator: Authenticator }
  | { readonly name: 'MFA_SETUP done'; readonly proved: Proved };

type Named<Name extends Challenge['name']> = Challenge & { readonly name: Name };

/** Challenges by an unguessable token, each good for one answer within three minutes (Cognito's default). */
export interface Challenges {
  issue(challenge: Challenge): string;
  take<Name extends Challenge['name']>(name: Name, token: string): Named<Name> | null;
  /** Leaves it open, for five answers in all: codes are mistyped, and not guessed in five tries. Who was right takes it. */
  attempt<Name extends Challenge['name']>(name: Name, token: string): Named<Name> | null;
  /** Whether it was issued here and not answered yet. */
  knows(token: string): boolean;
}

const LIFETIME = 180;
const ATTEMPTS = 5;

export function newToken(): string {
  return randomBytes(48).toString('base64');
}

/** `clock` tells seconds. */
export function openChallenges(clock: () => number): Challenges {
  const open = new Map<
    string,
    { readonly challenge: Challenge; readonly expiresAt: number; tries: number }
  >();
  return {
    issue(challenge) {
      // A Map keeps the order of insertion, so the oldest come first.
      for (const [token, { expiresAt }] of open) {
        if (expiresAt > clock()) break;
        open.delete(token);
      }
      const token = newToken();
      open.set(token, { challenge, expiresAt: clock() + LIFETIME, tries: 0 });
      return token;
    },
    take(name, token) {
      const found = open.get(token);
      open.delete(token);
      return found && found.expiresAt > clock() && isNamed(found.challenge, name) ? found.challenge : null;
    },
    attempt(name, token) {
      const found = open.get(token);
      if (!found || found.expiresAt <= clock() || !isNamed(found.challenge, name)) return null;
      found.tries += 1;
      if (found.tries > ATTEMPTS) open.delete(token);
      return found.tries > ATTEMPTS ? null : found.challenge;
    },
    knows: (token) => open.has(token),
  };
}

function isNamed<Name extends Challenge['name']>(challenge: Challenge, name: Name): challenge is Named<Name> {
  return challenge.name === name;
}
