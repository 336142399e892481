import { randomInt } from 'node:crypto';

/** Base32 of RFC 4648, in lower case. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const RANDOM = 8;
/**
 * Maximum length of the part from the name: that of `TENANT_ID_PATTERN`, less the hyphen and the random part.
 */
const MAX_NAME = 63 - 1 - RANDOM;

/**
 * Creates the id of a new tenant from the plain letters of its name and 40 random bits: `acme-k3x7q2ma`. The
 * random bits make it unique.
 */
export function newTenantId(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_NAME)
    .replace(/^-+|-+$/g, '');
  const random = Array.from({ length: RANDOM }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return `${plain || 'tenant'}-${random.join('')}`;
}
