import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { notImplemented, S3Failure } from '../s3-failure.ts';
import { crc32c } from './crc32c.ts';

export type Algorithm = 'CRC32' | 'CRC32C' | 'SHA1' | 'SHA256';
/** The checksum of an object or a part, in base64. That of parts ends in `-<number of parts>`. */
export interface Checksum {
  readonly algorithm: Algorithm;
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** A checksum that grows with the bytes. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** Ends the checksum. It returns the bytes of the checksum. */
  end(): Buffer;
}

const BYTES: Readonly<Record<Algorithm, number>> = { CRC32: 4, CRC32C: 4, SHA1: 20, SHA256: 32 };
const ALGORITHMS = Object.keys(BYTES) as readonly Algorithm[];
const HEADER = /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/;

/** Returns the name of the header of a checksum: `x-amz-checksum-sha256`. */
export function checksumHeader(algorithm: Algorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** Returns the name of the XML element of a checksum: `ChecksumSHA256`. */
export function checksumElement(algorithm: Algorithm): string {
  return `Checksum${algorithm}`;
}

/**
 * Returns an algorithm by its name.
 * @throws {S3Failure} if it is not known
 */
export function algorithmOf(name: string): Algorithm {
  const known = ALGORITHMS.find((each) => each === name.toUpperCase());
  if (known === undefined) throw notImplemented(`the checksum "${name}"`);
  return known;
}

export function openDigest(algorithm: Algorithm | 'MD5'): Digest {
  if (algorithm === 'CRC32' || algorithm === 'CRC32C') {
    const next = algorithm === 'CRC32' ? crc32 : crc32c;
    let sum = 0;
    return {
      update: (bytes) => {
        sum = next(bytes, sum);
      },
      end() {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(sum);
        return bytes;
      },
    };
  }
  const hash = createHash(algorithm.toLowerCase());
  return {
    update: (bytes) => {
      hash.update(bytes);
    },
    end: () => hash.digest(),
  };
}

/**
 * Returns the checksum in the headers or in the trailer of a request, or null if there is none.
 * @throws {S3Failure} if there are several, or it is malformed
 */
export function checksumIn(fields: Iterable<readonly [string, string]>): Omit<Checksum, 'type'> | null {
  const given = [...fields].filter(([name]) => HEADER.test(name));
  if (given.length > 1)
    throw new S3Failure(
      400,
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  const [first] = given;
  if (!first) return null;
  const algorithm = algorithmOf(first[0].replace('x-amz-checksum-', ''));
  const value = first[1];
  if (!isChecksum(algorithm, value))
    throw new S3Failure(400, 'InvalidRequest', `Value for ${first[0]} header is invalid.`);
  return { algorithm, value };
}

/** Returns whether a text can be the checksum of bytes or of parts. */
function isChecksum(algorithm: Algorithm, value: string): boolean {
  const [base = ''] = value.split('-');
  const bytes = Buffer.from(base, 'base64');
  return bytes.length === BYTES[algorithm] && bytes.toString('base64') === base;
}

/** Returns the checksum of the checksums of parts. */
export function compositeOf(algorithm: Algorithm, parts: readonly string[]): string {
  const digest = openDigest(algorithm);
  for (const part of parts) digest.update(Buffer.from(part, 'base64'));
  return `${digest.end().toString('base64')}-${parts.length}`;
}

export function badDigest(name: string): S3Failure {
  return new S3Failure(400, 'BadDigest', `The ${name} you specified did not match the calculated checksum.`);
}
