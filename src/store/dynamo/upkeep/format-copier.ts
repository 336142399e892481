import type { ModelType } from '../../../model/index.ts';
import type { Scope, TenantId } from '../../../tenant/index.ts';
import type { Row } from '../../port/access.ts';
import { partitionOf } from '../commands/part-page.ts';
import { partitionQuery } from '../commands/partition-query.ts';
import { itemOf } from '../commands/write-command.ts';
import { putItems } from '../driver/batches.ts';
import type { Item, Send } from '../driver/send.ts';
import { withRetry } from '../driver/with-retry.ts';
import { formerPartition } from '../keys/former-keys.ts';
import { MOVED, PK, RETIRED, SK, SYSTEM_PARTITIONS, type SystemPartition } from '../keys/keys.ts';
import type { Run } from './table-copier.ts';

/** A part of a tenant's items in a table whose keys have the names of types. */
export type FormerPart = { readonly side: SystemPartition } | { readonly type: ModelType };

/** Returns every part of a tenant in such a table. */
export function formerParts(types: readonly ModelType[]): readonly FormerPart[] {
  return [...types.map((type) => ({ type })), ...SYSTEM_PARTITIONS.map((side) => ({ side }))];
}

/** A copier of one tenant's items from a table of the former form into one of today's form. */
export interface FormatCopier {
  /** Puts up to `limit` items of a part into the other table, in place of what is there under their keys. */
  copy(part: FormerPart, after: string | null, limit: number): Promise<Run>;
}

/** Opens the copier of the scope's tenant. It may repeat a run: the same items come out. */
export function openFormatCopier(
  { tenantId }: Scope,
  tables: { readonly from: Send; readonly to: Send },
): FormatCopier {
  const [from, to] = [tables.from, tables.to].map(withRetry);
  if (!from || !to) throw new Error('A copier needs two tables.');
  return {
    async copy(part, after, limit) {
      const partition =
        'side' in part ? partitionOf(tenantId, part) : formerPartition(tenantId, part.type.name);
      const start = after === null ? null : { [PK]: partition, [SK]: after };
      const { Items = [], LastEvaluatedKey } = await from(partitionQuery(PK, partition, { limit, start }));
      await putItems('side' in part ? Items : Items.map((item) => renewed(tenantId, part.type, item)), to);
      const last = LastEvaluatedKey?.[SK];
      return { items: Items.length, after: typeof last === 'string' ? last : null };
    },
  };
}

/** The marks of a row that outlive the copy. */
const MARKS = [RETIRED, MOVED];

/** Returns the item of a row as it is stored today. Fields that the type has lost stay. */
function renewed(tenant: TenantId, type: ModelType, item: Item): Item {
  const row: Row = Object.fromEntries(Object.entries(item).filter(([name]) => !name.startsWith('__')));
  const marks = Object.entries(item).filter(([name]) => MARKS.includes(name));
  return { ...itemOf(tenant, type, row), ...Object.fromEntries(marks) };
}
