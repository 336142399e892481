import { typesInOrder, type TypedRow } from '../../engine/index.ts';
import type { Json, Model } from '../../model/index.ts';
import { openStore, withRetry, WriteFailed, type Files, type Row, type Store } from '../../store/index.ts';
import { Refusal, type Membership, type Scope } from '../../tenant/index.ts';
import { archivePath, isUpload, type ArchiveAddress } from '../archives.ts';
import { setMembership } from '../tenants/set-membership.ts';
import {
  linesOf,
  packParts,
  readManifest,
  schemaFingerprint,
  unpackPart,
  type ArchivePart,
  type Manifest,
} from './archive-format.ts';
import type { JobOf, JobParts, Step, Work } from './job-parts.ts';
import { putRows } from './put-rows.ts';

/** The input of an import. */
export type ImportInput = Readonly<{
  archive: { readonly tenantId: string; readonly archiveId: string };
  withMembers: boolean;
}>;

/** The progress of an import. */
type ImportState = Readonly<{
  phase: 'rows' | 'together' | 'sequences' | 'members' | 'end';
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
  /** Numbers of imported members, and of those who cannot sign in here. */
  members: number;
  withoutIdentity: number;
  /** Number of values of fields that the schema no longer has. */
  dropped: number;
}>;

const BEGIN: ImportState = {
  phase: 'rows',
  pass: 0,
  at: 0,
  left: 0,
  moved: false,
  members: 0,
  withoutIdentity: 0,
  dropped: 0,
};

/** Maximum number of rows that the import holds in memory to resolve circular references. */
const MAX_IN_MEMORY = 20_000;

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
  readonly job: JobOf<ImportInput, ImportState>;
  readonly state: ImportState;
  readonly withMembers: boolean;
}

/**
 * Imports an archive into a tenant: rows as they were, sequences at least as far, and memberships if the
 * input asks for them. Retries rows that refer to rows which do not exist yet. Rows that refer to each other
 * go in together.
 */
export const importStep: Work<ImportInput, ImportState> = async (job, parts, scope) => {
  const work = await openImport(job, parts, scope);
  switch (work.state.phase) {
    case 'rows':
      return rowsStep(work);
    case 'together':
      return togetherStep(work);
    case 'sequences':
      return sectionStep(work, 'sequences', 'members', putSequence);
    case 'members':
      return work.withMembers
        ? sectionStep(work, 'members', 'end', putMember)
        : more(work, { phase: 'end', at: 0 });
    case 'end':
      return end(work);
    default:
      return work.state.phase satisfies never;
  }
};

async function openImport(
  job: JobOf<ImportInput, ImportState>,
  parts: JobParts,
  scope: Scope,
): Promise<Import> {
  const { model, cursors } = parts.platform;
  const { archive, withMembers } = job.input;
  const { archiveId } = archive;
  const { archives } = parts.platform;
  const source = await sourceOf(archive, job, parts, scope);
  return {
    parts,
    model,
    store: openStore(scope, { types: model.models, send: withRetry(parts.sendOf(scope)), cursors }),
    source,
    archiveId,
    own: archives.of(scope),
    uploads: isUpload(archive) ? archives.uploads : null,
    manifest: readManifest(await source.read(archivePath(archiveId, 'manifest.json'))),
    job,
    state: { ...BEGIN, ...job.state },
    withMembers,
  };
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
  const rows = Object.entries(manifest.sections).filter(([name]) => name.startsWith('rows/'));
  const total = rows.reduce((sum, [, { count }]) => sum + count, 0);
  return { is: 'more', state: { ...state, ...changed }, done, total };
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
    const lines = await leftRows(work, state.pass, state.at + 1);
    return lines && { rows: lines, dropped: 0 };
  }
  const next = rowParts(work)[state.at];
  if (!next) return null;
  const records = unpackPart(next.part, await source.read(archivePath(archiveId, next.part.name)));
  return withKnownFields(work.model, next.type, records);
}

function rowParts({ model, manifest }: Import): { readonly type: string; readonly part: ArchivePart }[] {
  const order = typesInOrder(model).map((type) => `rows/${type}`);
  const present = Object.keys(manifest.sections).filter((name) => name.startsWith('rows/'));
  const unknown = present.find((name) => !order.includes(name) && (manifest.sections[name]?.count ?? 0) > 0);
  if (unknown !== undefined)
    throw new Refusal(
      'VALIDATION_FAILED',
      `The archive holds "${unknown}", a type that the schema does not have.`,
    );
  return order.flatMap((name) =>
    (manifest.sections[name]?.parts ?? []).map((part) => ({ type: name.slice('rows/'.length), part })),
  );
}

/** Returns the rows with the fields that the schema still has, and the number of dropped values. */
function withKnownFields(model: Model, type: string, records: readonly Readonly<Record<string, Json>>[]) {
  const fields = model.models[type]?.fields ?? {};
  let dropped = 0;
  const rows = records.map((record): TypedRow => {
    const entries = Object.entries(record).filter(([name]) => Object.hasOwn(fields, name));
    dropped += Object.keys(record).length - entries.length;
    return { type, row: Object.fromEntries(entries) };
  });
  return { rows, dropped };
}

/**
 * Puts the rows together that a whole pass could not import, because they refer to each other across files.
 */
async function togetherStep(work: Import): Promise<Step<ImportState>> {
  const rows: TypedRow[] = [];
  for (let file = 1; ; file++) {
    // The pass number was increased when this phase began.
    const lines = await leftRows(work, work.state.pass, file);
    if (!lines) break;
    rows.push(...lines);
    if (rows.length > MAX_IN_MEMORY)
      throw new Refusal('VALIDATION_FAILED', 'Too many rows of the archive refer to each other in circles.');
  }
  const left = await putRows(work.model, work.store, rows);
  const [first] = left;
  if (first) {
    const message = `${left.length} rows of the archive refer to rows that are not in it: the first is a ${first.type}.`;
    throw new Refusal('DANGLING_REFERENCE', message);
  }
  return more(work, { phase: 'sequences', at: 0 }, work.job.done + rows.length);
}

function leftFolder(pass: number): string {
  return `left-${pass}`;
}

/** Returns the path of a working file of the import, next to the tenant's archives. */
function ownPath({ job }: Import, ...names: readonly string[]): string {
  return archivePath(job.id, ...names);
}

async function leftRows(work: Import, pass: number, file: number): Promise<readonly TypedRow[] | null> {
  const name = `${leftFolder(pass)}/${file}.ndjson.gz`;
  const bytes = await work.own.read(ownPath(work, name));
  return (
    bytes && linesOf(name, bytes).map((line) => ({ type: line['type'] as string, row: line['row'] as Row }))
  );
}

type Changed = Partial<ImportState>;
type Fields = Readonly<Record<string, Json>>;

/** Imports one file of sequences or members. */
async function sectionStep(
  work: Import,
  section: 'sequences' | 'members',
  then: ImportState['phase'],
  put: (work: Import, record: Fields) => Promise<Changed>,
): Promise<Step<ImportState>> {
  const part = work.manifest.sections[section]?.parts[work.state.at];
  if (!part) return more(work, { phase: then, at: 0 });
  const records = unpackPart(part, await work.source.read(archivePath(work.archiveId, part.name)));
  let state = work.state;
  for (const record of records) state = { ...state, ...(await put({ ...work, state }, record)) };
  return more(work, { ...state, at: state.at + 1 });
}

/** Raises a sequence. Never lowers it: the numbers that it has given out stay in use. */
async function putSequence({ store }: Import, { name, last }: Fields): Promise<Changed> {
  if (typeof name !== 'string' || typeof last !== 'number')
    throw new Refusal('VALIDATION_FAILED', 'The archive holds a sequence without a name or a number.');
  for (;;) {
    const from = await store.sequence(name);
    if (from >= last) return {};
    try {
      await store.transact([{ op: 'advance', name, from, to: last }]);
      return {};
    } catch (error) {
      if (!(error instanceof WriteFailed)) throw error;
    }
  }
}

/** Imports a membership, if its user can sign in here with the same identity. */
async function putMember({ parts, job, state }: Import, record: Fields): Promise<Changed> {
  const member = { ...(record as unknown as Membership), tenantId: job.tenantId };
  const identity = await parts.platform.identities.find(member.username);
  if (identity?.userId !== member.userId) return { withoutIdentity: state.withoutIdentity + 1 };
  await parts.platform.control.transact(async (transaction) => {
    if (!(await transaction.get('member', member))) await setMembership(transaction, member, member, null);
  });
  return { members: state.members + 1 };
}

async function end(work: Import): Promise<Step<ImportState>> {
  const { own, uploads, archiveId, job, manifest, model, state } = work;
  for (let pass = 1; pass <= state.pass; pass++) await own.remove(ownPath(work, leftFolder(pass)));
  await uploads?.remove(archivePath(archiveId));
  const { roles, settings, overrides } = manifest.tenant;
  return {
    is: 'done',
    result: {
      rows: job.done,
      members: state.members,
      membersWithoutIdentity: state.withoutIdentity,
      valuesWithoutField: state.dropped,
      sameSchema: manifest.schema === schemaFingerprint(model),
    },
    async inTransaction(transaction) {
      const tenant = await transaction.get('tenant', { id: job.tenantId });
      // An import into an existing tenant puts rows only.
      if (tenant?.status !== 'PROVISIONING') return;
      transaction.put('tenant', { ...tenant, roles, settings, overrides, status: 'ACTIVE' });
    },
  };
}
