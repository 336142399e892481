import type { Index, ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { Row } from '../../port/access.ts';
import { isOfType, PK, RETIRED, typePartition } from '../keys/keys.ts';
import { rowOf } from '../commands/row-codec.ts';
import type { Item } from '../driver/send.ts';

/** An event that must never happen, for the log and the audit. */
export interface Alarm {
  /**
   * An item is not in the partition of its tenant and type: another writer planted it, and the store ignored
   * it.
   */
  readonly kind: 'foreign-row';
  readonly tenantId: TenantId;
  readonly type: string;
  readonly index: string | null;
}

/** Reads the row of an item. Returns null for an item that is not a row of its tenant and type. */
export type RowReader = (item: Item) => Row | null;

/**
 * Opens the reader of the items of one read. IAM checks the table's key of a write, but not its index keys. So an index could
 * contain items that a hostile tenant wrote, and each item is checked.
 */
export function openRowReader(
  tenant: TenantId,
  type: ModelType,
  index: Index | null,
  onAlarm: (alarm: Alarm) => void,
): RowReader {
  const own = typePartition(tenant, type);
  return (item) => {
    if (RETIRED in item) return null;
    if (item[PK] === own || isOfType(tenant, type, item[PK])) return rowOf(type, item);
    onAlarm({ kind: 'foreign-row', tenantId: tenant, type: type.name, index: index?.name ?? null });
    return null;
  };
}

/** Returns the row of one item, as {@link openRowReader} does. */
export function rowIfOwned(
  tenant: TenantId,
  type: ModelType,
  index: Index | null,
  item: Item,
  onAlarm: (alarm: Alarm) => void,
): Row | null {
  return openRowReader(tenant, type, index, onAlarm)(item);
}
