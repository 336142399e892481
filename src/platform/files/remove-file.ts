import type { FileRecord } from '../../store/index.ts';
import type { FileParts } from '../tenant-files.ts';

/**
 * Removes a file that no row holds: its objects first, then its record and its bytes. Returns false if a row holds it, or if
 * it is gone. If the process ends in between, upkeep continues, because the file is due. A direct file is due after its object
 * has gone, so only its record is left.
 */
export async function removeFile({ records, objects }: FileParts, file: FileRecord): Promise<boolean> {
  const removed = await records.discard(file);
  if (!removed) return false;
  const { id, kind, multipart } = removed;
  if (multipart !== null) await objects.abortParts({ id }, multipart);
  if (kind === 'UPLOAD') await objects.remove({ id });
  await records.erase(removed);
  return true;
}
