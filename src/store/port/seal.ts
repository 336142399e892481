import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** A sealer of texts. `belonging` is everything that a text must be opened with again: it is authenticated, not contained. */
export interface Seal {
  seal(text: string, belonging: readonly string[]): string;
  /** Returns the text, or null if it was not sealed with the same secret and belonging. */
  open(sealed: string, belonging: readonly string[]): string | null;
}

const VERSION = 1;
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const MIN_SECRET_BYTES = 16;

/** A secret of at least 16 bytes, or a function that returns it at the first use. */
export type SealSecret = string | (() => string);

/**
 * Opens a seal by AES-256-GCM (NIST SP 800-38D), with a key derived from the secret by HKDF-SHA256 (RFC 5869) for one
 * purpose. A nonce is 96 random bits, which is safe for about 2^32 texts of one secret.
 * @example
 * ```ts
 * const answers = openSeal('a secret of at least 32 characters', 'answers');
 * ```
 */
export function openSeal(secret: SealSecret, purpose: string): Seal {
  let known = typeof secret === 'string' ? keyOf(secret, purpose) : null;
  const key = (): Uint8Array => (known ??= keyOf(typeof secret === 'string' ? secret : secret(), purpose));
  const authenticated = (belonging: readonly string[]): Buffer =>
    Buffer.from(JSON.stringify([VERSION, ...belonging]));
  return {
    seal(text, belonging) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key(), iv).setAAD(authenticated(belonging));
      const sealed = [cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([Buffer.of(VERSION), iv, ...sealed, cipher.getAuthTag()]).toString('base64url');
    },
    open(sealed, belonging) {
      const bytes = Buffer.from(sealed, 'base64url');
      const isOurs = bytes[0] === VERSION && bytes.length > 1 + IV_BYTES + TAG_BYTES;
      if (!isOurs || bytes.toString('base64url') !== sealed) return null;
      const iv = bytes.subarray(1, 1 + IV_BYTES);
      const decipher = createDecipheriv(CIPHER, key(), iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(authenticated(belonging)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([
          decipher.update(bytes.subarray(1 + IV_BYTES, -TAG_BYTES)),
          decipher.final(),
        ]).toString();
      } catch {
        return null;
      }
    },
  };
}

/** @throws {Error} if the secret is short */
function keyOf(secret: string, purpose: string): Uint8Array {
  if (Buffer.byteLength(secret) < MIN_SECRET_BYTES)
    throw new Error(`The secret of a seal needs at least ${MIN_SECRET_BYTES} bytes.`);
  return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
}
