import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

import type { SdkRequest, SignedRequest } from '../iam/index.ts';
import { S3Failure } from './s3-failure.ts';

/** A request to S3, by a network or from a client of this process. */
export interface S3Request extends SignedRequest {
  /** The name of the bucket, and the key of the object; the key is empty for a call of the bucket. */
  readonly bucket: string;
  readonly key: string;
  readonly body: Readable;
  readonly id: string;
}

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
}

type Heard = Omit<S3Request, 'bucket' | 'key' | 'id'>;

/** Hosts that contain the bucket's name. Browsers send all names below `localhost` to this machine. */
const VIRTUAL = /^([^:]+)\.(?:s3\.[a-z0-9-]+\.amazonaws\.com|localhost)(?::\d+)?$/;
const LONGEST_KEY = 1024;

/**
 * Returns a request with its bucket and key. The bucket is in the host, or begins the path below a prefix.
 * @returns null if the path is not below the prefix
 * @throws {S3Failure} if the path is malformed
 */
export function placeRequest(heard: Heard, id: string, prefix: string): S3Request | null {
  const host = heard.headers['host'] ?? '';
  const virtual = VIRTUAL.exec(host)?.[1];
  if (virtual !== undefined) return { ...heard, id, bucket: virtual, key: keyIn(heard.path.slice(1)) };
  if (!heard.path.startsWith(`${prefix}/`)) return null;
  const rest = heard.path.slice(prefix.length + 1);
  const slash = rest.indexOf('/');
  if (slash < 0) return { ...heard, id, bucket: keyIn(rest), key: '' };
  return { ...heard, id, bucket: keyIn(rest.slice(0, slash)), key: keyIn(rest.slice(slash + 1)) };
}

function keyIn(path: string): string {
  let key: string;
  try {
    key = decodeURIComponent(path);
  } catch {
    throw new S3Failure(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
  if (Buffer.byteLength(key) > LONGEST_KEY)
    throw new S3Failure(400, 'KeyTooLongError', 'Your key is too long');
  return key;
}

/** Reads a request that an SDK client of this process has signed. */
export function fromSdk({ method, hostname, path, query = {}, headers, body }: SdkRequest): Heard {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    method,
    path,
    query: Object.entries(query).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((each: string | null) => [name, each ?? ''] as const),
    ),
    headers: { host: hostname, ...Object.fromEntries(named) },
    body: readableOf(body),
  };
}

function readableOf(body: unknown): Readable {
  if (body instanceof Readable) return body;
  const bytes = body instanceof Uint8Array || typeof body === 'string' ? Buffer.from(body as string) : null;
  return Readable.from(bytes === null || bytes.length === 0 ? [] : [bytes]);
}

/**
 * Reads a request of the network.
 * @throws {S3Failure} if its parameters are malformed
 */
export function fromHttp(request: IncomingMessage): Heard {
  const { method = 'GET', url = '/', headers } = request;
  const mark = url.indexOf('?');
  const query = mark < 0 ? '' : url.slice(mark + 1);
  return {
    method,
    path: mark < 0 ? url : url.slice(0, mark),
    query: query.split('&').filter(Boolean).map(parameterIn),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(',') : (value ?? ''),
      ]),
    ),
    body: request,
  };
}

function parameterIn(part: string): readonly [string, string] {
  const [name = '', ...value] = part.split('=');
  const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
  try {
    return [decode(name), decode(value.join('='))];
  } catch {
    throw new S3Failure(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}
