import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The prefix of a key's text, so that people and scanners for leaked secrets recognise a key. */
const PREFIX = 'tql';

/**
 * The text of a key, `tql_<id>_<secret>`. The id finds the record, the secret (256 random bits, base64url) proves it.
 */
const PATTERN = /^tql_([a-z0-9]{20})_([A-Za-z0-9_-]{43})$/;

export interface ApiKeyText {
  readonly id: string;
  readonly secret: string;
}

/** Makes a key. The caller shows its text once; the record keeps only the hash. */
export function newApiKey(): { readonly id: string; readonly text: string; readonly secretHash: string } {
  const id = randomBytes(10).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { id, text: `${PREFIX}_${id}_${secret}`, secretHash: hashSecret(secret) };
}

/** Parses the text of a key. Returns null if it is not a key. */
export function parseApiKey(text: string): ApiKeyText | null {
  const [, id, secret] = PATTERN.exec(text) ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : null;
}

/** Compares in constant time. SHA-256 is enough for a secret of 256 random bits, because no attacker can guess it. */
export function isSecret(secret: string, secretHash: string): boolean {
  const [given, known] = [Buffer.from(hashSecret(secret)), Buffer.from(secretHash)];
  return given.length === known.length && timingSafeEqual(given, known);
}

/** Returns the SHA-256 of a secret as hex. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
