import { Refusal, type TenantId } from '../../../tenant/index.ts';
import type { CountAccess, QueryAccess } from '../../port/access.ts';
import { matches } from '../../port/matches.ts';
import { splitShown } from '../../port/shown.ts';
import { positionIn, countCommand } from '../commands/query-command.ts';
import { shardsOf } from '../keys/keys.ts';
import type { ShardName } from '../keys/shards.ts';
import { openReader } from './open-reader.ts';
import type { Item, Output, Send } from '../driver/send.ts';
import { rowOf } from '../commands/row-codec.ts';

/** Maximum calls of one count, after the first of each shard. Each reads up to 1 MB of rows. */
const MAX_CALLS = 20;
/** The rows of one round of reads while rows move. */
const CHUNK = 1_000;

/**
 * Counts the rows that a query finds. DynamoDB reads each of them, so a count costs as much as the list.
 * @throws {Refusal} INVALID_ARGUMENTS beyond the read budget, because a partial count would be wrong
 */
export async function countRows(tenant: TenantId, access: CountAccess, send: Send): Promise<number> {
  const { stored, shown } = splitShown(access.filter);
  const isCounted = (item: Item): boolean =>
    !shown || matches(shown, rowOf(access.type, item), access.type.fields);
  const { former, present } = shardsOf(access.type);
  let left = MAX_CALLS + present.length - 1;
  if (former.length > 0) return countMoving();
  const counts = await Promise.all(present.map(countShard));
  return counts.reduce((sum, count) => sum + count, 0);

  async function countShard(shard: ShardName): Promise<number> {
    let count = 0;
    for (let start = null; ;) {
      left -= 1;
      const chunk = { start, shard, rows: shown !== null };
      const output: Output = await send(countCommand(tenant, { ...access, filter: stored }, chunk));
      count += shown ? (output.Items ?? []).filter(isCounted).length : (output.Count ?? 0);
      if (!output.LastEvaluatedKey) return count;
      requireBudget();
      start = positionIn(access.index, output.LastEvaluatedKey);
    }
  }

  /** Reads the rows themselves, because one that moves meanwhile may be in two shards. */
  async function countMoving(): Promise<number> {
    const all = { op: 'query', limit: CHUNK, direction: 'ASC', after: null, binding: '' } as const;
    const query: QueryAccess = { ...access, ...all, filter: stored };
    const read = openReader(tenant, query, null, send);
    for (let count = 0; ;) {
      const { output } = await read(CHUNK);
      count += (output.Items ?? []).filter(isCounted).length;
      if (!output.LastEvaluatedKey) return count;
      left -= 1;
      requireBudget();
    }
  }

  function requireBudget(): void {
    if (left <= 0)
      throw new Refusal('INVALID_ARGUMENTS', 'There are too many rows to count with this filter: narrow it.');
  }
}
