import { randomBytes } from 'node:crypto';

import type { Verifier } from './pool-state.ts';
import type { FirstTokens } from './triggers.ts';
import type { SrpHandshake } from './srp.ts';
import type { Authenticator } from './totp.ts';

/** The user who has proved a password, and that password. If the password changes, the sign-in ends. */
export interface Proved {
  readonly sub: string;
  readonly password: Verifier;
  /** The trigger source if the sign-in gets tokens. */
  readonly source: FirstTokens;
}

/** A challenge that the client must answer next. It is only in memory, because a sign-in lasts seconds. */
export type Challenge =
  | {
      readonly name: 'PASSWORD_VERIFIER';
      /** Null if the user does not exist. The handshake then uses a decoy and never succeeds. */
      readonly sub: string | null;
      readonly handshake: SrpHandshake;
    }
  | { readonly name: 'NEW_PASSWORD_REQUIRED'; readonly sub: string }
  | { readonly name: 'SELECT_CHALLENGE'; readonly username: string }
  | { readonly name: 'SOFTWARE_TOKEN_MFA'; readonly proved: Proved }
  /** Setup of an authenticator: the client fetches its secret, then sends a code, then gets tokens. */
  | { readonly name: 'MFA_SETUP'; readonly proved: Proved }
  | { readonly name: 'MFA_SETUP code'; readonly proved: Proved; readonly authenticator: Authenticator }
  | { readonly name: 'MFA_SETUP done'; readonly proved: Proved };

type Named<Name extends Challenge['name']> = Challenge & { readonly name: Name };

/** Challenges by a random token. Each accepts one answer within three minutes (Cognito's default). */
export interface Challenges {
  issue(challenge: Challenge): string;
  take<Name extends Challenge['name']>(name: Name, token: string): Named<Name> | null;
  /**
   * Returns the challenge and leaves it open for five answers in total, so that a typo is not fatal and
   * guessing fails. The correct answer closes it.
   */
  attempt<Name extends Challenge['name']>(name: Name, token: string): Named<Name> | null;
  /** Returns whether a token was issued here and is still open. */
  knows(token: string): boolean;
}

const LIFETIME = 180;
const ATTEMPTS = 5;

export function newToken(): string {
  return randomBytes(48).toString('base64');
}

/** Opens the challenges of a process. `clock` returns seconds. */
export function openChallenges(clock: () => number): Challenges {
  const open = new Map<
    string,
    { readonly challenge: Challenge; readonly expiresAt: number; tries: number }
  >();
  return {
    issue(challenge) {
      // A Map keeps the insertion order, so the oldest come first.
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
