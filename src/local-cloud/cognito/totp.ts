import { createHmac, timingSafeEqual } from 'node:crypto';

/** Alphabet of Base32 (RFC 4648, section 6). */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_SECONDS = 30;
const DIGITS = 6;

/** The secret that a user's authenticator and the pool share. */
export interface Authenticator {
  /** Base32, as authenticator apps accept it. */
  readonly secret: string;
  /** The step of the last accepted code. This code and all earlier ones are no longer valid. */
  usedStep: number;
}

/** Returns the step of RFC 6238 for a time in seconds since 1970. */
export const stepAt = (seconds: number): number => Math.floor(seconds / STEP_SECONDS);

/** Returns the six digits of a step (RFC 6238 with SHA-1; RFC 4226, section 5.3). */
export function codeOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return (number % 10 ** DIGITS).toString().padStart(DIGITS, '0');
}

/**
 * Checks a code and marks it as used, because each code is valid once (RFC 6238, section 5.2). Accepts the
 * steps before and after too, for clocks that differ and people who type slowly (same section).
 */
export function spendCode(
  authenticator: Authenticator,
  code: string,
  seconds: number,
): 'right' | 'wrong' | 'used' {
  const now = stepAt(seconds);
  const step = [now, now - 1, now + 1].find((each) => same(codeOf(authenticator.secret, each), code));
  if (step === undefined) return 'wrong';
  if (step <= authenticator.usedStep) return 'used';
  authenticator.usedStep = step;
  return 'right';
}

export function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
    .join('');
}

function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
