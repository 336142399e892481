import { randomInt } from 'node:crypto';

/** Base32 of RFC 4648, in lower case. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const RANDOM = 8;
/** What `TENANT_ID_PATTERN` takes, less the hyphen and the random part. */
const MOST_OF_NAME = 63 - 1 - RANDOM;

/** An id for a new tenant: what is plain of its name, for people, and 40 random bits, so that none is like another. */
export function newTenantId(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MOST_OF_NAME)
    .replace(/^-+|-+$/g, '');
  const random = Array.from({ length: RANDOM }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return `${plain || 'tenant'}-${random.join('')}`;
}
