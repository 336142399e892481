import type { FileObjects, FileRecord } from '../../store/index.ts';
import { partBytes, partCountOf } from './parts-of.ts';

/**
 * Joins the parts of an upload, each of whose checksums S3 has verified. Returns the numbers of parts that have not arrived;
 * then it joins nothing.
 */
export async function joinParts(
  objects: Pick<FileObjects, 'parts' | 'completeParts'>,
  { id, multipart, size }: Pick<FileRecord, 'id' | 'multipart' | 'size'>,
  partSize: number,
): Promise<readonly number[]> {
  const received = multipart === null ? [] : await objects.parts({ id }, multipart);
  // Another request has joined them.
  if (received === null) return [];
  const sizes = new Map(received.map((part) => [part.number, part.size]));
  const numbers = Array.from({ length: partCountOf(size, partSize) }, (_, at) => at + 1);
  const missing = numbers.filter((number) => sizes.get(number) !== partBytes(size, partSize, number));
  if (missing.length === 0 && multipart !== null) await objects.completeParts({ id }, multipart, received);
  return missing;
}
