import type { Ids, Kind, Records } from '../../port/records.ts';
import type { Send } from '../driver/send.ts';
import { kinds } from './control-keys.ts';
import { itemKey, recordOf } from './items.ts';

/** The single records of the control table. */
export interface ControlRecords {
  /** Returns a record with a consistent read, or null. */
  get<K extends Kind>(kind: K, id: Ids[K]): Promise<Records[K] | null>;
}

/** Opens the single records, for a function that needs no more: its bundle has no lists and no transactions. */
export function openRecords(send: Send): ControlRecords {
  return {
    async get(kind, id) {
      const Key = itemKey(kinds[kind].key(id));
      const { Item } = await send({ name: 'GetItem', input: { Key, ConsistentRead: true } });
      return Item ? recordOf(kind, Item) : null;
    },
  };
}
