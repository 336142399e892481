import { randomBytes, timingSafeEqual } from 'node:crypto';

import { N, g, k, power, privateOf, scrambler, signatureOf, type SrpIdentity } from '../srp/dialect.ts';
import type { Verifier } from './pool-state.ts';

/** The server's half of a running SRP handshake. */
export interface SrpHandshake {
  readonly identity: SrpIdentity;
  readonly password: Verifier;
  readonly clientPublic: bigint;
  readonly serverPrivate: bigint;
  readonly serverPublic: bigint;
}

/** Creates the stored form of a password, with a random salt or the given one. */
export function makeVerifier(
  identity: SrpIdentity,
  password: string,
  salt = randomBytes(16).toString('hex'),
): Verifier {
  return { salt, verifier: power(g, privateOf(identity, password, salt)).toString(16) };
}

/** Returns whether a password matches the stored verifier. */
export function isPassword(identity: SrpIdentity, stored: Verifier, password: string): boolean {
  const { verifier } = makeVerifier(identity, password, stored.salt);
  return equal(Buffer.from(verifier), Buffer.from(stored.verifier));
}

/**
 * Answers a client's public value A (hex) with the server's B. Returns null if A is not a number or is a
 * multiple of N. Such an A makes the shared secret zero, which opens every account without its password.
 */
export function startHandshake(identity: SrpIdentity, password: Verifier, srpA: string): SrpHandshake | null {
  if (!/^[0-9a-f]{1,1024}$/i.test(srpA)) return null;
  const clientPublic = BigInt(`0x${srpA}`);
  if (clientPublic % N === 0n) return null;
  const serverPrivate = BigInt(`0x${randomBytes(64).toString('hex')}`);
  const serverPublic = (k * BigInt(`0x${password.verifier}`) + power(g, serverPrivate)) % N;
  return { identity, password, clientPublic, serverPrivate, serverPublic };
}

/** Returns whether the client proved that it knows the password. `signature` is base64. */
export function isProof(
  { identity, password, clientPublic, serverPrivate, serverPublic }: SrpHandshake,
  proof: { secretBlock: string; timestamp: string; signature: string },
): boolean {
  const u = scrambler(clientPublic, serverPublic);
  const secret = power(clientPublic * power(BigInt(`0x${password.verifier}`), u), serverPrivate);
  const expected = signatureOf(identity, { secret, u, ...proof });
  return equal(expected, Buffer.from(proof.signature, 'base64'));
}

function equal(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
