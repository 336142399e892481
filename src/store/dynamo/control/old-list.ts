import { partitionQuery } from '../commands/partition-query.ts';
import type { Send } from '../driver/send.ts';
import { CONTROL_PK } from '../tables/table-shape.ts';
import type { ControlTransaction } from './control-transaction.ts';
import { OLD_LIST } from './tenant-list.ts';

/** What a process knows of the list of tenants. Once spread, it stays so. */
export interface KnownList {
  isSpread: boolean;
}

/**
 * Returns whether a transaction that writes a tenant also writes its copy in the old list. It does until `spreadTenants` has
 * begun to empty that list, so that processes of an earlier release see every tenant. The transaction depends on the record
 * that says so. The first tenant of a new table writes this record, because there is no old list.
 */
export async function writesOldList(
  transaction: ControlTransaction,
  send: Send,
  known: KnownList,
): Promise<boolean> {
  if (known.isSpread) return false;
  known.isSpread = (await transaction.get('tenantList', {})) !== null;
  if (known.isSpread) return false;
  const { Items = [] } = await send(partitionQuery(CONTROL_PK, OLD_LIST, { limit: 1 }));
  if (Items.length > 0) return true;
  transaction.put('tenantList', { isSpread: true });
  return false;
}
