import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** How the text of a key begins, so that people and scanners for leaked secrets recognise one. */
const PREFIX = 'tql';

/** `tql_<id>_<secret>`: the id finds the record, the secret (256 random bits, base64url) proves it. */
const PATTERN = /^tql_([a-z0-9]{20})_([A-Za-z0-9_-]{43})$/;

export interface ApiKeyText {
  readonly id: string;
  readonly secret: string;
}

/** Makes a key. Its text is shown once; the record keeps the hash alone. */
export function newApiKey(): { readonly id: string; readonly text: string; readonly secretHash: string } {
  const id = randomBytes(10).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { id, text: `${PREFIX}_${id}_${secret}`, secretHash: hashSecret(secret) };
}

/** Reads the text of a key, or null when it is none. */
export function parseApiKey(text: string): ApiKeyText | null {
  const [, id, secret] = PATTERN.exec(text) ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : null;
}

/** Compares in constant time. SHA-256 is enough for a secret of 256 random bits: there is nothing to guess. */
export function isSecret(secret: string, secretHash: string): boolean {
  const [given, known] = [Buffer.from(hashSecret(secret)), Buffer.from(secretHash)];
  return given.length === known.length && timingSafeEqual(given, known);
}

/** SHA-256 as hex, for secrets of 256 random bits. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
