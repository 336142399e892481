import { crc32 } from 'node:zlib';

import { bytesOf, type SdkRequest } from '../iam/index.ts';
import { notImplemented, S3Failure } from './s3-failure.ts';
import { keysToDelete } from './xml.ts';

/** A call of S3. */
export type S3Call =
  | { readonly name: 'PutObject'; readonly bucket: string; readonly key: string; readonly bytes: Uint8Array }
  | { readonly name: 'GetObject'; readonly bucket: string; readonly key: string; readonly checked: boolean }
  | { readonly name: 'DeleteObject'; readonly bucket: string; readonly key: string }
  | {
      readonly name: 'DeleteObjects';
      readonly bucket: string;
      readonly keys: readonly string[];
      readonly quiet: boolean;
    }
  | {
      readonly name: 'ListObjectsV2';
      readonly bucket: string;
      /** Null if the request has no prefix. IAM distinguishes that from an empty one. */
      readonly prefix: string | null;
      /** The list begins after this key. */
      readonly after: string;
      readonly most: number;
    };

const HOST = /^(.+)\.s3\.[a-z0-9-]+\.amazonaws\.com$/;
/** Parameters that we read. `x-id` names the call for proxies. */
const KNOWN = new Set([
  'x-id',
  'delete',
  'list-type',
  'prefix',
  'max-keys',
  'continuation-token',
  'start-after',
]);
/** Headers that would change the meaning of a call. */
const UNKNOWN_HEADER =
  /^(if-|range$|x-amz-(acl|copy|grant|meta|object-lock|server-side|storage|tagging|website))/;
const MOST_KEYS = 1000;
const LONGEST_KEY = 1024;

/**
 * Reads a request whose host contains the bucket's name.
 * @throws {S3Failure} if the call is unknown or malformed
 */
export async function readCall(request: SdkRequest): Promise<S3Call> {
  const bucket = HOST.exec(request.hostname)?.[1];
  if (bucket === undefined) throw notImplemented('buckets that are named in the path');
  refuseUnknown(request);
  const key = decodeURIComponent(request.path.slice(1));
  if (Buffer.byteLength(key) > LONGEST_KEY)
    throw new S3Failure(400, 'KeyTooLongError', 'Your key is too long');
  const of = `${request.method} ${key === '' ? 'bucket' : 'object'}`;
  switch (of) {
    case 'PUT object':
      return { name: 'PutObject', bucket, key, bytes: await bodyThatHolds(request) };
    case 'GET object':
      return {
        name: 'GetObject',
        bucket,
        key,
        checked: headerOf(request, 'x-amz-checksum-mode') === 'ENABLED',
      };
    case 'DELETE object':
      return { name: 'DeleteObject', bucket, key };
    case 'POST bucket':
      return deleteCall(bucket, await bodyThatHolds(request, true));
    case 'GET bucket':
      return listCall(bucket, request);
    default:
      throw notImplemented(`"${of}"`);
  }
}

function refuseUnknown({ headers, query = {} }: SdkRequest): void {
  const parameter = Object.keys(query).find((name) => !KNOWN.has(name));
  if (parameter !== undefined) throw notImplemented(`the parameter "${parameter}"`);
  const header = Object.keys(headers).find((name) => UNKNOWN_HEADER.test(name.toLowerCase()));
  if (header !== undefined) throw notImplemented(`the header "${header}"`);
}

function deleteCall(bucket: string, body: Uint8Array): S3Call {
  const asked = keysToDelete(new TextDecoder().decode(body));
  if (!asked) throw new S3Failure(400, 'MalformedXML', 'The XML you provided was not well-formed');
  return { name: 'DeleteObjects', bucket, ...asked };
}

function listCall(bucket: string, request: SdkRequest): S3Call {
  const parameter = (name: string): string | null => {
    const value = request.query?.[name];
    return typeof value === 'string' ? value : null;
  };
  if (parameter('list-type') !== '2') throw notImplemented('this list');
  const most = Number(parameter('max-keys') ?? MOST_KEYS);
  if (!Number.isInteger(most) || most < 0)
    throw new S3Failure(400, 'InvalidArgument', 'Provided max-keys not an integer or within integer range');
  const token = parameter('continuation-token');
  return {
    name: 'ListObjectsV2',
    bucket,
    prefix: parameter('prefix'),
    after: token === null ? (parameter('start-after') ?? '') : keyOfToken(token),
    most: Math.min(most, MOST_KEYS),
  };
}

/**
 * Returns the token of a list's next page: the last key of this one, encoded so that it does not look like a
 * key.
 */
export function tokenOf(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function keyOfToken(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8');
}

/**
 * Returns the body after checking it against the SDK's checksum.
 * @param needed whether a checksum is required, as S3 demands for `DeleteObjects`
 */
async function bodyThatHolds(request: SdkRequest, needed = false): Promise<Uint8Array> {
  if (headerOf(request, 'content-encoding')?.includes('aws-chunked'))
    throw notImplemented('bodies in chunks: send bytes or text');
  const bytes = await bytesOf(request);
  const given = headerOf(request, 'x-amz-checksum-crc32');
  if (given === undefined && needed)
    throw new S3Failure(400, 'InvalidRequest', 'Missing required header for this request: Content-MD5');
  if (given !== undefined && given !== checksumOf(bytes))
    throw new S3Failure(400, 'BadDigest', 'The CRC32 you specified did not match the calculated checksum.');
  return bytes;
}

/** Returns the CRC-32 of bytes in S3's form. */
export function checksumOf(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString('base64');
}

function headerOf({ headers }: SdkRequest, wanted: string): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
}
