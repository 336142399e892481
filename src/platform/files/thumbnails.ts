import type { FileRecord } from '../../store/index.ts';
import { makeThumbnails, THUMBNAIL_TYPES } from './make-thumbnails.ts';
import type { FileParts } from '../tenant-files.ts';

/** Most bytes of an image of which thumbnails are made: a process holds it whole. */
const MOST_BYTES = 64 * 1024 ** 2;

/** Returns whether an image still needs thumbnails. */
function needsThumbnails({ kind, status, size, contentType, thumbnails }: FileRecord): boolean {
  return (
    kind === 'UPLOAD' &&
    status === 'READY' &&
    thumbnails.length === 0 &&
    size <= MOST_BYTES &&
    THUMBNAIL_TYPES.includes(contentType)
  );
}

/**
 * Makes the thumbnails of an image and records their widths, which makes them visible. They do not count as bytes of the
 * tenant, and go with the objects of the file. Running twice does no harm.
 */
export async function addThumbnails({ records, objects }: FileParts, file: FileRecord): Promise<void> {
  if (!needsThumbnails(file)) return;
  const { id, size } = file;
  const made = await makeThumbnails(await objects.range({ id }, 0, size));
  if (made.length === 0) return;
  for (const { width, bytes } of made) await objects.put({ id, width }, bytes, 'image/webp');
  const changed = await records.change(file, { thumbnails: made.map(({ width }) => width) });
  // Upkeep may have deleted the objects before these were written, and the file with them. Only these are deleted: of a tenant
  // that has moved meanwhile, the record is in another table, and the file lives.
  if (!changed) for (const { width } of made) await objects.remove({ id, width });
}
