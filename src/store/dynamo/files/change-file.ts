import {
  type FileChange,
  type FileRecord,
  type FileStatus,
  LINK_SECONDS,
  type NewFile,
  StorageFull,
} from '../../port/files.ts';
import { FILE } from '../commands/file-items.ts';
import { isOurWrite, newStamp, stamped } from '../commands/stamp.ts';
import { isOutcomeUnknown } from '../driver/attempts.ts';
import { backOff } from '../driver/backoff.ts';
import { type Command, ConditionFailed, type Item, TransactionCancelled } from '../driver/send.ts';
import { AT_ONCE, isUploadId, unclaimedDue, uploadedAt } from '../keys/file-keys.ts';
import { COUNTED, ERASED, fileItem, fileOf } from './file-item.ts';
import { crowded, dueItems, type FileWork, MAX_ATTEMPTS, usageItem } from './file-transaction.ts';
import { bytesIn, readUsage } from './file-usage.ts';
import { deleteFile, putFile, updateFile } from './file-write.ts';

/** Milliseconds that a slow upload may take after the end of its link, which S3 checks at its beginning. */
const SLOW_UPLOAD = 60 * 60_000;
const REMOVED: FileStatus = 'REMOVED';
const MULTIPART = 'multipart' satisfies keyof FileRecord;

/** Reserves the bytes of a new upload: see `FileRecords.reserve`. */
export async function reserveFile(work: FileWork, given: NewFile, limit: number | null): Promise<FileRecord> {
  const { tenant, transact } = work;
  const { id, size } = given;
  if (!isUploadId(id)) throw new Error('The id of an upload is one of newId().');
  const createdAt = uploadedAt(id);
  const { putUntil = given.multipart === null ? later(createdAt, LINK_SECONDS * 1000) : null } = given;
  const file: FileRecord = {
    ...given,
    ...{ kind: 'UPLOAD', status: 'UPLOADING', createdAt, of: null, width: null, height: null },
    ...{ thumbnails: [], path: null, sequencer: null, erased: false },
    ...{ counted: size, due: unclaimedDue(id), putUntil },
  };
  if (limit !== null && size > limit) throw new StorageFull((await readUsage(work)).bytes, limit);
  const reasons = await transact([
    { Put: putFile(fileItem(tenant, file), null) },
    ...dueItems(tenant, id, { from: null, to: file.due }),
    usageItem(tenant, { bytes: size, files: 1 }, limit),
  ]);
  if (!reasons) return file;
  const there = reasons[0]?.item;
  if (!there) throw new StorageFull(bytesIn(reasons.at(-1)?.item), limit ?? 0);
  if (there[FILE.uploadedBy] !== given.uploadedBy) throw new Error('The id of an upload is used already.');
  return fileOf(there);
}

/** Changes a file: see `FileRecords.change`. */
export async function changeFile(
  work: FileWork,
  file: FileRecord,
  { thumbnails, ...to }: FileChange,
): Promise<FileRecord | null> {
  const { tenant, read, transact } = work;
  const { id, status, counted } = file;
  // Of two requests that begin an upload in parts, one gets it. Parts of the other would be lost.
  const was = { status, ...(to.multipart !== undefined && { [MULTIPART]: file.multipart }) };
  if (status === REMOVED || (status === 'INFECTED' && (to.status ?? status) !== status)) return null;
  // A status is always set, because an expression that only removes attributes takes no stamp.
  const set = { status, ...to, ...(thumbnails && { thumbnails: [...thumbnails] }) };
  if (to.status !== 'INFECTED') return changeOnce(work, id, updateFile(tenant, id, was, set));
  const reasons = await transact([
    { Update: updateFile(tenant, id, { status, [COUNTED]: counted }, { ...set, [COUNTED]: 0 }) },
    usageItem(tenant, { bytes: -counted, files: 0 }),
  ]);
  const item = reasons ? null : await read(id);
  return item && fileOf(item);
}

/** Sends one change of a file. If its answer is lost, the file shows by a stamp whether it was made. */
async function changeOnce(
  { send, read, deadline }: FileWork,
  id: string,
  input: ReturnType<typeof updateFile>,
): Promise<FileRecord | null> {
  const stamp = newStamp();
  const command: Command = { name: 'UpdateItem', input: { ...input, ReturnValues: 'ALL_NEW' } };
  const ours = (item: Item | null): FileRecord | null =>
    item && isOurWrite(item, stamp) ? fileOf(item) : null;
  for (let attempt = 1; ; attempt++) {
    try {
      const { Attributes } = await send(stamped(command, stamp), { once: true });
      return ours(Attributes ?? null);
    } catch (error) {
      if (error instanceof ConditionFailed) return ours(error.item);
      if (isOutcomeUnknown(error)) {
        const changed = ours(await read(id).catch(() => null));
        if (changed) return changed;
        throw error;
      }
      if (!(error instanceof TransactionCancelled)) throw error;
      if (attempt >= MAX_ATTEMPTS) throw crowded();
    }
    await backOff(attempt, deadline);
  }
}

/** Removes a file that no row holds: see `FileRecords.discard`. */
export async function discardFile(
  { tenant, transact, deadline }: FileWork,
  file: FileRecord,
): Promise<FileRecord | null> {
  const { id } = file;
  let known: FileRecord | null = file;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    if (known.status === REMOVED) return known;
    const { due, multipart, putUntil }: FileRecord = known;
    if (known.of || due === null) return null;
    // Who removes the file must know its parts, and its last link.
    const was = { [FILE.holder]: null, [FILE.due]: due, [MULTIPART]: multipart, putUntil };
    const set = { [FILE.status]: REMOVED, [FILE.due]: AT_ONCE };
    const reasons = await transact([
      { Update: updateFile(tenant, id, was, set) },
      ...dueItems(tenant, id, { from: due, to: AT_ONCE }),
    ]);
    if (!reasons) return { ...known, status: REMOVED, due: AT_ONCE };
    const there: Item | undefined = reasons[0]?.item ?? undefined;
    if (!there) return null;
    known = fileOf(there);
    await backOff(attempt, deadline);
  }
  throw crowded();
}

/** Deletes the record of a file, and frees its bytes: see `FileRecords.erase`. */
export async function eraseFile({ tenant, transact, now }: FileWork, file: FileRecord): Promise<boolean> {
  const { id, status, due, counted, erased, putUntil } = file;
  if (status !== REMOVED) throw new Error('Only a file that is removed can be erased: discard it first.');
  const was = { [FILE.status]: status, [FILE.due]: due, [FILE.holder]: null, [COUNTED]: counted };
  const freed = erased ? [] : [usageItem(tenant, { bytes: -counted, files: -1 })];
  const safe = putUntil === null ? null : later(putUntil, SLOW_UPLOAD);
  const isEarly = safe !== null && Date.parse(safe) > now();
  if (isEarly && erased) return false;
  const reasons = await transact([
    isEarly
      ? { Update: updateFile(tenant, id, was, { [ERASED]: true, [COUNTED]: 0, [FILE.due]: safe }) }
      : { Delete: deleteFile(tenant, id, was) },
    ...dueItems(tenant, id, { from: due, to: isEarly ? safe : null }),
    ...freed,
  ]);
  return reasons === null;
}

/** Puts a record of an archive: see `FileRecords.restore`. */
export async function restoreFile(work: FileWork, given: FileRecord): Promise<FileRecord> {
  const { tenant, read, transact, deadline } = work;
  const { id } = given;
  const file = { ...given, of: null, erased: false };
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const item = await read(id);
    const old = item && fileOf(item);
    if (old && !old.erased) return old;
    const was = old && { [ERASED]: true, [FILE.due]: old.due };
    const reasons = await transact([
      { Put: putFile(fileItem(tenant, file), was) },
      ...dueItems(tenant, id, { from: old?.due ?? null, to: file.due }),
      usageItem(tenant, { bytes: file.counted, files: 1 }),
    ]);
    if (!reasons) return file;
    await backOff(attempt, deadline);
  }
  throw crowded();
}

function later(time: string, by: number): string {
  return new Date(Date.parse(time) + by).toISOString();
}
