import type { VerifiedClaims } from './claims.ts';
import { Refusal } from './refusal.ts';
import type { Scope } from './scope.ts';
import { keyIdOf, userIdOfKey } from './verify-key.ts';

/**
 * A caller as a subscription keeps it: the verified claims of a user, or the id of a key. It has no token and no secret.
 * `expiresAt` is in seconds since 1970, as in a token.
 */
export type SavedCaller =
  | { readonly is: 'user'; readonly claims: VerifiedClaims; readonly expiresAt: number }
  | { readonly is: 'key'; readonly keyId: string; readonly expiresAt: number };

/** Returns the caller of a scope that the gate opened. */
export function savedCaller({ caller }: Scope): SavedCaller {
  const { expiresAt } = caller;
  const keyId = keyIdOf(caller);
  if (keyId !== null) return { is: 'key', keyId, expiresAt };
  return { is: 'user', claims: caller.claims as VerifiedClaims, expiresAt };
}

/** Returns the user id of a saved caller, as its scope has it: for a key `key:` and its id. */
export function savedUserId(caller: SavedCaller): string {
  return caller.is === 'key' ? userIdOfKey(caller.keyId) : caller.claims.sub;
}

/** Returns whether the token or key of a saved caller has expired. `now` is in milliseconds since 1970. */
export function hasExpired({ expiresAt }: SavedCaller, now: number): boolean {
  return expiresAt * 1000 <= now;
}

/**
 * Requires that a saved caller's token or key has not expired. `now` is in milliseconds since 1970.
 * @throws {Refusal} UNAUTHENTICATED if it has
 */
export function requireUnexpired(caller: SavedCaller, now: number): void {
  if (!hasExpired(caller, now)) return;
  throw new Refusal(
    'UNAUTHENTICATED',
    caller.is === 'user'
      ? 'The token has expired: sign in again.'
      : 'The API key has expired: use another one.',
  );
}
