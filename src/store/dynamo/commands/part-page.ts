import type { TenantId } from '../../../tenant/index.ts';
import {
  PK,
  SYSTEM_PARTITIONS,
  systemPartition,
  SK,
  typePartition,
  type SystemPartition,
} from '../keys/keys.ts';
import { shardNames, type ShardName } from '../keys/shards.ts';
import { REALTIME_PARTITIONS, realtimePartition, type RealtimePartition } from '../keys/realtime-keys.ts';
import { partitionQuery } from './partition-query.ts';
import type { Item, Send } from '../driver/send.ts';

/** A type, or one that the schema has lost, with all numbers of shards that it ever had. Absent means only 1. */
export type TypePart = Readonly<{ type: string; number: number; shards?: readonly number[] }>;

/** The rows of a type in one of its shards. */
export type RowPart = Readonly<{ type: string; number: number; shard?: ShardName }>;

/**
 * A part of a tenant's items: the rows of a type in one shard, or one kind of side items, both in its table of rows; or one kind of items
 * in the table of subscriptions.
 */
export type Part = RowPart | { readonly side: SystemPartition } | { readonly realtime: RealtimePartition };

/** All parts of a tenant in the table of subscriptions. */
export const REALTIME_PARTS: readonly Part[] = REALTIME_PARTITIONS.map((realtime) => ({ realtime }));

/** Returns every part of a tenant in its table of rows, for all types that ever existed. */
export function partsOf(types: readonly TypePart[]): readonly Part[] {
  return [...types.flatMap(rowParts), ...SYSTEM_PARTITIONS.map((side) => ({ side }))];
}

/** Returns the parts of a type: its own partition, and those of all shards that it ever had. */
function rowParts({ type, number, shards = [] }: TypePart): readonly RowPart[] {
  const names = new Set([1, ...shards].flatMap(shardNames));
  return [...names].map((shard) => ({ type, number, shard }));
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
  const partition = partitionOf(tenant, part);
  const start = after === null ? null : { [PK]: partition, [SK]: after };
  const { Items = [], LastEvaluatedKey } = await send(partitionQuery(PK, partition, { limit, start }));
  const last = LastEvaluatedKey?.[SK];
  return { items: Items, after: typeof last === 'string' ? last : null };
}

/** Returns the partition of a part. */
export function partitionOf(tenant: TenantId, part: Part): string {
  if ('type' in part) return typePartition(tenant, part, part.shard);
  return 'side' in part ? systemPartition(tenant, part.side) : realtimePartition(tenant, part.realtime);
}
