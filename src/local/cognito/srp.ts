import {
  createHash,
  createHmac,
  getDiffieHellman,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

import type { Verifier } from './pool-state.ts';

/**
 * The server's half of SRP-6a (RFC 5054) in Cognito's dialect: group 15 of RFC 3526, g = 2, SHA-256, and a key
 * stretched by HKDF under the label "Caldera Derived Key". Numbers are hashed in two's complement, hence `pad`.
 */
const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const g = 2n;
const k = hash(pad(N), pad(g));

export interface SrpIdentity {
  /** The part of the pool id after the underscore. */
  readonly poolName: string;
  /** The name that the password is bound to: `USER_ID_FOR_SRP`. */
  readonly userId: string;
}

export interface SrpHandshake {
  readonly identity: SrpIdentity;
  readonly password: Verifier;
  readonly clientPublic: bigint;
  readonly serverPrivate: bigint;
  readonly serverPublic: bigint;
}

/** Makes what is stored of a password, under a fresh salt or under the one given. */
export function makeVerifier(
  { poolName, userId }: SrpIdentity,
  password: string,
  salt = randomBytes(16).toString('hex'),
): Verifier {
  const inner = createHash('sha256').update(`${poolName}${userId}:${password}`).digest();
  const x = hash(pad(BigInt(`0x${salt}`)), inner);
  return { salt, verifier: power(g, x).toString(16) };
}

/** Whether the password is the one that the verifier was made of. */
export function isPassword(identity: SrpIdentity, stored: Verifier, password: string): boolean {
  const { verifier } = makeVerifier(identity, password, stored.salt);
  return equal(Buffer.from(verifier), Buffer.from(stored.verifier));
}

/**
 * Answers a client's public value A (hex) with the server's B. Null when A is no number or a multiple of N:
 * such an A makes the shared secret zero, which opens every account without its password.
 */
export function startHandshake(identity: SrpIdentity, password: Verifier, srpA: string): SrpHandshake | null {
  if (!/^[0-9a-f]{1,1024}$/i.test(srpA)) return null;
  const clientPublic = BigInt(`0x${srpA}`);
  if (clientPublic % N === 0n) return null;
  const serverPrivate = BigInt(`0x${randomBytes(64).toString('hex')}`);
  const serverPublic = (k * BigInt(`0x${password.verifier}`) + power(g, serverPrivate)) % N;
  return { identity, password, clientPublic, serverPrivate, serverPublic };
}

/** Whether the client proved that it knows the password. `signature` is base64. */
export function isProof(
  { identity, password, clientPublic, serverPrivate, serverPublic }: SrpHandshake,
  proof: { secretBlock: string; timestamp: string; signature: string },
): boolean {
  const u = hash(pad(clientPublic), pad(serverPublic));
  const secret = power(clientPublic * power(BigInt(`0x${password.verifier}`), u), serverPrivate);
  const key = Buffer.from(hkdfSync('sha256', pad(secret), pad(u), 'Caldera Derived Key', 16));
  const expected = createHmac('sha256', key)
    .update(identity.poolName)
    .update(identity.userId)
    .update(Buffer.from(proof.secretBlock, 'base64'))
    .update(proof.timestamp)
    .digest();
  return equal(expected, Buffer.from(proof.signature, 'base64'));
}

function equal(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

function hash(...parts: readonly Buffer[]): bigint {
  return BigInt(`0x${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}`);
}

/** Big-endian two's complement: a zero byte goes before a set top bit. */
function pad(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

/** base ^ exponent mod N. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}
