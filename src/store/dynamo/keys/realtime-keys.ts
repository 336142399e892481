import { createHash } from 'node:crypto';

import type { TenantId } from '../../../tenant/index.ts';
import { encodeText, END } from './encoding.ts';
import { PK, SK, sortKey, type ItemKey } from './keys.ts';

/**
 * The kinds of a tenant's items in the table `realtime`: connections that joined, their operations, the subscriptions by
 * topic, the log of events, and the numbers of connections. Each kind has one partition. A purge deletes every kind.
 */
export const REALTIME_PARTITIONS = ['JOIN', 'OP', 'ON', 'LOG', 'COUNT'] as const;
export type RealtimePartition = (typeof REALTIME_PARTITIONS)[number];

/** Partitions of connections, so that all of them can be listed without a scan. */
export const CONNECTION_SHARDS = 16;

/** Returns the partition of a kind: `T#acme#ON#`. Every key of a tenant begins with `T#<tenant>#`, as IAM demands. */
export function realtimePartition(tenant: TenantId, kind: RealtimePartition): string {
  return `T#${tenant}#${kind}${END}`;
}

/** Returns the key of a connection, which no tenant owns: `C#7`. */
export function connectionKey(id: string): ItemKey {
  return { [PK]: shardPartition(shardOf(id, CONNECTION_SHARDS)), [SK]: id };
}

/** Returns the partition of connections with a number. */
export function shardPartition(shard: number): string {
  return `C#${shard}`;
}

/** Returns the key of the position of the sweep. */
export function roundKey(): ItemKey {
  return { [PK]: 'C#ROUND', [SK]: 'ROUND' };
}

/** Returns one of `shards` numbers for a text, always the same. */
export function shardOf(text: string, shards: number): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) % shards;
}

/** Returns the key of a connection that joined a tenant. */
export function joinKey(tenant: TenantId, connectionId: string): ItemKey {
  return keyOf(tenant, 'JOIN', { connectionId });
}

/** Returns the key of an operation of a connection. Both ids come from outside. */
export function operationKey(tenant: TenantId, connectionId: string, id: string): ItemKey {
  return keyOf(tenant, 'OP', { connectionId, id });
}

/** Returns the key of a subscription to a topic. */
export function topicKey(tenant: TenantId, topic: string, connectionId: string, id: string): ItemKey {
  return keyOf(tenant, 'ON', { topic, connectionId, id });
}

/** Returns the key of an event in the log of a type. */
export function logKey(tenant: TenantId, type: string, position: string): ItemKey {
  return keyOf(tenant, 'LOG', { type, position });
}

/** Returns the key of a part of the number of a tenant's connections. */
export function connectionCountKey(tenant: TenantId, shard: number): ItemKey {
  return keyOf(tenant, 'COUNT', { shard: String(shard) });
}

function keyOf(tenant: TenantId, kind: RealtimePartition, parts: Readonly<Record<string, string>>): ItemKey {
  return { [PK]: realtimePartition(tenant, kind), [SK]: sortKey(Object.keys(parts), Object.values(parts)) };
}

/** Returns the beginning of the sort keys whose first part is a text: `Task#`. */
export function prefixOf(text: string): string {
  return encodeText(text) + END;
}
