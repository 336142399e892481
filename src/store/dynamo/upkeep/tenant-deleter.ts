import type { Scope } from '../../../tenant/index.ts';
import { deleteItems } from '../driver/batches.ts';
import { PK, SK } from '../keys/keys.ts';
import { partPage, type Part } from '../commands/part-page.ts';
import { withRetry } from '../driver/with-retry.ts';
import type { Send } from '../driver/send.ts';

/** A deleter of all items of one tenant in a table, whatever they contain. */
export interface TenantDeleter {
  /** Deletes up to `limit` items of a part. Returns how many; 0 means that none was left. */
  erase(part: Part, limit: number): Promise<number>;
  /** Returns whether a part is empty, with a consistent read. */
  isEmpty(part: Part): Promise<boolean>;
}

/** Opens the deleter of the scope's tenant. It reaches no other tenant. */
export function openTenantDeleter(scope: Scope, send: Send): TenantDeleter {
  const steady = withRetry(send);
  return {
    async erase(part, limit) {
      const { items } = await partPage(scope.tenantId, part, steady, { limit });
      await deleteItems(
        items.map((item) => ({ [PK]: item[PK] ?? null, [SK]: item[SK] ?? null })),
        steady,
      );
      return items.length;
    },
    isEmpty: async (part) => (await partPage(scope.tenantId, part, steady, { limit: 1 })).items.length === 0,
  };
}
