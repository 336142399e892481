import { typesInOrder, type TypedRow } from '../../engine/index.ts';
import type { Model } from '../../model/index.ts';
import {
  openFileRecords,
  openStore,
  withRetry,
  type Files,
  type Row,
  type Store,
} from '../../store/index.ts';
import { Refusal, type Scope } from '../../tenant/index.ts';
import { archivePath, isUpload, type ArchiveAddress } from '../archives.ts';
import {
  countIn,
  LEFT_OUT,
  packParts,
  ROWS,
  schemaFingerprint,
  type ArchivePart,
  type Manifest,
} from './archive-format.ts';
import { archivedTenant, type ArchivedTenant } from './archived-tenant.ts';
import { checkedRows } from './checked-rows.ts';
import { filesStep, NO_FILES, storageOf, type FileImport, type FilesState } from './import-files.ts';
import { isOwnExport, putMember } from './import-member.ts';
import { jobChange } from './job-change.ts';
import type { JobOf, JobParts, OnFinalFailure, Step, Work } from './job-parts.ts';
import { putRows } from './put-rows.ts';
import { putSequence } from './put-sequence.ts';
import { readManifest } from './read-manifest.ts';
import { recordsOf, unfold, unpackPart, type ArchiveRecord } from './read-part.ts';

/** The input of an import. */
export type ImportInput = Readonly<{
  archive: { readonly tenantId: string; readonly archiveId: string };
  withMembers: boolean;
  withOverrides: boolean;
  leaveOutDangling: boolean;
}>;

/** The progress of an import. */
type ImportState = Readonly<{
  phase: 'files' | 'rows' | 'together' | 'sequences' | 'members' | 'end';
  /**
   * Number of the pass over the rows. The first pass reads the archive; each later one reads the rows that
   * the previous pass left.
   */
  pass: number;
  /** Number of the next file of the pass or section. */
  at: number;
  /** Number of files with rows that are left for the next pass. */
  left: number;
  /** Whether the pass imported any row. */
  moved: boolean;
  /** Numbers of imported members, of those who cannot sign in here, and of those whom no record here vouches for. */
  members: number;
  withoutIdentity: number;
  notOfSource: number;
  /** Number of values of fields that the schema no longer has. */
  dropped: number;
  /** Number of rows that were left out, because they refer to rows that are not in the archive. */
  leftOut: number;
  /** How far its files are. */
  files: FilesState;
  /** Why the import failed, as long as its working files are left. */
  failed: string | null;
}>;

const BEGIN: ImportState = {
  // Before the rows, which claim them.
  phase: 'files',
  pass: 0,
  at: 0,
  left: 0,
  moved: false,
  members: 0,
  withoutIdentity: 0,
  notOfSource: 0,
  dropped: 0,
  leftOut: 0,
  files: NO_FILES,
  failed: null,
};

/** Milliseconds until the import looks again for a file that the tenant is removing. */
const REMOVAL_TAKES = 10_000;
/** Files of an uploaded archive that one step deletes. */
const REMOVED_AT_ONCE = 20_000;

/** Maximum number of rows that the import holds in memory to resolve circular references, and of their bytes. */
const MAX_IN_MEMORY = { rows: 20_000, bytes: 20_000_000 };

/** One running import, with the parts that its steps share. */
interface Import {
  readonly parts: JobParts;
  readonly model: Model;
  readonly store: Store;
  /** The files that hold the archive, and its folder there. */
  readonly source: Pick<Files, 'read'>;
  readonly archiveId: string;
  /** The tenant's own archives. Rows wait in a folder next to them. */
  readonly own: Files;
  /** The uploads of operators, if the archive is one of them. */
  readonly uploads: Files | null;
  readonly manifest: Manifest;
  /** What the archive brings into the record of a new tenant. */
  readonly archived: ArchivedTenant;
  /** The tenant whose records vouch for the members of the archive, or null. */
  readonly vouching: string | null;
  readonly job: JobOf<ImportInput, ImportState>;
  readonly state: ImportState;
  /** Whether the tenant is a copy that proves the archive. */
  readonly isScratch: boolean;
  readonly files: FileImport;
}

/**
 * Imports an archive into a tenant: files, rows as they were, sequences at least as far, and memberships if the
 * input asks for them. Retries rows that refer to rows which do not exist yet. Rows that refer to each other
 * go in together.
 */
export const importStep: Work<ImportInput, ImportState> = async (job, parts, scope) => {
  const error = job.state?.failed ?? null;
  if (error !== null) {
    await parts.platform.archives.of(scope).remove(archivePath(job.id));
    return { is: 'failed', error };
  }
  const work = await openImport(job, parts, scope);
  switch (work.state.phase) {
    case 'files':
      return putFiles(work);
    case 'rows':
      return rowsStep(work);
    case 'together':
      return togetherStep(work);
    case 'sequences':
      return sectionStep(work, 'sequences', 'members', async ({ store }, record) => {
        await putSequence(store, record);
        return {};
      });
    case 'members':
      return job.input.withMembers
        ? sectionStep(work, 'members', 'end', putArchivedMember)
        : more(work, { phase: 'end', at: 0 });
    case 'end':
      return end(work);
    default:
      return work.state.phase satisfies never;
  }
};

/** Lets a failed import delete its working files. An upload remains, because it may be imported in another way. */
export const clearImport: OnFinalFailure<ImportInput, ImportState> = ({ state, done }, error) => {
  if (!state || typeof state.failed === 'string' || (state.pass === 0 && state.left === 0)) return null;
  return { is: 'more', state: { ...state, failed: error }, done };
};

async function openImport(
  job: JobOf<ImportInput, ImportState>,
  parts: JobParts,
  scope: Scope,
): Promise<Import> {
  const { model, cursors } = parts.platform;
  const { archive, withMembers, withOverrides } = job.input;
  const { archiveId } = archive;
  const { archives } = parts.platform;
  const source = await sourceOf(archive, job, parts, scope);
  const bytes = await source.read(archivePath(archiveId, 'manifest.json'));
  const manifest = readManifest(bytes);
  const isVouched = withMembers && (await isOwnExport(parts.platform.control, archive, manifest, bytes));
  const archived = archivedTenant(model, manifest.tenant, { withOverrides });
  const send = withRetry(parts.sendOf(scope));
  return {
    parts,
    model,
    store: openStore(scope, { types: model.models, send, cursors }),
    source,
    archiveId,
    own: archives.of(scope),
    uploads: isUpload(archive) ? archives.uploads : null,
    manifest,
    archived,
    vouching: isVouched ? manifest.tenant.id : null,
    job,
    isScratch: scope.tenant.scratch === true,
    state: { ...BEGIN, ...job.state },
    files: {
      ...{ model, manifest, source, archiveId },
      records: openFileRecords(scope, send, { now: parts.platform.now }),
      objects: parts.platform.filesOf(scope),
      limit: storageOf(parts.platform.plans, scope.tenant, archived.overrides),
      status: parts.platform.scanFiles ? 'SCANNING' : 'READY',
      now: parts.platform.now(),
    },
  };
}

async function putFiles(work: Import): Promise<Step<ImportState>> {
  const { state } = work;
  const step = await filesStep(work.files, state.files);
  if (step.is === 'wait') return { is: 'wait', state, until: work.files.now + REMOVAL_TAKES };
  return step.state ? more(work, { files: step.state }) : more(work, { phase: 'rows' });
}

/**
 * Returns where to read the archive. An archive of another tenant is read with that tenant's credentials,
 * even if the tenant is gone by now.
 */
async function sourceOf(
  archive: ArchiveAddress,
  job: JobOf<ImportInput, ImportState>,
  { platform, scopeOf }: JobParts,
  scope: Scope,
): Promise<Pick<Files, 'read'>> {
  if (isUpload(archive)) return platform.archives.uploads;
  if (archive.tenantId === scope.tenantId) return platform.archives.of(scope);
  return platform.archives.of(await scopeOf(archive.tenantId, `archive for job IMPORT ${job.id}`));
}

function more(
  { job, state, manifest }: Import,
  changed: Partial<ImportState>,
  done = job.done,
): Step<ImportState> {
  return { is: 'more', state: { ...state, ...changed }, done, total: countIn(manifest, ROWS) };
}

async function rowsStep(work: Import): Promise<Step<ImportState>> {
  const { state, job } = work;
  const input = await nextRows(work);
  if (input === null) {
    const next = { at: 0, left: 0, moved: false, pass: state.pass + 1 };
    if (state.left === 0) return more(work, { ...next, phase: 'sequences' });
    return more(work, state.moved ? { ...next } : { ...next, phase: 'together' });
  }
  const waiting = await putRows(work.model, work.store, input.rows);
  const packed = packParts(leftFolder(state.pass + 1), state.left + 1, waiting);
  for (const { part, bytes } of packed) await work.own.write(ownPath(work, part.name), bytes);
  const imported = input.rows.length - waiting.length;
  const changed = {
    at: state.at + 1,
    left: state.left + packed.length,
    moved: state.moved || imported > 0,
    dropped: state.dropped + input.dropped,
  };
  return more(work, changed, job.done + imported);
}

/** Returns the next rows of the pass, or null at its end. */
async function nextRows(work: Import): Promise<{ rows: readonly TypedRow[]; dropped: number } | null> {
  const { state, source, archiveId } = work;
  if (state.pass > 0) {
    const content = await leftFile(work, state.pass, state.at + 1);
    return content && { rows: leftRows(content), dropped: 0 };
  }
  const next = rowParts(work)[state.at];
  if (!next) return null;
  const records = unpackPart(next.part, await source.read(archivePath(archiveId, next.part.name)));
  return checkedRows(work.model, next.type, records, next.part.name);
}

function rowParts({ model, manifest }: Import): { readonly type: string; readonly part: ArchivePart }[] {
  const order = typesInOrder(model).map((type) => `${ROWS}${type}`);
  const present = Object.keys(manifest.sections).filter((name) => name.startsWith(ROWS));
  const unknown = present.find((name) => !order.includes(name) && (manifest.sections[name]?.count ?? 0) > 0);
  if (unknown !== undefined)
    throw new Refusal(
      'VALIDATION_FAILED',
      `The archive holds "${unknown}", a type that the schema does not have.`,
    );
  return order.flatMap((name) =>
    (manifest.sections[name]?.parts ?? []).map((part) => ({ type: name.slice(ROWS.length), part })),
  );
}

/**
 * Puts the rows together that a whole pass could not import, because they refer to each other across files.
 */
async function togetherStep(work: Import): Promise<Step<ImportState>> {
  const rows: TypedRow[] = [];
  let bytes = 0;
  for (let file = 1; ; file++) {
    // The pass number was increased when this phase began.
    const content = await leftFile(work, work.state.pass, file);
    if (!content) break;
    bytes += content.length;
    rows.push(...leftRows(content));
    if (rows.length > MAX_IN_MEMORY.rows || bytes > MAX_IN_MEMORY.bytes)
      throw new Refusal('VALIDATION_FAILED', 'Too many rows of the archive refer to each other in circles.');
  }
  const left = await putRows(work.model, work.store, rows);
  const [first] = left;
  if (first && !work.job.input.leaveOutDangling) {
    const message =
      `${left.length} rows of the archive refer to rows that are not in it: the first is a ${first.type}. ` +
      'Import it with "leaveOutDangling: true" to leave them out.';
    throw new Refusal('DANGLING_REFERENCE', message);
  }
  const done = work.job.done + rows.length - left.length;
  return more(work, { phase: 'sequences', at: 0, leftOut: left.length }, done);
}

function leftFolder(pass: number): string {
  return `left-${pass}`;
}

/** Returns the path of a working file of the import, next to the tenant's archives. */
function ownPath({ job }: Import, ...names: readonly string[]): string {
  return archivePath(job.id, ...names);
}

/** Returns the content of a working file, or null if there is none. */
async function leftFile(work: Import, pass: number, file: number): Promise<Buffer | null> {
  const name = `${leftFolder(pass)}/${file}.ndjson.gz`;
  const bytes = await work.own.read(ownPath(work, name));
  return bytes && unfold(name, bytes);
}

/** Returns the rows of a working file, which only this job writes. */
function leftRows(content: Buffer): TypedRow[] {
  return recordsOf('left', content).map((line) => ({
    type: line['type'] as string,
    row: line['row'] as Row,
  }));
}

type Changed = Partial<ImportState>;

/** Imports one file of sequences or members. */
async function sectionStep(
  work: Import,
  section: 'sequences' | 'members',
  then: ImportState['phase'],
  put: (work: Import, record: ArchiveRecord) => Promise<Changed>,
): Promise<Step<ImportState>> {
  const part = work.manifest.sections[section]?.parts[work.state.at];
  if (!part) return more(work, { phase: then, at: 0 });
  const records = unpackPart(part, await work.source.read(archivePath(work.archiveId, part.name)));
  let state = work.state;
  for (const record of records) state = { ...state, ...(await put({ ...work, state }, record)) };
  return more(work, { ...state, at: state.at + 1 });
}

async function putArchivedMember(work: Import, { userId }: ArchiveRecord): Promise<Changed> {
  const { parts, job, vouching, archived, state } = work;
  const outcome = await putMember(
    parts.platform,
    { job, vouching, roles: archived.roles, joins: !work.isScratch },
    userId,
  );
  return { [outcome]: state[outcome] + 1 };
}

async function end(work: Import): Promise<Step<ImportState>> {
  const { own, uploads, archiveId, job, manifest, archived, model, state } = work;
  for (let pass = 1; pass <= state.pass; pass++) await own.remove(ownPath(work, leftFolder(pass)));
  const isGone = (await uploads?.remove(archivePath(archiveId), REMOVED_AT_ONCE)) ?? true;
  if (!isGone) return more(work, {});
  const { contents, bytes, withoutField } = state.files;
  return {
    is: 'done',
    result: {
      rows: job.done,
      members: state.members,
      membersWithoutIdentity: state.withoutIdentity,
      membersNotOfSource: state.notOfSource,
      valuesWithoutField: state.dropped,
      rowsLeftOut: state.leftOut + countIn(manifest, LEFT_OUT),
      files: contents,
      fileBytes: bytes,
      filesWithoutField: withoutField,
      sameSchema: manifest.schema === schemaFingerprint(model),
    },
    async inTransaction(transaction) {
      const tenant = await transaction.get('tenant', { id: job.tenantId });
      // An import into an existing tenant puts rows only.
      if (tenant?.status !== 'PROVISIONING') return;
      const status = tenant.scratch ? tenant.status : 'ACTIVE';
      transaction.put('tenant', { ...tenant, ...archived, status });
      jobChange(job, transaction).record({
        action: 'tenant.imported',
        entity: { type: 'Tenant', id: job.tenantId },
        detail: {
          from: manifest.tenant.id,
          roles: Object.keys(archived.roles),
          overrides: { ...archived.overrides },
          ...(tenant.scratch && { scratch: true }),
        },
      });
    },
  };
}
