import DataLoader from 'dataloader';

import type { ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { GetAccess, Row } from '../../port/access.ts';
import { commandFor } from '../commands/command.ts';
import { idOfKey, idOfRow, type ItemKey, rowKey } from '../keys/keys.ts';
import { type Alarm, rowIfOwned } from './rows.ts';
import type { Item, Send } from '../driver/send.ts';

/** DynamoDB's limit (API reference, BatchGetItem). */
const MAX_KEYS = 100;

/** A loader of rows by key. It reads each row once per request. */
export interface RowLoader {
  load(access: GetAccess): Promise<Row | null>;
  /** Adds rows that were read in another way, except for those that the loader has. */
  prime(type: ModelType, rows: readonly Row[]): void;
  /** Replaces a cached row. Without a row, the next load reads it again. */
  replace(type: ModelType, key: Row, row?: Row | null): void;
}

/** Creates a loader over all types of a tenant. It sends all loads of one tick in one call. */
export function rowLoader(
  tenant: TenantId,
  options: {
    readonly send: Send;
    readonly onAlarm: (alarm: Alarm) => void;
  },
): RowLoader {
  const loader = new DataLoader<GetAccess, Row | null, string>(
    async (accesses) => {
      const items = await itemsOf(accesses);
      return accesses.map((access) => {
        const item = items.get(idOfRow(tenant, access.type, access.key));
        return item ? rowIfOwned(tenant, access.type, null, item, options.onAlarm) : null;
      });
    },
    { maxBatchSize: MAX_KEYS, cacheKeyFn: (access) => idOfRow(tenant, access.type, access.key) },
  );
  /** Rows of pages, by type. Most pages are followed by no load of their type, so their keys are not computed before. */
  const waiting = new Map<ModelType, (readonly Row[])[]>();
  const settle = (type: ModelType): void => {
    const pages = waiting.get(type);
    if (!pages) return;
    waiting.delete(type);
    for (const row of pages.flat()) loader.prime({ op: 'get', type, key: row }, row);
  };
  return {
    async load(access) {
      settle(access.type);
      try {
        return await loader.load(access);
      } catch (error) {
        loader.clear(access);
        throw error;
      }
    },
    prime(type, rows) {
      waiting.set(type, [...(waiting.get(type) ?? []), rows]);
    },
    replace(type, key, row) {
      settle(type);
      const access: GetAccess = { op: 'get', type, key };
      loader.clear(access);
      if (row !== undefined) loader.prime(access, row);
    },
  };

  async function itemsOf(accesses: readonly GetAccess[]): Promise<Map<string, Item>> {
    const [first] = accesses;
    if (accesses.length === 1 && first) {
      const { Item } = await options.send(commandFor(tenant, first));
      return byId(Item ? [Item] : []);
    }
    const Keys = accesses.map(({ type, key }) => ({ ...rowKey(tenant, type, key) }));
    const { Items = [] } = await options.send({ name: 'BatchGetItem', input: { Keys } });
    return byId(Items);
  }
}

function byId(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [idOfKey(item as Item & ItemKey), item]));
}
