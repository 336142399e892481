import type { Scope } from '../../../tenant/index.ts';
import { deleteItems } from '../driver/batches.ts';
import { PK, SK } from '../keys/keys.ts';
import { partPage, type Part, type PartPage } from '../commands/part-page.ts';
import { withRetry } from '../driver/with-retry.ts';
import type { Item, Send } from '../driver/send.ts';

/** A deleter of all items of one tenant in a table, whatever they contain. */
export interface TenantDeleter {
  /** Deletes up to `limit` items of a part. Returns how many; 0 means that none was left. */
  erase(part: Part, limit: number): Promise<number>;
  /** Returns the number of the first items of a part, up to `limit`, and the sort key of the last of them. */
  count(part: Part, limit: number): Promise<{ readonly count: number; readonly through: string | null }>;
  /** Deletes the items of a part up to a sort key, itself included. */
  eraseThrough(part: Part, through: string): Promise<void>;
  /** Returns whether a part is empty, with a consistent read. */
  isEmpty(part: Part): Promise<boolean>;
}

/** Items that one query reads. */
const PAGE = 500;

/** Opens the deleter of the scope's tenant. It reaches no other tenant. */
export function openTenantDeleter(scope: Scope, send: Send): TenantDeleter {
  const steady = withRetry(send);
  const remove = (items: readonly Item[]): Promise<void> =>
    deleteItems(
      items.map((item) => ({ [PK]: item[PK] ?? null, [SK]: item[SK] ?? null })),
      steady,
    );
  return {
    async erase(part, limit) {
      const { items } = await partPage(scope.tenantId, part, steady, { limit });
      await remove(items);
      return items.length;
    },
    async count(part, limit) {
      const { items } = await partPage(scope.tenantId, part, steady, { limit });
      const last = items.at(-1)?.[SK];
      return { count: items.length, through: typeof last === 'string' ? last : null };
    },
    async eraseThrough(part, through) {
      for (let after: string | null = null; ;) {
        const page: PartPage = await partPage(scope.tenantId, part, steady, { limit: PAGE, after });
        const due = page.items.filter((item) => !isAfter(item[SK] as string, through));
        await remove(due);
        if (due.length < page.items.length || page.after === null) return;
        ({ after } = page);
      }
    },
    isEmpty: async (part) => (await partPage(scope.tenantId, part, steady, { limit: 1 })).items.length === 0,
  };
}

/** Compares sort keys as DynamoDB does: by their bytes in UTF-8. */
function isAfter(key: string, other: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;
}
