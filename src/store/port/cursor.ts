import { Refusal } from '../../tenant/index.ts';
import { openSeal, type SealSecret } from './seal.ts';

/** A sealer of positions: it encrypts the end of a page into a `nextToken`, and decrypts it again. */
export interface Cursors {
  /**
   * Encrypts a position. `belonging` is everything that the token must be used with again. It is
   * authenticated, not contained.
   */
  seal(position: readonly (string | null)[], belonging: readonly string[]): string;
  /**
   * Decrypts a token.
   * @throws {Refusal} INVALID_CURSOR if the token was not sealed with the same belonging
   */
  open(token: string, belonging: readonly string[]): readonly (string | null)[];
}

/** Maximum characters of a token: two sort keys of 1,024 bytes, with JSON's escapes and base64. */
const MAX_TOKEN = 8192;

/**
 * Opens cursors that are sealed with a key of their own from the secret.
 * @example
 * ```ts
 * const cursors = openCursors('a secret of at least 32 characters');
 * const token = cursors.seal(['1', null], ['acme', 'listTasks']);
 * ```
 */
export function openCursors(secret: SealSecret): Cursors {
  const seal = openSeal(secret, 'nextToken');
  return {
    seal: (position, belonging) => seal.seal(JSON.stringify(position), belonging),
    open(token, belonging) {
      const text = token.length > MAX_TOKEN ? null : seal.open(token, belonging);
      if (text === null) throw notOurs();
      return JSON.parse(text) as (string | null)[];
    },
  };
}

function notOurs(): Refusal<'INVALID_CURSOR'> {
  const message = 'The cursor is not one of this list: start again without it.';
  return new Refusal('INVALID_CURSOR', message);
}
