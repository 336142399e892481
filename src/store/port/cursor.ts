import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

import { Refusal } from '../../tenant/index.ts';

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

const VERSION = 1;
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const MIN_SECRET_BYTES = 16;
/** Maximum characters of a token: two sort keys of 1,024 bytes, with JSON's escapes and base64. */
const MAX_TOKEN = 8192;

/**
 * Opens cursors that are sealed with AES-256-GCM (NIST SP 800-38D), with a key derived from the secret by
 * HKDF-SHA256 (RFC 5869). A nonce is 96 random bits, which is safe for about 2^32 tokens of one secret.
 * @example
 * ```ts
 * const cursors = openCursors('a secret of at least 32 characters');
 * const token = cursors.seal(['1', null], ['acme', 'listTasks']);
 * ```
 */
export function openCursors(secret: string): Cursors {
  if (Buffer.byteLength(secret) < MIN_SECRET_BYTES) {
    throw new Error(`The secret of cursors needs at least ${MIN_SECRET_BYTES} bytes.`);
  }
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'nextToken', 32));
  const authenticated = (belonging: readonly string[]): Buffer =>
    Buffer.from(JSON.stringify([VERSION, ...belonging]));
  return {
    seal(position, belonging) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv).setAAD(authenticated(belonging));
      const sealed = [cipher.update(JSON.stringify(position), 'utf8'), cipher.final()];
      return Buffer.concat([Buffer.of(VERSION), iv, ...sealed, cipher.getAuthTag()]).toString('base64url');
    },
    open(token, belonging) {
      const bytes = Buffer.from(token.length > MAX_TOKEN ? '' : token, 'base64url');
      if (
        bytes[0] !== VERSION ||
        bytes.length <= 1 + IV_BYTES + TAG_BYTES ||
        bytes.toString('base64url') !== token
      ) {
        throw notOurs();
      }
      const iv = bytes.subarray(1, 1 + IV_BYTES);
      const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(authenticated(belonging)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const opened = [decipher.update(bytes.subarray(1 + IV_BYTES, -TAG_BYTES)), decipher.final()];
        return JSON.parse(Buffer.concat(opened).toString()) as (string | null)[];
      } catch {
        throw notOurs();
      }
    },
  };
}

function notOurs(): Refusal<'INVALID_CURSOR'> {
  const message = 'The argument "nextToken" is not a token of this list: start again without it.';
  return new Refusal('INVALID_CURSOR', message);
}
