import type { Scope } from '../../../tenant/index.ts';
import { deleteItems } from '../driver/batches.ts';
import { PK, SK } from '../keys/keys.ts';
import { partPage, type Part } from '../commands/part-page.ts';
import { withRetry } from '../driver/with-retry.ts';
import type { Send } from '../driver/send.ts';

/** Takes everything of one tenant out of a table of rows, whatever it looks like and however it is referred to. */
export interface TenantDeleter {
  /** Deletes up to `limit` items of a part, and answers how many: 0 when none was left. */
  erase(part: Part, limit: number): Promise<number>;
  /** Whether anything is left of a part, as last written. */
  isEmpty(part: Part): Promise<boolean>;
}

/** Opens the eraser of the scope's tenant: nothing else is in its reach. */
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
