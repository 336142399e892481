import type { Index, ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { Row } from '../../port/access.ts';
import { isOfType, PK, RETIRED } from '../keys/keys.ts';
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

/**
 * Returns the row of an item, or null if it is not this tenant's row of this type. IAM checks the table's key
 * of a write, but not its index keys. So an index could contain items that a hostile tenant wrote.
 */
export function rowIfOwned(
  tenant: TenantId,
  type: ModelType,
  index: Index | null,
  item: Item,
  onAlarm: (alarm: Alarm) => void,
): Row | null {
  if (RETIRED in item) return null;
  if (isOfType(tenant, type, item[PK])) return rowOf(type, item);
  onAlarm({ kind: 'foreign-row', tenantId: tenant, type: type.name, index: index?.name ?? null });
  return null;
}
