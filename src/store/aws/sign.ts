import { createHash, createHmac } from 'node:crypto';

import type { Credentials } from './credentials.ts';

/** A request to be signed, without a query. */
export interface Signable {
  /** `POST` by default. */
  readonly method?: string | undefined;
  /** The path as it is sent, with its parts encoded; `/` by default. */
  readonly path?: string | undefined;
  readonly host: string;
  readonly region: string;
  /** The service's name in signatures, e.g. `dynamodb`. */
  readonly service: string;
  /** The headers that the signature covers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** The key of a day and what it is for. Deriving it takes four of the five HMACs of a signature. */
interface DayKey {
  readonly scope: string;
  readonly key: Buffer;
}
const dayKeys = new WeakMap<Credentials, DayKey>();

/**
 * Signs a request by Signature Version 4 and returns its headers (IAM User Guide, "Create a signed AWS API request").
 * @param time milliseconds since 1970
 */
export function sign(
  { method = 'POST', path = '/', host, region, service, headers, body }: Signable,
  credentials: Credentials,
  time: number,
): Readonly<Record<string, string>> {
  const { accessKeyId, sessionToken } = credentials;
  const date = signingDate(time);
  const signed: Record<string, string> = {
    ...headers,
    host,
    'x-amz-date': date,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(signed).sort();
  const signedHeaders = names.join(';');
  const lines = names.map((name) => `${name}:${signed[name]?.trim() ?? ''}\n`).join('');
  const canonical = `${method}\n${encoded(path)}\n\n${lines}\n${signedHeaders}\n${sha256(body)}`;
  const { scope, signature } = signCanonical(canonical, credentials, { date, region, service });
  signed['authorization'] =
    `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return signed;
}

/** What a signature is for. */
export interface SigningScope {
  /** The time, as {@link signingDate} writes it. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** Writes a time in milliseconds as signatures have it: `20261129T211500Z`. */
export function signingDate(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** Returns the scope of a signature: `20261129/eu-west-1/s3/aws4_request`. */
export function scopeOf({ date, region, service }: SigningScope): string {
  return `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
}

/** Signs a canonical request. */
export function signCanonical(
  canonical: string,
  credentials: Credentials,
  of: SigningScope,
): { readonly scope: string; readonly signature: string } {
  const { scope, key } = dayKeyOf(credentials, of);
  const text = `${ALGORITHM}\n${of.date}\n${scope}\n${sha256(canonical)}`;
  return { scope, signature: hmac(key, text).toString('hex') };
}

/** Encodes a part of a path as AWS does: all characters but letters, digits and `-_.~` (RFC 3986, section 2.3). */
export function encodePart(part: string): string {
  const hex = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(part).replace(/[!'()*]/g, hex);
}

/** Encodes a path once more, as all services but S3 expect it: `/a%3D/@b` becomes `/a%253D/%40b`. */
function encoded(path: string): string {
  return path.split('/').map(encodePart).join('/');
}

function dayKeyOf(credentials: Credentials, of: SigningScope): DayKey {
  const scope = scopeOf(of);
  const known = dayKeys.get(credentials);
  if (known?.scope === scope) return known;
  const parts = scope.split('/');
  const key = parts.reduce(hmac, Buffer.from(`AWS4${credentials.secretAccessKey}`));
  const made = { scope, key };
  dayKeys.set(credentials, made);
  return made;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
