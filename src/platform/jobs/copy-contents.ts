import { createHash } from 'node:crypto';

import type { FileObjects, FilePlace } from '../../store/index.ts';
import { archivePath, CONTENTS, MAX_FILE, pieceName } from '../archives.ts';
import { repackPart } from './archive-format.ts';
import { readIndex, readOwnPart, writeIndex, type OwnArchive } from './archive-index.ts';
import { FILES, rangeOf, segmentBytes, segmentsOf, type ArchivedFile } from './archived-file.ts';

/** How far the contents of an archive are copied. It is a type, so that it is JSON for the state of a job. */
export type CopyState = Readonly<{
  /** Numbers of the index file, and of the part in it, whose files are next. */
  index: number;
  part: number;
  /** Number of files whose content is gone. */
  lost: number;
  /** The number of the files before that part, and their bytes. */
  contents: number;
  bytes: number;
}>;

/** The archive that an export writes, and the files that it copies. */
export interface Copying extends OwnArchive {
  readonly objects: FileObjects;
}

/** Maximum files of a step, and how many are copied at the same time. Each has a piece in memory. */
const STEP_FILES = 40;
const AT_ONCE = 8;
/** Maximum index files that one step inspects. */
const STEP_INDEXES = 200;

/**
 * Copies some contents into the archive: a segment of each file of a batch. The part names what is copied, so a step that
 * was cut off copies the same pieces again. A file whose content is gone leaves the archive.
 */
export async function copySome(copying: Copying, state: CopyState, indexes: number): Promise<CopyState> {
  let { index } = state;
  for (let looks = 0; index < indexes && looks < STEP_INDEXES; index += 1, looks += 1) {
    const { section, parts } = await readIndex(copying, index);
    const at = index === state.index ? state.part : 0;
    if (section === FILES && parts[at]) return copyOfPart(copying, { ...state, index, part: at });
  }
  return { ...state, index, part: 0 };
}

async function copyOfPart(copying: Copying, state: CopyState): Promise<CopyState> {
  const { files, jobId } = copying;
  const { section, parts } = await readIndex(copying, state.index);
  const name = parts[state.part]?.name ?? '';
  // Only this job writes its archive.
  const records = (await readOwnPart(copying, name)) as readonly ArchivedFile[];
  const due = batchOf(records.filter((file) => !isCopied(file)));
  const copied = new Map<string, ArchivedFile | null>();
  for (let from = 0; from < due.length; from += AT_ONCE)
    await Promise.all(
      due.slice(from, from + AT_ONCE).map(async (file) => {
        copied.set(file.id, await copySegment(copying, file));
      }),
    );
  const left = records.flatMap((file) => (copied.has(file.id) ? (copied.get(file.id) ?? []) : file));
  for (const [id, file] of copied) if (!file) await removeContent(copying, id);
  // Also if nothing was due: a run that was cut off may have written the part and not the index.
  const packed = repackPart(name, left);
  await files.write(archivePath(jobId, name), packed.bytes);
  const changed = parts.map((part) => (part.name === name ? packed.part : part));
  await writeIndex(copying, state.index, { section, parts: changed });
  const lost = state.lost + records.length - left.length;
  if (!left.every(isCopied)) return { ...state, lost };
  const whole = left.filter(({ infected }) => !infected);
  const contents = state.contents + whole.length;
  const bytes = state.bytes + whole.reduce((sum, { size }) => sum + size, 0);
  return { index: state.index, part: state.part + 1, lost, contents, bytes };
}

/** Deletes what is copied of a file. */
export async function removeContent({ files, jobId }: OwnArchive, id: string): Promise<void> {
  await files.remove(archivePath(jobId, CONTENTS, id));
}

/** Returns the first files with about a segment together. */
function batchOf(files: readonly ArchivedFile[]): readonly ArchivedFile[] {
  let bytes = 0;
  const end = files.findIndex(({ size }, at) => {
    bytes += size;
    return at === STEP_FILES || (at > 0 && bytes > segmentBytes(0));
  });
  return end < 0 ? files : files.slice(0, end);
}

function isCopied(file: ArchivedFile): boolean {
  return file.etag === undefined && file.hashes.length === segmentsOf(file);
}

/**
 * Copies the next segment of a file, and returns the file with its hash, or null if there is no such object. A browser may
 * have replaced a direct file: then its copy begins again.
 */
async function copySegment(
  { files, objects, jobId }: Copying,
  file: ArchivedFile,
): Promise<ArchivedFile | null> {
  const place = placeOf(file);
  const found = await objects.head(place);
  if (!found) return null;
  const { size, etag, contentType } = found;
  const isSame = size === file.size && (file.etag ?? etag) === etag;
  // The record of a direct file is of an event, which does not name the type.
  const known = file.kind === 'DIRECT' ? { ...file, contentType } : file;
  const current = isSame ? known : { ...known, size, hashes: [] };
  const [from, to] = rangeOf(current, current.hashes.length);
  const hash = createHash('sha256');
  for (let at = from; at < to; at += MAX_FILE) {
    const bytes = await objects.range(place, at, Math.min(at + MAX_FILE, to));
    hash.update(bytes);
    await files.write(archivePath(jobId, pieceName(file.id, at / MAX_FILE + 1)), bytes);
  }
  const hashes = to > from ? [...current.hashes, hash.digest('base64')] : current.hashes;
  // The object may have been replaced while this read it: the next step sees another version then.
  const isEnd = hashes.length === segmentsOf(current) && (await objects.head(place))?.etag === etag;
  const { etag: _, ...copied } = { ...current, hashes };
  return isEnd ? copied : { ...copied, etag };
}

/** Returns where the content of a file is in the tenant's bucket. */
export function placeOf({ id, path }: Pick<ArchivedFile, 'id' | 'path'>): FilePlace {
  return path === null ? { id } : { path };
}
