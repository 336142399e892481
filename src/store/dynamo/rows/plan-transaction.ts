import { Refusal, type TenantId } from '../../../tenant/index.ts';
import type { ModelType } from '../../../model/index.ts';
import type {
  DeleteAccess,
  CountReferrerAccess,
  FreeUniqueAccess,
  RequireRowAccess,
  RowWrite,
  EffectAccess,
  AdjustCountAccess,
  WriteAccess,
  Row,
} from '../../port/access.ts';
import type { Origin } from '../../port/audit-event.ts';
import { auditEventOf } from '../commands/audit-of-write.ts';
import { rowKey, SK, PK, uniqueKey } from '../keys/keys.ts';
import { effectsOf, type TypesByName } from '../commands/write-effects.ts';
import { WriteFailed } from '../../port/store.ts';

/** One item of a transaction, and which of the writes asked for it. */
export interface Planned {
  readonly access: WriteAccess | EffectAccess;
  readonly origin: number;
}

export interface PlanOptions {
  readonly types: TypesByName;
  /** Which shard of each counter this transaction counts in. */
  readonly shard: number;
  /** What was found releasedIds already, by `lettingGo`: it need not be let go of. */
  readonly releasedIds: ReadonlySet<string>;
  /** Who writes, for the audit. */
  readonly origin: Origin;
}

/**
 * All that some writes need, with at most one operation an item, as DynamoDB wants it: what several of them do to
 * the same item is put together.
 */
export function planTransaction(
  tenant: TenantId,
  writes: readonly WriteAccess[],
  { types, shard, releasedIds, origin: by }: PlanOptions,
): readonly Planned[] {
  const rows = new Map<string, Planned & { readonly access: RowWrite }>();
  const others: Planned[] = [];
  const effects: (Planned & { readonly access: EffectAccess })[] = [];
  const audited: Planned[] = [];
  writes.forEach((access, origin) => {
    if (access.op === 'advance' || access.op === 'saveJob' || access.op === 'deleteJob') {
      others.push({ access, origin });
      return;
    }
    const key = access.op === 'put' ? access.row : access.key;
    const id = idOf(tenant, access.type, key);
    const twin = rows.get(id)?.access;
    if (twin?.op === 'delete' && access.op === 'delete') {
      rows.set(id, { access: deletedOnce(twin, access), origin });
      return;
    }
    if (twin) {
      const message = `A transaction writes each row once: a ${access.type.name} stands in it twice.`;
      throw new Refusal('INVALID_ARGUMENTS', message);
    }
    rows.set(id, { access, origin });
    for (const effect of effectsOf(access, types, shard)) effects.push({ access: effect, origin });
    const retired = access.op === 'delete' && access.retired;
    if (access.type.audit && !retired) audited.push({ access: auditEventOf(tenant, access, by), origin });
  });
  const links = linksByTarget(tenant, effects);
  for (const [id, { by, first, origin, demanded }] of links) {
    const row = rows.get(id);
    if (row?.access.op === 'delete' && demanded)
      throw new WriteFailed('dangling', null, origin, first.reference.fields);
    if (row) rows.set(id, { ...row, access: withReferrers(row.access, by) });
    else if (by < 0 && releasedIds.has(releaseId(tenant, first))) continue;
    else if (by !== 0) others.push({ access: { ...first, op: 'countReferrer', by }, origin });
    else if (demanded) others.push({ access: { ...first, op: 'requireRow' }, origin });
  }
  return [
    ...rows.values(),
    ...others,
    ...uniquesOf(tenant, effects, releasedIds),
    ...tallies(effects),
    ...audited,
  ];
}

/** A row that is deleted for itself and with one that it belongs to is deleted once, on the terms of both. */
function deletedOnce(one: DeleteAccess, other: DeleteAccess): DeleteAccess {
  const condition = one.condition && other.condition ? { and: [one.condition, other.condition] } : null;
  const referrers = one.referrers ?? other.referrers;
  return {
    ...one,
    condition: condition ?? one.condition ?? other.condition,
    ...(referrers === undefined ? {} : { referrers }),
  };
}

interface Links {
  /** How many rows more refer to the target in the end. */
  by: number;
  /** Whether any of them begins to. */
  demanded: boolean;
  readonly first: RequireRowAccess | CountReferrerAccess;
  readonly origin: number;
}

function linksByTarget(
  tenant: TenantId,
  effects: readonly (Planned & { access: EffectAccess })[],
): Map<string, Links> {
  const links = new Map<string, Links>();
  for (const { access, origin } of effects) {
    if (access.op !== 'countReferrer' && access.op !== 'requireRow') continue;
    const id = idOf(tenant, access.type, access.key);
    const known = links.get(id) ?? { by: 0, demanded: false, first: access, origin };
    known.by += access.op === 'countReferrer' ? access.by : 0;
    known.demanded ||= access.op === 'requireRow' || access.by > 0;
    links.set(id, known);
  }
  return links;
}

/** A row that is deleted counts its referrers itself; they go in the same transaction. One that is marked lets go of itself. */
function withReferrers(access: RowWrite, by: number): RowWrite {
  if ((access.op === 'delete' && access.retire === undefined) || by === 0) return access;
  return { ...access, referrers: (access.referrers ?? 0) + by };
}

/** A value that one row gives up and another takes is handed over in one operation. */
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

/** Names what a row lets go of: another row, or a unique value. */
export function releaseId(
  tenant: TenantId,
  access: RequireRowAccess | CountReferrerAccess | FreeUniqueAccess,
): string {
  return access.op === 'freeUnique'
    ? `value ${uniqueId(tenant, access)}`
    : `row ${idOf(tenant, access.type, access.key)}`;
}

function uniqueId(
  tenant: TenantId,
  access: Extract<EffectAccess, { op: 'reserveUnique' | 'freeUnique' }>,
): string {
  return uniqueKey(tenant, access.type, access.unique, access.row)[SK];
}

function tallies(effects: readonly (Planned & { access: EffectAccess })[]): Planned[] {
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

/** Names a row among all rows of a tenant. */
function idOf(tenant: TenantId, type: ModelType, key: Row): string {
  const { [PK]: pk, [SK]: sk } = rowKey(tenant, type, key);
  return `${pk}\0${sk}`;
}
