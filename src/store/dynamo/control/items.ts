import type { Item } from '../driver/send.ts';
import type { Kind, Records } from '../../port/records.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';

/** The attribute that counts the writes of a record: who writes it names the count that they read. */
export const VERSION = '__version';

/** A record of the control table with its keys. */
export function itemKey([pk, sk]: readonly [string, string]): Item {
  return { [CONTROL_PK]: pk, [CONTROL_SK]: sk };
}

/** What tenants have whose records were written before there were these fields. */
const LATER_FIELDS: Pick<Records['tenant'], 'isolation'> = { isolation: 'POOL' };

/** The record of a kind in an item of that kind: what is not of the table's own. */
export function recordOf<K extends Kind>(kind: K, item: Item): Records[K] {
  const { [CONTROL_PK]: _pk, [CONTROL_SK]: _sk, [VERSION]: _version, ...record } = item;
  return { ...(kind === 'tenant' && LATER_FIELDS), ...record } as unknown as Records[K];
}
