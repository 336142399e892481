import { createDiffieHellman, createHash, createHmac, getDiffieHellman, hkdfSync } from 'node:crypto';

/**
 * SRP-6a (RFC 5054) in Cognito's dialect, for both halves: group 15 of RFC 3526, g = 2, SHA-256, and a key
 * stretched by HKDF with the label "Caldera Derived Key". Numbers are hashed in two's complement, hence
 * `pad`.
 */
const prime = getDiffieHellman('modp15').getPrime();
export const N = BigInt(`0x${prime.toString('hex')}`);
export const g = 2n;
export const k = hash(pad(N), pad(g));

export interface SrpIdentity {
  /** The part of the pool id after the underscore. */
  readonly poolName: string;
  /** The name that the password is bound to: `USER_ID_FOR_SRP`. */
  readonly userId: string;
}

/** Returns x: the hash of a password and a salt (hex). */
export function privateOf({ poolName, userId }: SrpIdentity, password: string, salt: string): bigint {
  const inner = createHash('sha256').update(`${poolName}${userId}:${password}`).digest();
  return hash(pad(BigInt(`0x${salt}`)), inner);
}

/** Returns u: the hash of both public values. */
export function scrambler(clientPublic: bigint, serverPublic: bigint): bigint {
  return hash(pad(clientPublic), pad(serverPublic));
}

/** Returns the signature that proves the shared secret. `secretBlock` is base64. */
export function signatureOf(
  { poolName, userId }: SrpIdentity,
  {
    secret,
    u,
    secretBlock,
    timestamp,
  }: { secret: bigint; u: bigint; secretBlock: string; timestamp: string },
): Buffer {
  const key = Buffer.from(hkdfSync('sha256', pad(secret), pad(u), 'Caldera Derived Key', 16));
  return createHmac('sha256', key)
    .update(poolName)
    .update(userId)
    .update(Buffer.from(secretBlock, 'base64'))
    .update(timestamp)
    .digest();
}

/** Computes powers eight times as fast as BigInt does. With another generator Node would test the prime, for seconds. */
const group = createDiffieHellman(prime, 2);

/** Returns base ^ exponent mod N. OpenSSL refuses the bases 0, 1 and -1 and the exponent 0, whose powers need no computing. */
export function power(base: bigint, exponent: bigint): bigint {
  const least = base % N;
  const times = exponent % (N - 1n);
  if (times === 0n) return least === 0n && exponent > 0n ? 0n : 1n;
  if (least <= 1n) return least;
  if (least === N - 1n) return times % 2n === 0n ? 1n : least;
  group.setPrivateKey(bytes(times));
  return BigInt(`0x${group.computeSecret(bytes(least)).toString('hex')}`);
}

function hash(...parts: readonly Buffer[]): bigint {
  return BigInt(`0x${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}`);
}

/** Returns big-endian two's complement, with a zero byte before a set top bit. */
function pad(value: bigint): Buffer {
  const plain = bytes(value);
  return (plain[0] ?? 0) < 0x80 ? plain : Buffer.concat([Buffer.alloc(1), plain]);
}

/** Returns the number big-endian, in as few bytes as hold it. */
function bytes(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}
