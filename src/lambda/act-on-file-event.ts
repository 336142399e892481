import type { Scope } from '../tenant/index.ts';
import type { FileRecord } from '../store/index.ts';
import {
  addThumbnails,
  applyDirectScan,
  applyScan,
  countDirect,
  settleUpload,
  type RecordEvent,
  type FileParts,
} from '../platform/index.ts';

import type { FileEvent } from './file-events.ts';

/** What acts on the events of one tenant's files. */
export interface TenantFileParts {
  readonly scope: Scope;
  readonly files: FileParts;
  /** The most bytes of the tenant; null: no limit. */
  readonly limit: number | null;
  /** Whether a verified upload waits for the scanner. */
  readonly scan: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly record: RecordEvent;
}

/** Acts on an event of a tenant's files. Returns what became of the file, for the log. */
export function actOnFileEvent(parts: TenantFileParts, event: FileEvent): Promise<string> {
  const { place } = event;
  return place.is === 'original'
    ? actOnUpload(parts, place.id, event)
    : actOnDirect(parts, place.path, event);
}

/**
 * Acts on an event about the original of an upload. An upload whose client died after its last byte is verified here, by
 * the same code as by `completeUpload`: the first of both settles it.
 */
async function actOnUpload(parts: TenantFileParts, id: string, event: FileEvent): Promise<string> {
  if (event.is === 'deleted') return 'DELETED';
  const { files, scope, record } = parts;
  const known = await files.records.get(id);
  if (!known) {
    // A link that was signed before the end of an upload may have been used after it. While a tenant is made or moved, its
    // objects may be there before its records.
    const { status } = scope.tenant;
    if (status !== 'PROVISIONING' && status !== 'MOVING') await files.objects.remove({ id });
    return 'UNKNOWN';
  }
  const settled = known.status === 'UPLOADING' ? await settle(parts, known) : known;
  const file = settled && event.is === 'scanned' ? await applyScan(files, settled, event, record) : settled;
  if (file) await addThumbnails(files, file);
  return file?.status ?? 'UNKNOWN';
}

/**
 * Verifies an upload. One that is not what was announced stays UPLOADING, so that the caller hears why from `completeUpload`.
 * No row can hold it, and upkeep removes it within a day.
 */
async function settle(
  { files, scan, record }: TenantFileParts,
  file: FileRecord,
): Promise<FileRecord | null> {
  const settled = await settleUpload({ ...files, scan, record }, file);
  return settled.is === 'SETTLED' ? settled.file : file;
}

/** Acts on an event about a file that a browser wrote directly. */
async function actOnDirect(
  { files, limit, now, record }: TenantFileParts,
  path: string,
  event: FileEvent,
): Promise<string> {
  switch (event.is) {
    case 'created': {
      const { size, sequencer, etag } = event;
      const object = { path, size, sequencer, etag, at: new Date(now).toISOString() };
      return countDirect(files, object, limit, record);
    }
    case 'deleted':
      return files.records.removeDirect(path, event.sequencer);
    case 'scanned':
      await applyDirectScan(files, path, event, record);
      return event.result;
    default:
      return event satisfies never;
  }
}
