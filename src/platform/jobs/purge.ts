import {
  openControlDeleter,
  openFileRecords,
  openTenantDeleter,
  openStore,
  partsOf,
  REALTIME_PARTS,
  withRetry,
  type ControlDeleter,
  type ControlTransaction,
  type FileObjects,
  type FileRecords,
  type Part,
  type TypePart,
  type TenantDeleter,
  type Files,
} from '../../store/index.ts';
import { Refusal, type Scope } from '../../tenant/index.ts';
import { archivePath, isUpload } from '../archives.ts';
import { advance } from '../tenants/life.ts';
import { recordEnd } from '../tenants/record-end.ts';
import { certificateOf, nameOfPart } from './certificate.ts';
import { countedRows, isCounted } from './counted-rows.ts';
import { firstLeft, nextDue, type Due } from './erase-parts.ts';
import type { ImportInput } from './import.ts';
import type { JobOf, JobParts, Step, Work } from './job-parts.ts';
import { countObjects, endUploads, removeObjects, type DueObjects, type OpenUploads } from './purge-files.ts';
import { writesDrainedAt } from './writes-drained.ts';
import { recordModelTypes } from './model-types.ts';

export type PurgeInput = Readonly<{
  keepArchives: boolean;
  /** True for a tenant that was never ACTIVE: no request of it can still be running. */
  neverOpened?: true;
}>;

/** The progress of a purge. */
type PurgeState = Readonly<{
  phase: 'wait' | 'uploads' | 'rows' | 'members' | 'records' | 'archives' | 'files' | 'proof';
  startedAt: string;
  /** All types that ever existed. */
  types: readonly TypePart[];
  /** The number of the next part of the tables. */
  at: number;
  deleted: Readonly<Record<string, number>>;
  /** Items that the next step deletes. They are counted before, so that a step which was cut off miscounts none. */
  due: Due | null;
  /** The same of the objects of files. */
  objects: DueObjects | null;
  /** How far the uploads that were open are ended. */
  uploads: OpenUploads;
  /** Number of times that the proof found items, and the purge began again. */
  rounds: number;
}>;

/** Maximum records that one step deletes, and files of archives. */
const RECORDS = 25;
const ARCHIVED = 20_000;
const MAX_ROUNDS = 5;

type PurgeJob = JobOf<PurgeInput, PurgeState>;

/** One running purge, with the parts that its steps share. */
interface Purge {
  readonly job: PurgeJob;
  readonly parts: JobParts;
  readonly state: PurgeState;
  readonly deleter: TenantDeleter;
  readonly control: ControlDeleter;
  readonly archives: Files;
  readonly records: FileRecords;
  readonly objects: FileObjects;
}

/**
 * Deletes all data of a tenant: rows of every type that ever existed, their side items, subscriptions, members,
 * identities without another tenant, records, archives and files. Then reads every place again. It writes the certificate only
 * if all of them are empty.
 */
export const purgeStep: Work<PurgeInput, PurgeState> = async (job, parts, scope) => {
  if (!job.state) return begin(job, parts, scope);
  const work: Purge = {
    job,
    parts,
    state: job.state,
    deleter: openDeleter(parts, scope),
    control: openControlDeleter(job.tenantId, job.id, parts.controlSend),
    archives: parts.platform.archives.of(scope),
    records: openFileRecords(scope, withRetry(parts.sendOf(scope)), { now: parts.platform.now }),
    objects: parts.platform.filesOf(scope),
  };
  switch (work.state.phase) {
    case 'wait':
      await removeUploads(work);
      return more(work, { phase: 'uploads', ...(await earlierAttempts(work)) });
    case 'uploads':
      return uploadsStep(work);
    case 'rows':
      return rowsStep(work);
    case 'members':
      return membersStep(work);
    case 'records':
      return recordsStep(work);
    case 'archives':
      if (job.input.keepArchives || (await work.archives.remove('', ARCHIVED)))
        return more(work, { phase: 'files' });
      return more(work, {});
    case 'files':
      return filesStep(work);
    case 'proof':
      return proofStep(work);
    default:
      return work.state.phase satisfies never;
  }
};

/** Returns all parts of a tenant in the tables: rows, the items next to them, and subscriptions. */
function purgedParts(types: readonly TypePart[]): readonly Part[] {
  return [...partsOf(types), ...REALTIME_PARTS];
}

/** Opens the deleter of all parts, each in its table. */
function openDeleter({ sendOf, realtimeSendOf }: JobParts, scope: Scope): TenantDeleter {
  const rows = openTenantDeleter(scope, sendOf(scope));
  const realtime = openTenantDeleter(scope, realtimeSendOf(scope));
  const of = (part: Part): TenantDeleter => ('realtime' in part ? realtime : rows);
  return {
    erase: (part, limit) => of(part).erase(part, limit),
    count: (part, limit) => of(part).count(part, limit),
    eraseThrough: (part, through) => of(part).eraseThrough(part, through),
    isEmpty: (part) => of(part).isEmpty(part),
  };
}

async function begin(job: PurgeJob, parts: JobParts, scope: Scope): Promise<Step<PurgeState>> {
  const { platform, sendOf } = parts;
  const tenant = await platform.control.get('tenant', { id: job.tenantId });
  if (tenant?.status !== 'PURGING')
    throw new Refusal('CONDITION_FAILED', 'The tenant is not to be purged: its state has changed.');
  const types = await recordModelTypes(platform.control, platform.model);
  const startedAt = new Date(platform.now()).toISOString();
  const state: PurgeState = {
    ...{ phase: 'wait', startedAt, types, at: 0, deleted: {}, due: null, objects: null, rounds: 0 },
    uploads: { after: null, linksUntil: 0 },
  };
  const { cursors, model } = platform;
  const total = await countedRows(
    model,
    openStore(scope, { types: model.models, send: sendOf(scope), cursors }),
  );
  return {
    is: 'wait',
    state,
    total,
    until: await writesDrainedAt(parts, job, { requests: !job.input.neverOpened }),
  };
}

function more({ job, state }: Purge, changed: Partial<PurgeState>): Step<PurgeState> {
  return { is: 'more', state: { ...state, ...changed }, done: job.done };
}

/** Removes the archives that operators sent for imports into the tenant. An import that failed left them. */
async function removeUploads({ job, parts }: Purge): Promise<void> {
  const { archives, control } = parts.platform;
  for await (const { kind, input } of control.all('jobs', job.tenantId)) {
    if (kind !== 'IMPORT') continue;
    const { archive } = input as ImportInput;
    if (isUpload(archive)) await archives.uploads.remove(archivePath(archive.archiveId));
  }
}

/** Returns what earlier purges of the tenant deleted, which failed or were cancelled. Each one continued the one before. */
async function earlierAttempts({ job, parts }: Purge): Promise<Partial<PurgeState>> {
  let last: PurgeJob | null = null;
  for await (const other of parts.platform.control.all('jobs', job.tenantId))
    if (other.kind === 'PURGE' && other.id !== job.id && other.state)
      if (!last || other.createdAt > last.createdAt) last = other as PurgeJob;
  if (!last?.state) return {};
  const { startedAt, deleted, due, objects, uploads } = last.state;
  return { startedAt, deleted, due, objects, uploads: { ...uploads, after: null } };
}

/** Ends uploads in parts, whose ids only the records of the files name. */
async function uploadsStep(work: Purge): Promise<Step<PurgeState>> {
  const uploads = await endUploads(work, work.state.uploads);
  return more(work, uploads.after === null ? { phase: 'rows', uploads } : { uploads });
}

/**
 * Deletes the objects of files that the last step counted, and counts the next ones. The links of the last uploads put
 * objects until they expire, so the last count comes after that.
 */
async function filesStep(work: Purge): Promise<Step<PurgeState>> {
  const { parts, state, objects: place } = work;
  const deleted = await removeObjects(place, state.objects);
  const objects = await countObjects(place);
  const changed = { deleted: added(state.deleted, deleted), objects };
  if (objects) return more(work, changed);
  const { linksUntil } = state.uploads;
  if (parts.platform.now() < linksUntil)
    return { is: 'wait', state: { ...state, ...changed }, until: linksUntil };
  return more(work, { ...changed, phase: 'proof' });
}

/** Deletes the items that the last step counted, and counts the next ones. */
async function rowsStep(work: Purge): Promise<Step<PurgeState>> {
  const { job, parts, state, deleter } = work;
  const { due } = state;
  if (due) await deleter.eraseThrough(due.part, due.through);
  const deleted = due ? added(state.deleted, { [nameOfPart(due.part)]: due.count }) : state.deleted;
  const tableParts = purgedParts(state.types);
  const next = await nextDue(deleter, tableParts, state.at);
  const isEnd = next.due === null && next.at >= tableParts.length;
  const changed = isEnd ? { phase: 'members' as const, at: 0, due: null, deleted } : { ...next, deleted };
  if (!due || !('type' in due.part)) return more(work, changed);
  const type = parts.platform.model.models[due.part.type];
  const total = (job.total ?? 0) + (type && isCounted(type) ? 0 : due.count);
  return { is: 'more', state: { ...state, ...changed }, done: job.done + due.count, total };
}

async function membersStep(work: Purge): Promise<Step<PurgeState>> {
  const { job, parts, state } = work;
  const { control, identities } = parts.platform;
  const { records } = await control.list('members', job.tenantId, { limit: RECORDS });
  if (records.length === 0) return more(work, { phase: 'records' });
  let gone = 0;
  for (const member of records) {
    const { records: memberships } = await control.list('tenantsOfUser', member.userId, { limit: 2 });
    const isLast = memberships.every(({ tenantId }) => tenantId === job.tenantId);
    if (isLast) {
      const identity = await identities.find(member.username);
      if (identity?.userId === member.userId) {
        await identities.remove(member.username);
        gone += 1;
      }
    }
    await control.transact(async (transaction) => {
      if (await transaction.get('member', member)) transaction.remove('member', member);
      if (!isLast) await recordEnd(transaction, member.userId, parts.platform.now());
      else if (await transaction.get('user', member)) transaction.remove('user', member);
    });
  }
  return more(work, { deleted: added(state.deleted, { members: records.length, identities: gone }) });
}

async function recordsStep(work: Purge): Promise<Step<PurgeState>> {
  const counts = await work.control.erase(RECORDS);
  if (Object.keys(counts).length === 0) return more(work, { phase: 'archives' });
  const named = Object.entries(counts).map(([kind, count]) => [`${kind} records`, count] as const);
  return more(work, { deleted: added(work.state.deleted, Object.fromEntries(named)) });
}

/** Reads every place again. If anything is left, another round deletes it. */
async function proofStep(work: Purge): Promise<Step<PurgeState>> {
  const { job, parts, state, deleter, control, archives } = work;
  const tableParts = purgedParts(state.types);
  const left = await firstLeft(deleter, tableParts);
  if (left !== null) return again(work, { phase: 'rows', at: left });
  if (!(await control.isEmpty())) return again(work, { phase: 'members' });
  const { keepArchives } = job.input;
  const files = await archives.list('');
  if (!keepArchives && files.length > 0) return again(work, { phase: 'archives' });
  if (await countObjects(work.objects)) return again(work, { phase: 'files' });
  const certificate = certificateOf({
    tenantId: job.tenantId,
    startedAt: state.startedAt,
    finishedAt: new Date(parts.platform.now()).toISOString(),
    deleted: state.deleted,
    verified: [
      ...[
        ...tableParts.map(nameOfPart),
        'members',
        'records',
        ...(keepArchives ? [] : ['archives']),
        'files',
      ],
    ],
    remaining: 0,
    archivesKept: keepArchives ? files.length : 0,
  });
  return {
    is: 'done',
    result: {},
    removesJob: true,
    async inTransaction(transaction: ControlTransaction) {
      const tenant = await transaction.get('tenant', { id: job.tenantId });
      if (tenant?.scratch) transaction.remove('tenant', tenant);
      else if (tenant) transaction.put('tenant', advance(tenant, { type: 'purged', certificate }));
    },
  };
}

function again(work: Purge, changed: Partial<PurgeState>): Step<PurgeState> {
  const rounds = work.state.rounds + 1;
  // Something still writes. A later attempt may find no more writes.
  if (rounds > MAX_ROUNDS) throw new Error('Something writes into a tenant that is being purged.');
  return more(work, { ...changed, rounds });
}

function added(
  counts: Readonly<Record<string, number>>,
  more: Readonly<Record<string, number>>,
): Record<string, number> {
  const sums = { ...counts };
  for (const [name, count] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
