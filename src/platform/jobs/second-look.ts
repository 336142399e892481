import { gunzipSync, gzipSync } from 'node:zlib';

import { findInterruptedDeletes, resumeDeletes } from '../../engine/index.ts';
import type { Model, ModelType } from '../../model/index.ts';
import {
  openFileRecords,
  openStore,
  withRetry,
  type FileObjects,
  type FileRecords,
  type Files,
  type Row,
  type Store,
} from '../../store/index.ts';
import type { Scope } from '../../tenant/index.ts';
import { archivePath } from '../archives.ts';
import {
  findFlaws,
  referencesOf,
  rowOfId,
  selfOf,
  withoutReferences,
  type Fact,
  type Flaw,
} from './archive-facts.ts';
import { LEFT_OUT, packParts, repackPart, ROWS, sha256, type ArchivePart } from './archive-format.ts';
import { readIndex, readOwnPart, writeIndex } from './archive-index.ts';
import { archivedFile, fileIdsOf, FILES } from './archived-file.ts';
import { copySome, removeContent, type CopyState } from './copy-contents.ts';
import type { JobParts } from './job-parts.ts';
import { lookedAt, typeOf } from './looked-at.ts';

/** The progress of the second look. */
export type LookState = Readonly<{
  phase: 'gather' | 'join' | 'fix' | 'contents' | 'end';
  /** Number of the look. Each one checks what the one before has changed. */
  round: number;
  /** Number of the next index file or bucket. */
  at: number;
  /** Numbers of index files: all of them, and those that the round looks at. */
  indexes: number;
  looked: number;
  buckets: number;
  /** Number of the files with facts in each bucket. */
  files: number;
  flaws: number;
  /** The number of the next part of each section. */
  next: Readonly<Record<string, number>>;
  /** How far the contents of the files are copied. */
  copied: CopyState;
}>;

/** One running look, with the parts that its steps share. */
export interface Look {
  readonly model: Model;
  readonly store: Store;
  readonly files: Files;
  readonly records: FileRecords;
  readonly objects: FileObjects;
  readonly jobId: string;
  readonly state: LookState;
  readonly now: () => number;
}

/** Milliseconds that a step spends on interrupted deletes. */
export const DELETES_SLICE = 10_000;

/** Rows of a bucket. All facts of a bucket are in memory at once. */
const BUCKET_ROWS = 50_000;
/** Maximum parts that one step reads. */
const STEP_PARTS = 50;
/** After so many looks, rows that still do not fit are left out. They change faster than the job reads them. */
const MAX_READS = 8;
/** How often the job reads a row whose target it does not find: one request may delete both. */
const TRIES = 2;
/** Rows that a step reads at the same time. */
const AT_ONCE = 20;

const NOTHING_COPIED: CopyState = { index: 0, part: 0, lost: 0, contents: 0, bytes: 0 };

/** Returns the first state of a look at an archive with so many rows. */
export function beginLook(indexes: number, rows: number): LookState {
  const buckets = Math.max(1, Math.ceil(rows / BUCKET_ROWS));
  const begin = { at: 0, indexes, looked: indexes, buckets, files: 0, flaws: 0, next: {} };
  return { phase: 'gather', round: 0, ...begin, copied: NOTHING_COPIED };
}

/** Opens the look of a job. */
export function openLook(parts: JobParts, scope: Scope, jobId: string, state: LookState): Look {
  const { model, cursors, archives, now } = parts.platform;
  const send = withRetry(parts.sendOf(scope));
  return {
    model,
    store: openStore(scope, { types: model.models, send, cursors }),
    files: archives.of(scope),
    records: openFileRecords(scope, send, { now: parts.platform.now }),
    objects: parts.platform.filesOf(scope),
    jobId,
    state,
    now,
  };
}

/**
 * Takes a step of the second look at an archive. The rows were read one page after the other, while the tenant was in
 * use. So a row may refer to one that was deleted or created meanwhile, and two rows may have the same unique value. The
 * look finds such rows, reads them again and puts them into the archive as they are now, with the rows that they refer to.
 * Then it looks again. A row that refers to nothing also in the tenant goes to the section of rows that are left out.
 * When all fit, it copies the contents of the files. If one is gone meanwhile, the row that names it no longer fits.
 *
 * It joins facts of the rows by buckets, so that its memory does not grow with the archive.
 */
export async function lookStep(look: Look): Promise<LookState> {
  switch (look.state.phase) {
    case 'gather':
      return gather(look);
    case 'join':
      return join(look);
    case 'fix':
      return fix(look);
    case 'contents':
      return copyContents(look);
    case 'end':
      return look.state;
    default:
      return look.state.phase satisfies never;
  }
}

/** Writes the facts of some parts into files, by the bucket of their ids. */
async function gather(look: Look): Promise<LookState> {
  const { state, files } = look;
  const buckets = Array.from({ length: state.buckets }, (): Fact[] => []);
  const next = { ...state.next };
  let { at } = state;
  for (let read = 0; read < STEP_PARTS && at < state.looked; at += 1) {
    const { section, parts } = await readIndex(look, at);
    const looked = lookedAt(look.model, section);
    if (!looked) continue;
    for (const { name } of parts) {
      next[section] = Math.max(next[section] ?? 1, numberOf(name) + 1);
      const place = { index: at, part: name, isLeftOut: section.startsWith(LEFT_OUT) };
      for (const record of await readOwnPart(look, name))
        for (const fact of looked.factsOf(record, place))
          buckets[bucketOf(fact.id, state.buckets)]?.push(fact);
      read += 1;
    }
  }
  for (const [bucket, facts] of buckets.entries())
    await writeJson(files, lookPath(look, `facts-${bucket}`, state.files), facts);
  const changed = { ...state, next, files: state.files + 1 };
  return at < state.looked ? { ...changed, at } : { ...changed, phase: 'join', at: 0 };
}

/** Finds the flaws of a bucket, and writes them down by the index file of their rows. */
async function join(look: Look): Promise<LookState> {
  const { state, files } = look;
  const facts: Fact[] = [];
  for (let file = 0; file < state.files; file += 1)
    for (const fact of (await readJson<Fact[]>(files, lookPath(look, `facts-${state.at}`, file))) ?? [])
      facts.push(fact);
  const flaws = findFlaws(facts, { spares: isLastResort(state) });
  const byIndex = new Map<number, Flaw[]>();
  for (const flaw of flaws) {
    const known = byIndex.get(flaw.place.index) ?? [];
    byIndex.set(flaw.place.index, known);
    known.push(flaw);
  }
  for (const [index, some] of byIndex)
    await writeJson(files, lookPath(look, `flaws-${state.at}`, index), some);
  const changed = { ...state, at: state.at + 1, flaws: state.flaws + flaws.length };
  if (changed.at < state.buckets) return changed;
  return { ...changed, phase: changed.flaws > 0 ? 'fix' : 'contents', at: 0, copied: NOTHING_COPIED };
}

/** Copies some contents. At the end it looks again if one of them was gone. */
async function copyContents(look: Look): Promise<LookState> {
  const { state } = look;
  const copied = await copySome(look, state.copied, state.indexes);
  if (copied.index < state.indexes) return { ...state, copied };
  return copied.lost > 0 ? nextRound(state) : { ...state, phase: 'end', copied };
}

/** A row that a fix puts into the archive. */
type Added = Readonly<{ section: string; row: Row }>;

/** Removes the rows with flaws from the parts of one index file, and adds them again as they are now. */
async function fix(look: Look): Promise<LookState> {
  const { state, files, model, store, now } = look;
  if (state.at === 0) {
    // A large delete may have hidden rows whose dependents still exist.
    const { open } = await findInterruptedDeletes(model, store);
    const until = now() + DELETES_SLICE;
    await resumeDeletes(model, store, open, () => now() >= until);
  }
  let { at } = state;
  let flaws: readonly Flaw[] = [];
  for (; flaws.length === 0 && at < state.looked; at += 1) flaws = await flawsOf(look, at);
  if (flaws.length === 0) return nextRound(state);
  const index = at - 1;
  const path = lookPath(look, 'added', index);
  let added = await readJson<readonly Added[]>(files, path);
  if (!added) {
    added = await addedFor(look, flaws);
    await writeJson(files, path, added);
  }
  const { indexes, next } = await writeAdded(look, added);
  await removeRows(look, index, flaws);
  const changed = { ...state, at, indexes, next };
  return at < state.looked ? changed : nextRound(changed);
}

function nextRound(state: LookState): LookState {
  return {
    ...state,
    phase: 'gather',
    round: state.round + 1,
    at: 0,
    looked: state.indexes,
    files: 0,
    flaws: 0,
  };
}

async function flawsOf(look: Look, index: number): Promise<readonly Flaw[]> {
  const flaws: Flaw[] = [];
  for (let bucket = 0; bucket < look.state.buckets; bucket += 1)
    flaws.push(...((await readJson<Flaw[]>(look.files, lookPath(look, `flaws-${bucket}`, index))) ?? []));
  return flaws;
}

/** Returns the rows that come in place of those with flaws. */
async function addedFor(look: Look, flaws: readonly Flaw[]): Promise<readonly Added[]> {
  const added = new Map<string, Added>();
  for (const [part, byRow] of byPart(flaws)) {
    const archived = isLastResort(look.state) ? await rowsBySelf(look, part) : null;
    if (part.startsWith(`${FILES}/`)) continue;
    const rows = [...byRow].filter(([, some]) => some.every(({ is }) => is !== 'twice'));
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      const found = await Promise.all(
        rows
          .slice(at, at + AT_ONCE)
          .map(async ([self, some]) =>
            archived ? leftOut(look.model, self, archived.get(self)) : readAgain(look, self, some),
          ),
      );
      for (const one of found.flat())
        added.set(`${one.section} ${lookedAt(look.model, one.section)?.selfOf(one.row)}`, one);
    }
  }
  return [...added.values()];
}

/**
 * Reads a row again, and the rows and files that it refers to and the archive lacks. If a row that it refers to is deleted,
 * its sweep may be under way: the row then loses the reference or is left out, as `onDelete` says.
 */
async function readAgain(look: Look, self: string, flaws: readonly Flaw[]): Promise<Added[]> {
  const { model, store } = look;
  const known = rowOfId(model, self);
  if (!known) return [];
  const { type } = known;
  const get = (of: ModelType, key: Row): Promise<Row | null> =>
    store.get({ op: 'get', type: of, key, consistent: true });
  for (let tries = 1; ; tries += 1) {
    const row = await get(type, known.key);
    if (!row) return [];
    const targets: Added[] = [];
    const lost = new Set<string>();
    for (const id of referencesOf(model, type, row)) {
      const flaw = flaws.find((one) => one.id === id);
      if (!flaw) continue;
      const target = flaw.is === 'missing' ? rowOfId(model, id) : null;
      const found = target && (await get(target.type, target.key));
      if (target && found) targets.push({ section: `${ROWS}${target.type.name}`, row: found });
      else lost.add(id);
    }
    if (lost.size > 0 && tries < TRIES) continue;
    const kept = withoutReferences(model, type, row, lost);
    if (!kept) return leftOut(model, self, row);
    const hasNoFile = flaws.some(({ is }) => is === 'noFile');
    const ofRow = hasNoFile ? await filesOf(look, type, kept) : [];
    return [{ section: `${ROWS}${type.name}`, row: kept }, ...targets, ...ofRow];
  }
}

/** Returns the files that a row holds. The next look removes those that the archive had already. */
async function filesOf({ records }: Look, type: ModelType, row: Row): Promise<readonly Added[]> {
  const found = await records.getMany(fileIdsOf(type, row));
  return [...found.values()].flatMap((record) => {
    const file = archivedFile(record);
    return file ? [{ section: FILES, row: file }] : [];
  });
}

function leftOut(model: Model, self: string, row: Row | undefined): Added[] {
  const type = rowOfId(model, self)?.type;
  return type && row ? [{ section: `${LEFT_OUT}${type.name}`, row }] : [];
}

/** Writes added rows into new parts, each section with an index file of its own. */
async function writeAdded(look: Look, added: readonly Added[]): Promise<Pick<LookState, 'indexes' | 'next'>> {
  const { files, jobId } = look;
  const next = { ...look.state.next };
  let { indexes } = look.state;
  for (const section of [...new Set(added.map((one) => one.section))].sort()) {
    const rows = added.flatMap((one) => (one.section === section ? [one.row] : []));
    const packed = packParts(section, next[section] ?? 1, rows);
    for (const { part, bytes } of packed) await files.write(archivePath(jobId, part.name), bytes);
    await writeIndex(look, indexes, { section, parts: packed.map(({ part }) => part) });
    next[section] = (next[section] ?? 1) + packed.length;
    indexes += 1;
  }
  return { indexes, next };
}

/** Removes rows from the parts of an index file, and writes the index file anew. */
async function removeRows(look: Look, index: number, flaws: readonly Flaw[]): Promise<void> {
  const { files, jobId, model } = look;
  const { section, parts } = await readIndex(look, index);
  const looked = lookedAt(model, section);
  if (!looked) return;
  const flawed = byPart(flaws);
  const changed: ArchivePart[] = [];
  for (const part of parts) {
    const gone = flawed.get(part.name);
    const rows = gone && (await readOwnPart(look, part.name)).filter((row) => !gone.has(looked.selfOf(row)));
    const packed = rows && repackPart(part.name, rows);
    if (packed) await files.write(archivePath(jobId, part.name), packed.bytes);
    changed.push(packed?.part ?? part);
  }
  await writeIndex(look, index, { section, parts: changed });
  for (const { is, self } of flaws) if (is === 'unheld') await removeContent(look, self);
}

/** Groups flaws by the part and the id of their row. */
function byPart(flaws: readonly Flaw[]): ReadonlyMap<string, ReadonlyMap<string, readonly Flaw[]>> {
  const parts = new Map<string, Map<string, Flaw[]>>();
  for (const flaw of flaws) {
    const rows = parts.get(flaw.place.part) ?? new Map<string, Flaw[]>();
    parts.set(flaw.place.part, rows);
    rows.set(flaw.self, [...(rows.get(flaw.self) ?? []), flaw]);
  }
  return parts;
}

async function rowsBySelf(look: Look, part: string): Promise<ReadonlyMap<string, Row>> {
  const type = typeOf(look.model, part.slice(0, part.lastIndexOf('/')));
  return new Map(type ? (await readOwnPart(look, part)).map((row) => [selfOf(type, row), row]) : []);
}

function lookPath({ jobId, state }: Look, what: string, number: number): string {
  return archivePath(jobId, 'look', `${state.round}-${what}-${number}.json.gz`);
}

async function writeJson(files: Files, path: string, value: unknown): Promise<void> {
  await files.write(path, gzipSync(JSON.stringify(value)));
}

async function readJson<Value>(files: Files, path: string): Promise<Value | null> {
  const bytes = await files.read(path);
  return bytes && (JSON.parse(gunzipSync(bytes).toString('utf8')) as Value);
}

function isLastResort({ round }: LookState): boolean {
  return round >= MAX_READS;
}

function numberOf(part: string): number {
  return Number(/(\d+)\.ndjson\.gz$/.exec(part)?.[1] ?? 0);
}

function bucketOf(id: string, buckets: number): number {
  return buckets === 1 ? 0 : Number.parseInt(sha256(Buffer.from(id)).slice(0, 8), 16) % buckets;
}
