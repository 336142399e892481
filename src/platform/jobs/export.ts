import { findInterruptedDeletes, resumeDeletes, typesInOrder } from '../../engine/index.ts';
import type { Model } from '../../model/index.ts';
import {
  openFileRecords,
  openTenantReader,
  openStore,
  withRetry,
  type JobRecord,
  type TenantPage,
} from '../../store/index.ts';
import type { Scope } from '../../tenant/index.ts';
import { archivePath } from '../archives.ts';
import {
  countIn,
  FORMAT,
  LEFT_OUT,
  packParts,
  ROWS,
  schemaFingerprint,
  sha256,
  VERSION,
  type ArchivePart,
  type Manifest,
  type Section,
} from './archive-format.ts';
import { readIndex, writeIndex } from './archive-index.ts';
import { archivedFile, FILES } from './archived-file.ts';
import { countedRows, isCounted } from './counted-rows.ts';
import type { JobParts, Step, Work } from './job-parts.ts';
import { beginLook, DELETES_SLICE, lookStep, openLook, type LookState } from './second-look.ts';

/** The input of an export, which has no options. */
type ExportInput = Readonly<Record<string, never>>;

/**
 * The progress of an export. First it reads: the section, the position of its next page, and the parts that are not yet
 * in an index file. Then it looks at the archive again.
 */
type ExportState =
  | Readonly<{
      section: number;
      after: string | null;
      part: number;
      parts: readonly ArchivePart[];
      indexes: number;
    }>
  | (LookState & {
      /** The result, as soon as the manifest is written. The hash lets an import recognize the archive. */
      readonly summary?: {
        readonly rows: number;
        readonly files: number;
        readonly rowsLeftOut: number;
        /** The number of files of the tenant, and their bytes. */
        readonly contents: number;
        readonly contentBytes: number;
        readonly manifest: string;
      };
    });

/** Maximum number of parts in the job's record. An item of DynamoDB holds 400 KB. */
const INDEXED = 100;

/**
 * Exports a tenant into an archive: its rows by type and page, its sequences, memberships and files. A type comes before
 * those that it refers to: so a row that is created meanwhile, with one that refers to it, is not missed. A second look
 * adds or removes what other changes made not fit. The manifest comes last.
 */
export const exportStep: Work<ExportInput, ExportState> = async (job, parts, scope) => {
  const archives = parts.platform.archives.of(scope);
  const { model } = parts.platform;
  const { state } = job;
  if (!state) return begin(model, parts, scope);
  if ('phase' in state) {
    if (state.summary) {
      for (const folder of ['index', 'look']) await archives.remove(archivePath(job.id, folder));
      return { is: 'done', result: state.summary };
    }
    if (state.phase === 'end') return writeManifest(job, parts, scope, state);
    return { is: 'more', state: await lookStep(openLook(parts, scope, job.id, state)), done: job.done };
  }
  const section = sectionsOf(model, parts, scope)[state.section];
  if (!section) return { is: 'more', state: beginLook(state.indexes, job.done), done: job.done };
  const page = await section.page(state.after);
  const packed = packParts(section.name, state.part, page.records);
  for (const { part, bytes } of packed) await archives.write(archivePath(job.id, part.name), bytes);
  const unindexed = [...state.parts, ...packed.map(({ part }) => part)];
  const flushes = page.after === null || unindexed.length >= INDEXED;
  if (flushes) {
    const content = { section: section.name, parts: unindexed };
    await writeIndex({ files: archives, jobId: job.id }, state.indexes, content);
  }
  const next = {
    section: page.after === null ? state.section + 1 : state.section,
    after: page.after,
    part: page.after === null ? 1 : state.part + packed.length,
    parts: flushes ? [] : unindexed,
    indexes: state.indexes + (flushes ? 1 : 0),
  };
  const type = model.models[section.name.slice(ROWS.length)];
  const rows = type ? page.records.length : 0;
  const total = (job.total ?? 0) + (type && !isCounted(type) ? rows : 0);
  return { is: 'more', state: next, done: job.done + rows, total };
};

async function begin(model: Model, { platform, sendOf }: JobParts, scope: Scope): Promise<Step<ExportState>> {
  const { cursors } = platform;
  const store = openStore(scope, { types: model.models, send: withRetry(sendOf(scope)), cursors });
  // A large delete may have hidden rows that still exist. The archive must not contain rows that belonged to
  // them.
  const { open } = await findInterruptedDeletes(model, store);
  const until = platform.now() + DELETES_SLICE;
  const ended = await resumeDeletes(model, store, open, () => platform.now() >= until);
  if (ended < open.length) return { is: 'more', state: null, done: 0 };
  const state = { section: 0, after: null, part: 1, parts: [], indexes: 0 };
  return { is: 'more', state, done: 0, total: await countedRows(model, store) };
}

interface ReadSection {
  readonly name: string;
  page(after: string | null): Promise<TenantPage<unknown>>;
}

function sectionsOf(model: Model, { platform, sendOf }: JobParts, scope: Scope): readonly ReadSection[] {
  const send = sendOf(scope);
  const extract = openTenantReader(scope, send);
  const records = openFileRecords(scope, withRetry(send), { now: platform.now });
  return [
    ...[...typesInOrder(model)].reverse().flatMap((name) => {
      const type = model.models[name];
      if (!type) return [];
      return [{ name: `${ROWS}${name}`, page: (after: string | null) => extract.rows(type, after) }];
    }),
    { name: 'sequences', page: (after) => extract.sequences(after) },
    {
      name: 'members',
      page: (after) => platform.control.list('members', scope.tenantId, { after, limit: 1000 }),
    },
    {
      // After the rows, so that the file of a row which is created meanwhile is not missed.
      name: FILES,
      page: async (after) => {
        const page = await records.page(after);
        return { records: page.files.flatMap((file) => archivedFile(file) ?? []), after: page.after };
      },
    },
  ];
}

async function writeManifest(
  { id }: JobRecord,
  { platform }: JobParts,
  scope: Scope,
  state: LookState,
): Promise<Step<ExportState>> {
  const files = platform.archives.of(scope);
  const sections: Record<string, Section> = {};
  for (let at = 0; at < state.indexes; at++) {
    const { section, parts } = await readIndex({ files, jobId: id }, at);
    const all = [...(sections[section]?.parts ?? []), ...parts];
    sections[section] = { count: all.reduce((sum, { count }) => sum + count, 0), parts: all };
  }
  const { tenant } = scope;
  const { contents: count, bytes: contentBytes } = state.copied;
  const { name, plan, overrides, roles, settings, createdAt } = tenant;
  const about = { id: tenant.id, name, plan, createdAt, roles };
  const manifest: Manifest = {
    format: FORMAT,
    version: VERSION,
    exportedAt: new Date(platform.now()).toISOString(),
    tenant: { ...about, overrides: { ...overrides }, settings: { ...settings } },
    schema: schemaFingerprint(platform.model),
    sections,
    contents: { count, bytes: contentBytes },
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  await files.write(archivePath(id, 'manifest.json'), bytes);
  const rows = countIn(manifest, ROWS);
  const rowsLeftOut = countIn(manifest, LEFT_OUT);
  const parts = Object.values(sections).reduce((sum, section) => sum + section.parts.length, 0);
  const ofFiles = { contents: count, contentBytes };
  const summary = { rows, files: parts + 1, rowsLeftOut, ...ofFiles, manifest: sha256(bytes) };
  const done = rows + rowsLeftOut;
  return { is: 'more', state: { ...state, summary }, done, total: done };
}
