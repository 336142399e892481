import { dependentsOf } from '../../../model/index.ts';
import { Refusal, type TenantId } from '../../../tenant/index.ts';
import type {
  DeleteAccess,
  FreeUniqueAccess,
  RequireRowAccess,
  RowWrite,
  EffectAccess,
  AdjustCountAccess,
  ReleaseFileAccess,
  Sweep,
  UpdateAccess,
  WriteAccess,
} from '../../port/access.ts';
import type { Origin } from '../../port/audit-event.ts';
import { auditEventOf } from '../commands/audit-of-write.ts';
import { isUploadId } from '../keys/file-keys.ts';
import { idOfRow, SK, uniqueKey } from '../keys/keys.ts';
import { effectsOf, type TypesByName } from '../commands/write-effects.ts';
import { WriteFailed } from '../../port/store.ts';

/** One item of a transaction, and the number of the write that needs it. */
export interface Planned {
  readonly access: WriteAccess | EffectAccess;
  readonly origin: number;
}

export interface PlanOptions {
  readonly types: TypesByName;
  /** The shard of each counter in which this transaction counts. */
  readonly shard: number;
  /**
   * Ids of unique values and files that are already free, so that no operation is needed: see `releaseId`.
   */
  readonly releasedIds: ReadonlySet<string>;
  /** The caller and the request, for the audit. */
  readonly origin: Origin;
  /** The id and the time of the sweep that follows a delete. */
  readonly sweep: Pick<Sweep, 'id' | 'due'>;
}

/**
 * Plans the items of a transaction for some writes. DynamoDB allows one operation per item
 * (TransactWriteItems), so the plan merges effects on the same item.
 *
 * Terminology:
 * - write: a change of a row, a sequence or a job that the caller asked for.
 * - effect: an operation that a write brings with it: see `write-effects.ts`.
 * - origin: the number of the write that an item belongs to. An error names it.
 * - release: a unique value or a file that a row gives up.
 */
export function planTransaction(
  tenant: TenantId,
  writes: readonly WriteAccess[],
  { types, shard, releasedIds, origin: by, sweep }: PlanOptions,
): readonly Planned[] {
  const rows = new Map<string, Planned & { readonly access: RowWrite }>();
  const others: Planned[] = [];
  const effects: (Planned & { readonly access: EffectAccess })[] = [];
  const audited: Planned[] = [];
  writes.forEach((access, origin) => {
    if (!isRowWrite(access)) {
      others.push({ access, origin });
      return;
    }
    const key = access.op === 'put' ? access.row : access.key;
    const id = idOfRow(tenant, access.type, key);
    const earlier = rows.get(id)?.access;
    if (earlier?.op === 'delete' && access.op === 'delete') {
      rows.set(id, { access: deletedOnce(earlier, access), origin });
      return;
    }
    if (earlier) {
      const message = `A transaction writes each row once: a ${access.type.name} is in it twice.`;
      throw new Refusal('INVALID_ARGUMENTS', message);
    }
    rows.set(id, { access, origin });
    for (const effect of effectsOf(access, types, shard)) effects.push({ access: effect, origin });
    const retired = access.op === 'delete' && access.retired;
    if (access.type.audit && !retired) audited.push({ access: auditEventOf(tenant, access, by), origin });
  });
  for (const [id, { access, origin }] of requiredRows(tenant, effects)) {
    const row = rows.get(id);
    if (row?.access.op === 'delete') throw new WriteFailed('dangling', null, origin, access.reference.fields);
    if (!row) others.push({ access, origin });
    else if (row.access.op === 'update') rows.set(id, { ...row, access: withRequired(row.access, access) });
  }
  return [
    ...rows.values(),
    ...others,
    ...sweepsOf([...rows.values()], types, sweep),
    ...uniquesOf(tenant, effects, releasedIds),
    ...countChanges(effects),
    ...filesOf(effects, releasedIds),
    ...audited,
  ];
}

function isRowWrite(access: WriteAccess): access is RowWrite {
  return access.op === 'put' || access.op === 'update' || access.op === 'delete';
}

/** Merges two deletes of one row, one for itself and one for its parent. Both conditions must hold. */
function deletedOnce(one: DeleteAccess, other: DeleteAccess): DeleteAccess {
  const condition = one.condition && other.condition ? { and: [one.condition, other.condition] } : null;
  const held = one.held ?? other.held;
  return {
    ...one,
    condition: condition ?? one.condition ?? other.condition,
    ...(one.retirable || other.retirable ? { retirable: true } : {}),
    ...(held === undefined ? {} : { held }),
  };
}

interface Required {
  readonly access: RequireRowAccess;
  readonly origin: number;
}

/** Merges the requirements of each row, by its id. */
function requiredRows(
  tenant: TenantId,
  effects: readonly (Planned & { access: EffectAccess })[],
): ReadonlyMap<string, Required> {
  const required = new Map<string, Required>();
  for (const { access, origin } of effects) {
    if (access.op !== 'requireRow') continue;
    const id = idOfRow(tenant, access.type, access.key);
    const known = required.get(id) ?? { access, origin };
    required.set(id, { ...known, access: { ...known.access, unheld: known.access.unheld || access.unheld } });
  }
  return required;
}

/** Returns the update of a row to which a row of the same transaction refers from now on. */
function withRequired(update: UpdateAccess, { unheld }: RequireRowAccess): UpdateAccess {
  return { ...update, retirable: true, ...(unheld ? { unheld } : {}) };
}

/** Returns the sweep after the deletes of a transaction, if other rows may refer to one of the deleted rows. */
function sweepsOf(
  rows: readonly (Planned & { readonly access: RowWrite })[],
  types: TypesByName,
  { id, due }: Pick<Sweep, 'id' | 'due'>,
): Planned[] {
  const deleted = rows.filter(
    ({ access }) =>
      access.op === 'delete' && access.retire === undefined && dependentsOf(types, access.type).length > 0,
  );
  const targets = deleted.flatMap(({ access }) =>
    access.op === 'delete' ? [{ type: access.type.name, key: access.key }] : [],
  );
  // Equal deletes make equal calls, however the request came to plan them.
  targets.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  const [first] = deleted;
  return first ? [{ access: { op: 'saveSweep', sweep: { id, due, targets } }, origin: first.origin }] : [];
}

/**
 * Merges the effects on unique values. A value that one row frees and another reserves is handed over in one
 * operation.
 */
function uniquesOf(
  tenant: TenantId,
  effects: readonly (Planned & { access: EffectAccess })[],
  releasedIds: ReadonlySet<string>,
): Planned[] {
  const byKey = new Map<string, Planned>();
  for (const { access, origin } of effects) {
    if (access.op !== 'freeUnique' || releasedIds.has(releaseId(tenant, access))) continue;
    byKey.set(uniqueId(tenant, access), { access, origin });
  }
  for (const { access, origin } of effects) {
    if (access.op !== 'reserveUnique') continue;
    const id = uniqueId(tenant, access);
    const before = byKey.get(id)?.access;
    if (before?.op === 'reserveUnique') throw new WriteFailed('taken', null, origin, access.unique.fields);
    byKey.set(id, { access: before?.op === 'freeUnique' ? { ...access, from: before.row } : access, origin });
  }
  return [...byKey.values()];
}

/**
 * Returns the effects on files, each with that on its entry among those that are due.
 * @throws {WriteFailed} `no-file` for an id that no upload has, and for a file that two rows claim, or one claims and another
 * releases
 */
function filesOf(
  effects: readonly (Planned & { access: EffectAccess })[],
  releasedIds: ReadonlySet<string>,
): Planned[] {
  const taken = new Set<string>();
  const planned: Planned[] = [];
  for (const { access, origin } of effects) {
    if (access.op !== 'releaseFile' || releasedIds.has(`file ${access.id}`)) continue;
    taken.add(access.id);
    planned.push({ access, origin }, { access: { op: 'putFileDue', id: access.id }, origin });
  }
  for (const { access, origin } of effects) {
    if (access.op !== 'claimFile') continue;
    const { id, field, claimant } = access;
    if (claimant === undefined || !isUploadId(id) || taken.has(id))
      throw new WriteFailed('no-file', null, origin, [field]);
    taken.add(id);
    planned.push({ access, origin });
    // The entry of a restored file is under another time. Upkeep drops it when it is due.
    if (claimant !== null) planned.push({ access: { op: 'deleteFileDue', id }, origin });
  }
  return planned;
}

/** Returns the id of what a row releases: a unique value or a file. */
export function releaseId(tenant: TenantId, access: FreeUniqueAccess | ReleaseFileAccess): string {
  if (access.op === 'releaseFile') return `file ${access.id}`;
  return `value ${uniqueId(tenant, access)}`;
}

function uniqueId(
  tenant: TenantId,
  access: Extract<EffectAccess, { op: 'reserveUnique' | 'freeUnique' }>,
): string {
  return uniqueKey(tenant, access.type, access.unique, access.row)[SK];
}

function countChanges(effects: readonly (Planned & { access: EffectAccess })[]): Planned[] {
  const byType = new Map<string, { access: AdjustCountAccess; origin: number }>();
  for (const { access, origin } of effects) {
    if (access.op !== 'adjustCount') continue;
    const known = byType.get(access.type.name);
    byType.set(access.type.name, {
      origin: known?.origin ?? origin,
      access: { ...access, by: access.by + (known?.access.by ?? 0) },
    });
  }
  return [...byType.values()].filter(({ access }) => access.by !== 0);
}
