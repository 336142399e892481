import type { Index, ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { Row } from '../../port/access.ts';
import { PK, RETIRED, typePartition } from '../keys/keys.ts';
import type { Item } from '../driver/send.ts';

/** Something that must not happen and that someone should hear of. */
export interface Alarm {
  /** An item was read that is not in the partition that its tenant and type have: it was planted, and was dropped. */
  readonly kind: 'foreign-row';
  readonly tenantId: TenantId;
  readonly type: string;
  readonly index: string | null;
}

/** The row of an item: its fields, nothing of keys. */
export function rowOf(item: Item): Row {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !name.startsWith('__')));
}

/**
 * The row of an item that was read, or null when the item is not this tenant's row of this type.
 * IAM looks at the table's key when an item is written, not at its index keys, so that an index could hold what a
 * hostile writer of another tenant put there.
 */
export function rowIfOwned(
  tenant: TenantId,
  type: ModelType,
  index: Index | null,
  item: Item,
  onAlarm: (alarm: Alarm) => void,
): Row | null {
  if (RETIRED in item) return null;
  if (item[PK] === typePartition(tenant, type)) return rowOf(item);
  onAlarm({ kind: 'foreign-row', tenantId: tenant, type: type.name, index: index?.name ?? null });
  return null;
}
