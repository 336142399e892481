import type { FileParts } from './file-parts.ts';
import { removeFile } from './remove-file.ts';

/** Files that are read at once. */
const BATCH = 100;

/** What the removal of files came to. */
export interface FilesRemoved {
  readonly left: 'done' | 'more';
  /** When the next file is due, in milliseconds since 1970; null if none is. */
  readonly next: number | null;
}

/**
 * Removes the files that are due: those that a row has released, and uploads that no row claimed within a day. It may end at
 * any point and run again: the record goes last.
 */
export async function removeDueFiles(
  { records, objects, now }: FileParts & { readonly now: () => number },
  isTimeOver: () => boolean,
): Promise<FilesRemoved> {
  for (;;) {
    const due = await records.due(now(), BATCH);
    for (const file of due) {
      if (isTimeOver()) return { left: 'more', next: now() };
      await removeFile({ records, objects }, file);
    }
    if (due.length < BATCH) return { left: 'done', next: await records.nextDue() };
  }
}
