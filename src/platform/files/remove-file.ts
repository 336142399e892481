import type { FileRecord } from '../../store/index.ts';
import type { FileParts } from './file-parts.ts';

/**
 * Removes a file that no row holds: its objects first, then its record and its bytes. Returns false if a row holds it. If the
 * process ends in between, upkeep continues, because the file is due.
 */
export async function removeFile({ records, objects }: FileParts, file: FileRecord): Promise<boolean> {
  if (!(await records.discard(file))) return false;
  const removed = await records.get(file.id);
  if (removed) await eraseFile({ records, objects }, removed);
  return true;
}

/** Deletes the objects of a file that is due, then its record. Returns false if the record has changed meanwhile. */
export async function eraseFile({ records, objects }: FileParts, file: FileRecord): Promise<boolean> {
  const { id, multipart } = file;
  if (multipart !== null) await objects.abortParts({ id }, multipart);
  await objects.remove({ id });
  return records.erase(file);
}
