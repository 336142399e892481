import type { TenantId } from '../../../tenant/index.ts';
import {
  PK,
  SYSTEM_PARTITIONS,
  systemPartition,
  SK,
  typePartition,
  type SystemPartition,
} from '../keys/keys.ts';
import { partitionQuery } from './partition-query.ts';
import type { Item, Send } from '../driver/send.ts';

/** A part of a tenant's items in the table: the rows of a type, or one kind of side items. */
export type Part = { readonly type: string } | { readonly side: SystemPartition };

/** Returns every part of a tenant, for the names of all types that ever existed. */
export function partsOf(types: readonly string[]): readonly Part[] {
  return [...types.map((type) => ({ type })), ...SYSTEM_PARTITIONS.map((side) => ({ side }))];
}

/** Items of a part as they are stored, in the order of their keys. */
export interface PartPage {
  readonly items: readonly Item[];
  /** The sort key that the next page begins after; null at the end. */
  readonly after: string | null;
}

/** Reads items of a part with a consistent read, up to `limit` and 1 MB. */
export async function partPage(
  tenant: TenantId,
  part: Part,
  send: Send,
  { limit, after = null }: { readonly limit: number; readonly after?: string | null },
): Promise<PartPage> {
  const partition =
    'type' in part ? typePartition(tenant, { name: part.type }) : systemPartition(tenant, part.side);
  const start = after === null ? null : { [PK]: partition, [SK]: after };
  const { Items = [], LastEvaluatedKey } = await send(partitionQuery(PK, partition, { limit, start }));
  const last = LastEvaluatedKey?.[SK];
  return { items: Items, after: typeof last === 'string' ? last : null };
}
