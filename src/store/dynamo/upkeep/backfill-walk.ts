import type { ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import { isOfType, PK, RETIRED, shardsOf, SK, typePartition } from '../keys/keys.ts';
import { type ShardName, shardNames } from '../keys/shards.ts';
import { queryCommand, type TableQuery } from '../commands/query-command.ts';
import { openReader } from '../rows/open-reader.ts';
import type { Item, Send } from '../driver/send.ts';

/** Rows of one page: some hundred KB at most, and what a killed run does again. */
const PAGE = 100;

/** A page of the items of a type as they are stored, and where the next one begins. */
export interface WalkedPage {
  readonly items: readonly Item[];
  /** The position to go on after, or null at the end. */
  readonly after: string | null;
}

/**
 * Walks the items of a type in the order of their keys, as last written. A row that is being deleted is left out: it has
 * given up its unique values, and no counter knows of it.
 */
export async function* walk(
  tenant: TenantId,
  type: ModelType,
  send: Send,
  { after = null, limit = PAGE }: { readonly after?: string | null; readonly limit?: number } = {},
): AsyncGenerator<WalkedPage> {
  const start = after === null ? null : { sk: after, indexSk: null };
  const read = openReader(tenant, everyRow(type, limit), start, send);
  for (let isMore = true; isMore;) {
    const { output } = await read(limit);
    const last = output.LastEvaluatedKey?.[SK];
    isMore = typeof last === 'string';
    const items = (output.Items ?? []).filter(
      (item) => isOfType(tenant, type, item[PK]) && !(RETIRED in item),
    );
    yield { items, after: typeof last === 'string' ? last : null };
  }
}

/** A page of one shard. */
export interface ShardPage extends WalkedPage {
  /** Whether the rows are to leave the shard. */
  readonly isFormer: boolean;
}

/**
 * Walks the items of a type shard after shard: first those of former shards, which rows leave. A row that is being deleted is only
 * given in a former shard, because its job looks for it in another. A position is the name of a shard, a space, and a sort key.
 * @param more numbers of shards that the type had, in addition to the one in the model
 */
export async function* walkShards(
  tenant: TenantId,
  type: ModelType,
  send: Send,
  { after, more }: { readonly after: string | null; readonly more: readonly number[] },
): AsyncGenerator<ShardPage> {
  const { former, present } = shardsOf(type);
  const left = new Set([...former, ...more.flatMap(shardNames)]);
  for (const shard of present) left.delete(shard);
  const shards = [...left, ...present];
  const begin = after === null ? { shard: shards[0] ?? '', sk: null } : placeOf(after);
  let start = begin.sk;
  for (let at = Math.max(0, shards.indexOf(begin.shard)); at < shards.length; at++) {
    const shard = shards[at] ?? '';
    const isFormer = at < left.size;
    do {
      const chunk = { limit: PAGE, shard, start: start === null ? null : { sk: start, indexSk: null } };
      const { Items = [], LastEvaluatedKey } = await send(queryCommand(tenant, everyRow(type, PAGE), chunk));
      const last = LastEvaluatedKey?.[SK];
      start = typeof last === 'string' ? last : null;
      const next = start === null ? shards[at + 1] : shard;
      yield {
        items: Items.filter((item) => isWalked(item, shard, isFormer)),
        isFormer,
        after: next === undefined ? null : `${next} ${start ?? ''}`,
      };
    } while (start !== null);
  }

  function isWalked(item: Item, shard: ShardName, isFormer: boolean): boolean {
    return item[PK] === typePartition(tenant, type, shard) && (isFormer || !(RETIRED in item));
  }
}

/** Keys contain no space. */
function placeOf(after: string): { readonly shard: ShardName; readonly sk: string | null } {
  const space = after.indexOf(' ');
  return { shard: after.slice(0, Math.max(0, space)), sk: after.slice(space + 1) || null };
}

function everyRow(type: ModelType, limit: number): TableQuery {
  const all = { where: [], range: null, filter: null, direction: 'ASC', after: null, binding: '' } as const;
  return { op: 'query', type, index: null, limit, ...all, consistent: true, whole: true };
}
