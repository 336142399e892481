import { findInterruptedDeletes, resumeDeletes, typesInOrder } from '../../engine/index.ts';
import type { Model } from '../../model/index.ts';
import { openTenantReader, openStore, withRetry, type TenantPage, type Files } from '../../store/index.ts';
import type { Scope } from '../../tenant/index.ts';
import { archivePath } from '../archives.ts';
import {
  FORMAT,
  packParts,
  schemaFingerprint,
  sha256,
  VERSION,
  type ArchivePart,
  type Manifest,
  type Section,
} from './archive-format.ts';
import { countedRows, isCounted } from './counted-rows.ts';
import type { JobParts, Step, Work } from './job-parts.ts';

/** The input of an export, which has no options. */
type ExportInput = Readonly<Record<string, never>>;

/**
 * The progress of an export: the section, the position of its next page, and the parts that are not yet in an
 * index file.
 */
type ExportState = Readonly<{
  section: number;
  after: string | null;
  part: number;
  parts: readonly ArchivePart[];
  indexes: number;
  /** The result of the job, as soon as the manifest is written. The hash lets an import recognize the archive. */
  summary?: { readonly rows: number; readonly files: number; readonly manifest: string };
}>;

/** Milliseconds that a step spends on interrupted deletes. */
const DELETES_SLICE = 10_000;

/** Maximum number of parts in the job's record. An item of DynamoDB holds 400 KB. */
const INDEXED = 100;

/**
 * Exports a tenant into an archive: its rows by type and page, its sequences and its memberships. The
 * manifest comes last. A row that changes meanwhile is in the archive as it was before or after the change. A type comes
 * before those that it refers to: so a row that is created meanwhile, with one that refers to it, is not missed.
 */
export const exportStep: Work<ExportInput, ExportState> = async (job, parts, scope) => {
  const archives = parts.platform.archives.of(scope);
  const { model } = parts.platform;
  const { state } = job;
  if (!state) return begin(model, parts, scope);
  if (state.summary) {
    await archives.remove(archivePath(job.id, 'index'));
    return { is: 'done', result: state.summary };
  }
  const section = sectionsOf(model, parts, scope)[state.section];
  if (!section) {
    const manifest = await manifestOf(parts, scope, archives, state.indexes, archivePath(job.id, 'index'));
    const bytes = Buffer.from(JSON.stringify(manifest));
    await archives.write(archivePath(job.id, 'manifest.json'), bytes);
    return {
      is: 'more',
      state: { ...state, summary: { ...summaryOf(manifest), manifest: sha256(bytes) } },
      done: job.done,
    };
  }
  const page = await section.page(state.after);
  const packed = packParts(section.name, state.part, page.records);
  for (const { part, bytes } of packed) await archives.write(archivePath(job.id, part.name), bytes);
  const unindexed = [...state.parts, ...packed.map(({ part }) => part)];
  const flushes = page.after === null || unindexed.length >= INDEXED;
  if (flushes) {
    const index = Buffer.from(JSON.stringify({ section: section.name, parts: unindexed }));
    await archives.write(archivePath(job.id, 'index', `${state.indexes}.json`), index);
  }
  const next: ExportState = {
    section: page.after === null ? state.section + 1 : state.section,
    after: page.after,
    part: page.after === null ? 1 : state.part + packed.length,
    parts: flushes ? [] : unindexed,
    indexes: state.indexes + (flushes ? 1 : 0),
  };
  const type = model.models[section.name.slice('rows/'.length)];
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
  const state: ExportState = { section: 0, after: null, part: 1, parts: [], indexes: 0 };
  return { is: 'more', state, done: 0, total: await countedRows(model, store) };
}

interface ReadSection {
  readonly name: string;
  page(after: string | null): Promise<TenantPage<unknown>>;
}

function sectionsOf(model: Model, { platform, sendOf }: JobParts, scope: Scope): readonly ReadSection[] {
  const extract = openTenantReader(scope, sendOf(scope));
  return [
    ...[...typesInOrder(model)].reverse().flatMap((name) => {
      const type = model.models[name];
      if (!type) return [];
      return [{ name: `rows/${name}`, page: (after: string | null) => extract.rows(type, after) }];
    }),
    { name: 'sequences', page: (after) => extract.sequences(after) },
    {
      name: 'members',
      page: (after) => platform.control.list('members', scope.tenantId, { after, limit: 1000 }),
    },
  ];
}

async function manifestOf(
  { platform }: JobParts,
  scope: Scope,
  archives: Files,
  indexes: number,
  folder: string,
): Promise<Manifest> {
  const sections: Record<string, Section> = {};
  for (let at = 0; at < indexes; at++) {
    const bytes = await archives.read(`${folder}/${at}.json`);
    const { section, parts } = JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as {
      section: string;
      parts: ArchivePart[];
    };
    const known = sections[section]?.parts ?? [];
    const all = [...known, ...parts];
    sections[section] = { count: all.reduce((sum, { count }) => sum + count, 0), parts: all };
  }
  const { id, name, plan, overrides, roles, settings, createdAt } = scope.tenant;
  return {
    format: FORMAT,
    version: VERSION,
    exportedAt: new Date(platform.now()).toISOString(),
    tenant: { id, name, plan, createdAt, overrides: { ...overrides }, roles, settings: { ...settings } },
    schema: schemaFingerprint(platform.model),
    sections,
  };
}

function summaryOf({ sections }: Manifest) {
  const files = Object.values(sections).flatMap(({ parts }) => parts.map(({ name }) => name));
  const rows = Object.entries(sections).filter(([name]) => name.startsWith('rows/'));
  return { rows: rows.reduce((sum, [, { count }]) => sum + count, 0), files: files.length + 1 };
}
