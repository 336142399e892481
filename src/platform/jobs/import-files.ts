import { createHash } from 'node:crypto';

import type { Model } from '../../model/index.ts';
import type { FileObjects, FileRecord, FileRecords, Files } from '../../store/index.ts';
import { Refusal, type Overrides, type TenantRecord } from '../../tenant/index.ts';
import { archivePath, MAX_FILE, pieceName } from '../archives.ts';
import { planOf, type Plans } from '../plans/plan.ts';
import { brokenArchive, type Manifest } from './archive-format.ts';
import { FILES, isOfModel, rangeOf, segmentBytes, segmentsOf, type ArchivedFile } from './archived-file.ts';
import { placeOf } from './copy-contents.ts';
import { readArchivedFile } from './read-archived-file.ts';
import { unpackPart } from './read-part.ts';

/** How far the files of an import are. It is a type, so that it is JSON for the state of a job. */
export type FilesState = Readonly<{
  /** Numbers of the part, of the next record in it, and of the next segment of its content. */
  part: number;
  record: number;
  segment: number;
  /** The id of the upload in parts by which a large content is put. */
  multipart: string | null;
  /** The number of files that the archive holds before this place, and their bytes. */
  contents: number;
  bytes: number;
  /** Number of files whose field the schema no longer has. */
  withoutField: number;
}>;

/** The files of a running import. */
export interface FileImport {
  readonly model: Model;
  readonly manifest: Manifest;
  /** The files that hold the archive, and its folder there. */
  readonly source: Pick<Files, 'read'>;
  readonly archiveId: string;
  readonly records: FileRecords;
  readonly objects: FileObjects;
  /** The bytes that the tenant may have; null: no limit. */
  readonly limit: number | null;
  /** The status of a file whose content is there. */
  readonly status: 'READY' | 'SCANNING';
  readonly now: number;
}

/** What a step did: its next state, null after the last file, or that it has to wait for the removal of a file. */
export type FilesStep = { readonly is: 'more'; readonly state: FilesState | null } | { readonly is: 'wait' };

/** Maximum files of a step, and how many are put at the same time. */
const STEP_FILES = 40;
const AT_ONCE = 4;
/**
 * Milliseconds until upkeep removes a file that no row of the import has claimed. It is longer than any import, and the
 * files of an import that failed need no other removal.
 */
const UNCLAIMED = 7 * 24 * 60 * 60_000;

export const NO_FILES: FilesState = {
  part: 0,
  record: 0,
  segment: 0,
  multipart: null,
  contents: 0,
  bytes: 0,
  withoutField: 0,
};

/** An error for a file that the tenant is removing. The import waits for the end of it. */
class BeingRemoved extends Error {
  override readonly name = 'BeingRemoved';
}

/**
 * Puts some files of an archive into a tenant, under their ids: a batch of small ones, or a segment of a large one. The rows
 * that come later claim them. A record is put first, so that upkeep finds whatever an import leaves.
 * @throws {Refusal} VALIDATION_FAILED if the archive is broken, QUOTA_EXCEEDED if the files do not fit
 */
export async function filesStep(work: FileImport, state: FilesState): Promise<FilesStep> {
  const parts = work.manifest.sections[FILES]?.parts ?? [];
  const part = parts[state.part];
  if (!part) return end(work, state);
  const bytes = await work.source.read(archivePath(work.archiveId, part.name));
  const files = unpackPart(part, bytes).map((record) => readArchivedFile(record, part.name));
  if (state.record >= files.length)
    return { is: 'more', state: { ...state, part: state.part + 1, record: 0 } };
  const batch = batchOf(files.slice(state.record));
  const known = batch.filter((file) => isOfModel(work.model, file));
  if (state.segment === 0) await requireRoom(work, known);
  try {
    const [large] = known;
    if (large && segmentsOf(large) > 1) {
      const next = await putSegment(work, large, state);
      if (next) return { is: 'more', state: next };
    } else
      for (let at = 0; at < known.length; at += AT_ONCE)
        await Promise.all(known.slice(at, at + AT_ONCE).map((file) => putWhole(work, file)));
  } catch (error) {
    if (error instanceof BeingRemoved) return { is: 'wait' };
    throw error;
  }
  return { is: 'more', state: after(state, batch, known) };
}

/** Returns the first files with about a segment together; a larger one is alone. */
function batchOf(files: readonly ArchivedFile[]): readonly ArchivedFile[] {
  let bytes = 0;
  const end = files.findIndex((file, at) => {
    bytes += file.size;
    return at === STEP_FILES || (at > 0 && bytes > segmentBytes(0));
  });
  return end < 0 ? files : files.slice(0, end);
}

function after(
  state: FilesState,
  batch: readonly ArchivedFile[],
  known: readonly ArchivedFile[],
): FilesState {
  const whole = batch.filter(({ infected }) => !infected);
  return {
    ...state,
    record: state.record + batch.length,
    segment: 0,
    multipart: null,
    contents: state.contents + whole.length,
    bytes: state.bytes + whole.reduce((sum, { size }) => sum + size, 0),
    withoutField: state.withoutField + batch.length - known.length,
  };
}

/** Ends the files. Their total is what the request was admitted by. */
function end({ manifest }: FileImport, { contents, bytes }: FilesState): FilesStep {
  if (contents !== manifest.contents.count || bytes !== manifest.contents.bytes)
    throw brokenArchive('holds other files than its manifest counts');
  return { is: 'more', state: null };
}

/**
 * Requires that the files of a batch fit, as far as the tenant does not have them yet.
 * @throws {Refusal} QUOTA_EXCEEDED
 */
async function requireRoom({ records, limit }: FileImport, batch: readonly ArchivedFile[]): Promise<void> {
  if (limit === null || batch.length === 0) return;
  const present = await records.getMany(batch.map(({ id }) => id));
  const missing = batch.filter(({ id, infected }) => !infected && !present.has(id));
  const bytes = missing.reduce((sum, { size }) => sum + size, 0);
  const used = (await records.usage()).bytes;
  if (bytes > 0 && used + bytes > limit) throw storageFull(limit);
}

/** Returns the bytes that a tenant may have: a new one gets the overrides of the archive at the end of its import. */
export function storageOf(
  plans: Plans,
  tenant: Pick<TenantRecord, 'plan' | 'overrides' | 'status'>,
  overrides: Overrides,
): number | null {
  const isNew = tenant.status === 'PROVISIONING';
  return planOf(plans, isNew ? { ...tenant, overrides } : tenant).limits.storageBytes;
}

/** Returns the refusal of an import whose files do not fit. */
export function storageFull(limit: number): Refusal<'QUOTA_EXCEEDED'> {
  return new Refusal(
    'QUOTA_EXCEEDED',
    `The files of the archive do not fit: the plan of the tenant gives it ${limit} bytes of storage.`,
  );
}

/** Puts a file whose content is at most a segment. A file that is there already must be the same. */
async function putWhole(work: FileImport, file: ArchivedFile): Promise<void> {
  const record = await restored(work, file);
  if (record !== null && record.status !== 'UPLOADING') return;
  const bytes = await segmentOf(work, file, 0);
  if (record === null && (await isThere(work, file))) return;
  await work.objects.put(placeOf(file), bytes, file.contentType);
  await finish(work, file, record);
}

/**
 * Puts a segment of a large file as a part of an upload. Returns the state from which the next step continues, or null after
 * the last segment.
 */
async function putSegment(
  work: FileImport,
  file: ArchivedFile,
  state: FilesState,
): Promise<FilesState | null> {
  const { objects, records } = work;
  const place = placeOf(file);
  const record = await restored(work, file);
  if (record !== null && record.status !== 'UPLOADING') return null;
  const { segment } = state;
  const multipart = state.multipart ?? record?.multipart;
  if (multipart == null) {
    if (record === null && (await isThere(work, file))) return null;
    const begun = await objects.beginParts(place, file.contentType);
    // Upkeep ends the upload by its record.
    if (record) await records.change(record, { multipart: begun, partSize: segmentBytes(file.size) });
    return { ...state, multipart: begun };
  }
  if (segment < segmentsOf(file)) {
    const bytes = await segmentOf(work, file, segment);
    await objects.putPart(place, multipart, segment + 1, bytes);
    return { ...state, multipart, segment: segment + 1 };
  }
  const parts = await objects.parts(place, multipart);
  if (parts) await objects.completeParts(place, multipart, parts);
  // Null also if an earlier run of this step has completed it.
  else if ((await objects.head(place))?.size !== file.size) throw new Error('S3 lost the parts of a file.');
  await finish(work, file, record);
  return null;
}

/**
 * Puts the record of a file, if there is none. Returns the record that is there now, or null for a direct file, whose record
 * comes last.
 * @throws {Refusal} ALREADY_EXISTS if the tenant has another file with this id
 */
async function restored({ records, now }: FileImport, file: ArchivedFile): Promise<FileRecord | null> {
  if (file.kind === 'DIRECT') return null;
  const { hashes: _hashes, infected, etag: _etag, ...known } = file;
  const record = await records.restore({
    ...known,
    createdAt: file.createdAt ?? new Date(now).toISOString(),
    status: infected ? 'INFECTED' : 'UPLOADING',
    of: null,
    multipart: null,
    partSize: null,
    thumbnails: [],
    sequencer: null,
    counted: infected ? 0 : file.size,
    due: new Date(now + UNCLAIMED).toISOString(),
    putUntil: null,
    erased: false,
  });
  if (record.status === 'REMOVED') throw new BeingRemoved();
  const isSame =
    record.type === file.type &&
    record.field === file.field &&
    record.size === file.size &&
    (record.sha256 === file.sha256 || record.sha256 === null || file.sha256 === null);
  if (!isSame) throw alreadyThere();
  return record;
}

function alreadyThere(): Refusal {
  return new Refusal('ALREADY_EXISTS', 'A file of the archive is there already, with other content.');
}

/** Makes a file usable whose content is there. A direct file is recorded as by an event that is older than all. */
async function finish(work: FileImport, file: ArchivedFile, record: FileRecord | null): Promise<void> {
  const { records, status } = work;
  if (record) {
    const current = await records.get(record.id);
    if (current?.status === 'UPLOADING') await records.change(current, { status, multipart: null });
    return;
  }
  await recordDirect(work, file);
}

async function recordDirect({ records, now }: FileImport, file: ArchivedFile): Promise<void> {
  const { path, size, contentType } = file;
  if (path === null) return;
  const at = new Date(now).toISOString();
  await records.recordDirect({ path, size, sequencer: OLDEST, at, contentType }, null);
}

/** Before the sequencer of every event. */
const OLDEST = '0';

/**
 * Returns whether the tenant has an equal direct file.
 * @throws {Refusal} ALREADY_EXISTS if it has another one at the path
 */
async function isThere(work: FileImport, file: ArchivedFile): Promise<boolean> {
  const found = await work.objects.head(placeOf(file));
  if (!found) return false;
  if (found.size !== file.size) throw alreadyThere();
  for (const [segment, wanted] of file.hashes.entries()) {
    const hash = createHash('sha256');
    const [from, to] = rangeOf(file, segment);
    for (let at = from; at < to; at += MAX_FILE)
      hash.update(await work.objects.range(placeOf(file), at, Math.min(at + MAX_FILE, to)));
    if (hash.digest('base64') !== wanted) throw alreadyThere();
  }
  await recordDirect(work, file);
  return true;
}

/**
 * Reads a segment of a file from the archive.
 * @throws {Refusal} VALIDATION_FAILED if a piece is missing or was changed
 */
async function segmentOf(
  { source, archiveId }: FileImport,
  file: ArchivedFile,
  segment: number,
): Promise<Uint8Array> {
  const [from, to] = rangeOf(file, segment);
  const pieces: Uint8Array[] = [];
  for (let at = from; at < to; at += MAX_FILE) {
    const name = pieceName(file.id, at / MAX_FILE + 1);
    const bytes = await source.read(archivePath(archiveId, name));
    if (!bytes) throw brokenArchive(`lacks the file "${name}"`);
    if (bytes.length !== Math.min(MAX_FILE, to - at)) throw changed(name);
    pieces.push(bytes);
  }
  const content = Buffer.concat(pieces);
  const hash = createHash('sha256').update(content).digest('base64');
  if (to > from && hash !== file.hashes[segment]) throw changed(pieceName(file.id, from / MAX_FILE + 1));
  return content;
}

function changed(name: string): Error {
  return brokenArchive(`has a file "${name}" that was changed`);
}
