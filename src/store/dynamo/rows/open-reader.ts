import type { TenantId } from '../../../tenant/index.ts';
import { type Position, positionIn, queryCommand, type TableQuery } from '../commands/query-command.ts';
import { isOfType, PK, shardsOf } from '../keys/keys.ts';
import type { ShardName } from '../keys/shards.ts';
import { mergeShards, type Round, type Shard } from './merge-shards.ts';
import type { Output, Send } from '../driver/send.ts';

/** The most rows of a call that skips rows of other tenants. */
const MAX_ASKED = 10_000;

/**
 * Opens a reader of the items that a query finds, in its order, from a position on. Each call of the reader makes one round of
 * reads of about `limit` rows: one call of DynamoDB, or one of each shard.
 */
export function openReader(
  tenant: TenantId,
  access: TableQuery,
  start: Position | null,
  send: Send,
): (limit: number) => Promise<Round> {
  const { type, index } = access;
  const { former, present } = shardsOf(type);
  const [only = ''] = present;
  if (former.length === 0 && present.length === 1) {
    let next = start;
    return async (limit) => {
      const output = await readShard(tenant, access, send, { shard: only, limit, start: next });
      next = output.LastEvaluatedKey ? positionIn(index, output.LastEvaluatedKey) : null;
      return { output, calls: 1 };
    };
  }
  // A row that moves meanwhile is in one of two shards only if both are read as last written. An index cannot be.
  const query: TableQuery = former.length > 0 && !index ? { ...access, consistent: true } : access;
  const shardOf =
    (isFormer: boolean) =>
    (shard: ShardName): Shard => ({
      isFormer,
      read: (limit, after) => readShard(tenant, query, send, { shard, limit, start: after }),
    });
  return mergeShards([...former.map(shardOf(true)), ...present.map(shardOf(false))], access, start);
}

/**
 * Makes one call. A position contains the tenant's own keys. If a call stops at a row that another tenant
 * planted in the index, it is repeated with a higher limit: continuing from there would skip own rows.
 */
async function readShard(
  tenant: TenantId,
  access: TableQuery,
  send: Send,
  chunk: { readonly shard: ShardName; readonly limit: number; readonly start: Position | null },
): Promise<Output> {
  for (let asked = chunk.limit; ; asked *= 4) {
    const output = await send(queryCommand(tenant, access, { ...chunk, limit: asked }));
    const stop = output.LastEvaluatedKey;
    if (!stop || isOfType(tenant, access.type, stop[PK]) || asked > MAX_ASKED) return output;
  }
}
