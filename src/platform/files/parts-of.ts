/** The largest file that one request uploads. A larger one goes in parts, each of which can be repeated. */
export const MOST_AT_ONCE = 64 * 1024 ** 2;

/** Bytes of the smallest part, and their maximum number (Amazon S3, "Multipart upload limits"). */
const LEAST_PART = 16 * 1024 ** 2;
const MOST_PARTS = 10_000;
const MEGABYTE = 1024 ** 2;

/** Returns the size of the parts of a file, or null if it goes in one request. */
export function partSizeFor(size: number): number | null {
  if (size <= MOST_AT_ONCE) return null;
  return Math.max(LEAST_PART, Math.ceil(size / MOST_PARTS / MEGABYTE) * MEGABYTE);
}

/** Returns the number of parts of a file. */
export function partCountOf(size: number, partSize: number): number {
  return Math.ceil(size / partSize);
}

/** Returns the bytes of a part. All but the last have the same. */
export function partBytes(size: number, partSize: number, number: number): number {
  return Math.min(partSize, size - (number - 1) * partSize);
}
