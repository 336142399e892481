import { Refusal } from '../../tenant/index.ts';
import type { FileRecord } from '../../store/index.ts';
import type { TenantFiles } from '../tenant-files.ts';

/** A file that S3 expects in parts. */
export type PartedFile = FileRecord & { readonly multipart: string; readonly partSize: number };

/**
 * Begins the upload of a file in parts, unless it has begun. If the process ends in between, S3 keeps an upload without parts,
 * which the bucket's rule ends, and the next call begins another one.
 * @throws {Refusal} CONFLICT if the file changes meanwhile
 */
export async function beginParts({ records, objects }: TenantFiles, file: FileRecord): Promise<PartedFile> {
  if (isParted(file)) return file;
  const place = { id: file.id };
  const multipart = await objects.beginParts(place, file.contentType);
  const begun = await records.change(file, { multipart });
  if (begun && isParted(begun)) return begun;
  await objects.abortParts(place, multipart);
  throw new Refusal('CONFLICT', 'Another request changes this upload: repeat this one.');
}

function isParted(file: FileRecord): file is PartedFile {
  return file.multipart !== null && file.partSize !== null;
}
