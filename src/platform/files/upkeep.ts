import type { FileRecord } from '../../store/index.ts';
import type { AuditEntry } from '../audit-entry.ts';
import type { FileParts } from '../tenant-files.ts';
import { removeFile } from './remove-file.ts';

/** Files that are read at once. */
const BATCH = 100;

/** What the removal of files came to. */
export interface FilesRemoved {
  readonly left: 'done' | 'more';
  /** When the next file is due, in milliseconds since 1970; null if none is. */
  readonly next: number | null;
}

export interface RemovalParts extends FileParts {
  readonly now: () => number;
  /** Records an event of the tenant. */
  readonly record: (entry: AuditEntry) => Promise<void>;
}

/**
 * Removes the files that are due: those that a row has released, and uploads that no row claimed within a day. It may end at
 * any point and run again: the record goes last. One event names the files of a batch, before they go.
 */
export async function removeDueFiles(
  { records, objects, now, record }: RemovalParts,
  isTimeOver: () => boolean,
): Promise<FilesRemoved> {
  for (;;) {
    const next = await records.nextDue();
    if (next === null || next > now()) return { left: 'done', next };
    const due = await records.due(now(), BATCH);
    if (due.length === 0) return { left: 'done', next };
    const files = due.filter(({ erased }) => !erased);
    if (files.length > 0 && !isTimeOver()) await record(removalOf(files));
    for (const file of due) {
      if (isTimeOver()) return { left: 'more', next: now() };
      await removeFile({ records, objects }, file);
    }
  }
}

function removalOf(files: readonly FileRecord[]): AuditEntry {
  const bytes = files.reduce((sum, { counted }) => sum + counted, 0);
  return { action: 'file.removed', detail: { files: files.map(({ id }) => id), bytes } };
}
