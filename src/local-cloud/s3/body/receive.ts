import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { notImplemented, S3Failure } from '../s3-failure.ts';
import {
  algorithmOf,
  badDigest,
  checksumIn,
  openDigest,
  type Algorithm,
  type Checksum,
} from './checksums.ts';
import { readChunks } from './read-chunks.ts';

/** A body and what the request says about it. */
export interface Sent {
  readonly body: Readable;
  /** Returns a header of the request. */
  readonly header: (name: string) => string | null;
  /** The fields in which the request may give a checksum. */
  readonly fields: readonly (readonly [string, string])[];
}

export interface Received {
  readonly size: number;
  /** The checksum that the client gave. */
  readonly checksum: Checksum | null;
}

/** Bytes of an object or a part that one request can bring (Amazon S3, "Multipart upload limits"). */
const LARGEST = 5 * 1024 ** 3;
const HEX = /^[0-9a-f]{64}$/;

/**
 * Writes the body of a request to a new file, and verifies its length and its checksums.
 * @throws {S3Failure} if they do not match; the file then is of no use
 */
export async function receive({ body, header, fields }: Sent, file: string): Promise<Received> {
  const payload = header('x-amz-content-sha256') ?? '';
  const isChunked = payload.startsWith('STREAMING-');
  if (isChunked && payload !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER')
    throw notImplemented(`bodies with "${payload}"`);
  const wanted = sizeIn(header, isChunked);
  const given = checksumIn(fields);
  const trailing = header('x-amz-trailer')?.toLowerCase() ?? null;
  const algorithm = given?.algorithm ?? trailingAlgorithm(trailing);
  requireAnnounced(header('x-amz-sdk-checksum-algorithm'), algorithm);
  const md5 = header('content-md5');
  const digests = {
    own: algorithm === null ? null : openDigest(algorithm),
    payload: HEX.test(payload) ? openDigest('SHA256') : null,
    md5: md5 === null ? null : openDigest('MD5'),
  };
  const trailer = new Map<string, string>();
  let size = 0;
  async function* counted(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const bytes of isChunked ? readChunks(source, trailer) : source) {
      size += bytes.length;
      if (size > (wanted ?? LARGEST)) throw incomplete();
      for (const digest of Object.values(digests)) digest?.update(bytes);
      yield bytes;
    }
  }
  // A body that is refused stays open: its connection brings the answer.
  const source = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  await pipeline(counted(source), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  if (wanted !== null && size !== wanted) throw incomplete();
  if (digests.payload && digests.payload.end().toString('hex') !== payload)
    throw new S3Failure(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  if (digests.md5 && digests.md5.end().toString('base64') !== md5) throw badDigest('Content-MD5');
  const claimed = trailing === null ? given : (checksumIn(trailer) ?? missingTrailer(trailing));
  const value = digests.own?.end().toString('base64');
  if (!claimed || !algorithm || value === undefined) return { size, checksum: null };
  if (claimed.value !== value) throw badDigest(claimed.algorithm);
  return { size, checksum: { algorithm, value, type: 'FULL_OBJECT' } };
}

/** Returns the size that a request announces. Null if it comes from a client of this process that does not know it. */
function sizeIn(header: Sent['header'], isChunked: boolean): number | null {
  const text = header(isChunked ? 'x-amz-decoded-content-length' : 'content-length');
  if (text === null) {
    if (isChunked || header('transfer-encoding') !== null)
      throw new S3Failure(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
    return null;
  }
  const size = Number(/^\d+$/.test(text) ? text : NaN);
  if (!Number.isSafeInteger(size)) throw new S3Failure(400, 'InvalidArgument', 'The length is not a number.');
  if (size > LARGEST)
    throw new S3Failure(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
  return size;
}

function trailingAlgorithm(trailing: string | null): Algorithm | null {
  return trailing === null ? null : algorithmOf(trailing.replace('x-amz-checksum-', ''));
}

/** Refuses a request that announces a checksum and has none, or another one. */
function requireAnnounced(announced: string | null, algorithm: Algorithm | null): void {
  if (announced !== null && announced.toUpperCase() !== algorithm)
    throw new S3Failure(
      400,
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
}

function missingTrailer(name: string): never {
  throw new S3Failure(400, 'MalformedTrailerError', `The trailer "${name}" is missing.`);
}

function incomplete(): S3Failure {
  return new S3Failure(
    400,
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );
}
