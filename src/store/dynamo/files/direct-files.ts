import type { DirectObject, DirectOutcome, FileRecord } from '../../port/files.ts';
import { FILE } from '../commands/file-items.ts';
import { backOff } from '../driver/backoff.ts';
import { directFileId } from '../keys/file-keys.ts';
import { COUNTED, fileItem, fileOf } from './file-item.ts';
import { crowded, dueItems, type FileWork, MAX_ATTEMPTS, usageItem } from './file-transaction.ts';
import { putFile } from './file-write.ts';

/** Milliseconds for which a record outlives its object, so that an older event of the bucket that comes later is known as old. */
const LATE_EVENTS = 24 * 60 * 60_000;

/** Records an object of the tenant's own folder: see `FileRecords.recordDirect`. */
export function recordDirect(
  work: FileWork,
  { path, size, sequencer, at, contentType = '' }: DirectObject,
  limit: number | null,
): Promise<DirectOutcome> {
  return replace(work, path, sequencer, limit, () => ({
    ...blank(path),
    ...{ size, counted: size, status: 'READY', createdAt: at, contentType, sequencer },
  }));
}

/** Records that such an object is gone: see `FileRecords.removeDirect`. */
export function removeDirect(work: FileWork, path: string, sequencer: string): Promise<DirectOutcome> {
  const due = new Date(work.now() + LATE_EVENTS).toISOString();
  return replace(work, path, sequencer, null, (old) => ({
    ...blank(path),
    ...{ createdAt: old?.createdAt ?? '', status: 'REMOVED', erased: true, due, sequencer },
  }));
}

/** Replaces the record of a path, if the event is later than the recorded one. */
async function replace(
  { tenant, read, transact, deadline }: FileWork,
  path: string,
  sequencer: string,
  limit: number | null,
  next: (old: FileRecord | null) => FileRecord,
): Promise<DirectOutcome> {
  const id = directFileId(path);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const item = await read(id);
    const old = item && fileOf(item);
    if (old?.sequencer === sequencer) return 'RECORDED';
    if (old?.sequencer && !isLater(sequencer, old.sequencer)) return 'OLD';
    const file = next(old);
    const bytes = file.counted - (old?.counted ?? 0);
    const files = (file.erased ? 0 : 1) - (old && !old.erased ? 1 : 0);
    if (limit !== null && bytes > limit) return 'FULL';
    const was = old && { sequencer: old.sequencer, [FILE.due]: old.due, [COUNTED]: old.counted };
    const reasons = await transact([
      { Put: putFile(fileItem(tenant, file), was) },
      ...dueItems(tenant, id, { from: old?.due ?? null, to: file.due }),
      ...(bytes === 0 && files === 0 ? [] : [usageItem(tenant, { bytes, files }, limit)]),
    ]);
    if (!reasons) return 'RECORDED';
    if (reasons[0]?.code !== 'condition') return 'FULL';
    await backOff(attempt, deadline);
  }
  throw crowded();
}

/**
 * Returns whether an event is later than another of the same path. The shorter number is padded with zeros on the right (Amazon
 * S3 User Guide, "Event message structure").
 */
function isLater(sequencer: string, other: string): boolean {
  const length = Math.max(sequencer.length, other.length);
  return sequencer.toUpperCase().padEnd(length, '0') > other.toUpperCase().padEnd(length, '0');
}

function blank(path: string): FileRecord {
  return {
    id: directFileId(path),
    kind: 'DIRECT',
    type: '',
    field: '',
    name: path.slice(path.lastIndexOf('/') + 1),
    size: 0,
    contentType: '',
    sha256: null,
    status: 'READY',
    uploadedBy: '',
    createdAt: '',
    of: null,
    multipart: null,
    partSize: null,
    width: null,
    height: null,
    thumbnails: [],
    path,
    sequencer: null,
    counted: 0,
    due: null,
    putUntil: null,
    erased: false,
  };
}
