import type { Credentials } from './credentials.ts';
import { ALGORITHM, encodePart, scopeOf, signCanonical, signingDate } from './sign.ts';

/** The payload in a signature that holds for any body. */
const PAYLOAD = 'UNSIGNED-PAYLOAD';

/** A request that another may send until its signature expires. */
export interface Presignable {
  readonly method: string;
  /** The URL without a query, with the parts of its path encoded. */
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  /** The headers that the sender must send with these values, in addition to the host. Their names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly region: string;
  /** Seconds until the signature expires. */
  readonly expiresIn: number;
}

/**
 * Signs a request of S3 in its URL, for any body (Amazon S3 API Reference, "Authenticating Requests: Using Query
 * Parameters").
 * @param time milliseconds since 1970
 */
export function presign(
  { method, url, query, headers, region, expiresIn }: Presignable,
  credentials: Credentials,
  time: number,
): string {
  const { host, pathname } = new URL(url);
  const signed: Readonly<Record<string, string>> = { ...headers, host };
  const names = Object.keys(signed).sort();
  const of = { date: signingDate(time), region, service: 's3' };
  const { accessKeyId, sessionToken } = credentials;
  const parameters = queryOf({
    ...query,
    'X-Amz-Algorithm': ALGORITHM,
    'X-Amz-Content-Sha256': PAYLOAD,
    'X-Amz-Credential': `${accessKeyId}/${scopeOf(of)}`,
    'X-Amz-Date': of.date,
    'X-Amz-Expires': String(expiresIn),
    ...(sessionToken !== undefined && { 'X-Amz-Security-Token': sessionToken }),
    'X-Amz-SignedHeaders': names.join(';'),
  });
  const lines = names.map((name) => `${name}:${signed[name]?.trim() ?? ''}\n`).join('');
  const canonical = `${method}\n${pathname}\n${parameters}\n${lines}\n${names.join(';')}\n${PAYLOAD}`;
  const { signature } = signCanonical(canonical, credentials, of);
  return `${url}?${parameters}&X-Amz-Signature=${signature}`;
}

/** Returns a query in the order and the encoding that a signature needs. */
function queryOf(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`)
    .sort()
    .join('&');
}
