import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import { SignatureFailure, type Signature, type SignedRequest } from './read-signature.ts';

/** The secrets of an access key. */
export interface AccessKey {
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Milliseconds by which the clocks of a client and of AWS may differ. */
const MAX_SKEW = 900_000;

/**
 * Verifies that the holder of a key signed a request, and that the signature is still valid (AWS Signature Version 4 for
 * Amazon S3: the path is encoded once and not normalised).
 * @param now milliseconds since 1970
 * @throws {SignatureFailure} otherwise
 */
export function verifySignature(request: SignedRequest, given: Signature, key: AccessKey, now: number): void {
  if (given.token !== key.sessionToken)
    throw new SignatureFailure(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');
  checkTime(given, now);
  const { signedHeaders } = given;
  const unsigned = Object.keys(request.headers).filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
  );
  if (unsigned.length > 0 || !signedHeaders.includes('host'))
    throw new SignatureFailure(
      403,
      'AccessDenied',
      `There were headers present in the request which were not signed: ${unsigned.join(', ')}`,
    );
  const wanted = signatureOf(request, given, key.secretAccessKey);
  const same =
    /^[0-9a-f]{64}$/.test(given.signature) &&
    timingSafeEqual(Buffer.from(given.signature, 'hex'), Buffer.from(wanted, 'hex'));
  if (!same)
    throw new SignatureFailure(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
}

/** Returns milliseconds since 1970 of the time in a signature. */
export function signedAt({ time }: Signature): number {
  return Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function checkTime(given: Signature, now: number): void {
  const age = now - signedAt(given);
  if (given.expires === null) {
    if (!(Math.abs(age) <= MAX_SKEW))
      throw new SignatureFailure(
        403,
        'RequestTimeTooSkewed',
        'The difference between the request time and the current time is too large.',
      );
    return;
  }
  if (!(age >= -MAX_SKEW)) throw new SignatureFailure(403, 'AccessDenied', 'Request is not valid yet');
  if (age > given.expires * 1000) throw new SignatureFailure(403, 'AccessDenied', 'Request has expired');
}

function signatureOf(request: SignedRequest, given: Signature, secret: string): string {
  const { signedHeaders, payload, scope, time } = given;
  const canonical = [
    request.method,
    request.path
      .split('/')
      .map((part) => encode(decodeURIComponent(part)))
      .join('/'),
    canonicalQuery(request),
    ...signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    payload,
  ].join('\n');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const key = scope.split('/').reduce<string | Buffer>((before, part) => hmac(before, part), `AWS4${secret}`);
  return hmac(key, ['AWS4-HMAC-SHA256', time, scope, hash].join('\n')).toString('hex');
}

function canonicalQuery({ query }: SignedRequest): string {
  return query
    .filter(([name]) => name.toLowerCase() !== 'x-amz-signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map((pair) => pair.join('='))
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Encodes text by RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
