import { type Position, positionIn } from '../commands/query-command.ts';
import { compareKeys } from '../keys/shards.ts';
import type { Item, Output } from '../driver/send.ts';
import type { QueryAccess } from '../../port/access.ts';

/** One of the partitions over which the rows of a query are spread. */
export interface Shard {
  /** Reads up to `limit` items after a position, in the order of the query. */
  read(limit: number, after: Position | null): Promise<Output>;
  /** Whether rows leave it for other shards meanwhile. */
  readonly isFormer: boolean;
}

/** What one round of reads found. `Items` are in the order of the query, as one call of one partition returns them. */
export interface Round {
  readonly output: Output;
  /** How many calls it took. */
  readonly calls: number;
}

interface Stream {
  readonly shard: Shard;
  /** Items that were read and come after the end of the last round. */
  items: readonly Item[];
  /** The key up to which it was read. Null at the beginning. */
  end: Item | null;
  /** Whether nothing is left to read. */
  isRead: boolean;
}

/**
 * Opens a reader of several shards as if they were one partition. Each round reads the shards in parallel, some rows of each, and
 * returns the items up to the first key at which the reading of a shard stopped. So all of a page continues from one position,
 * whatever the number of shards, and a `nextToken` holds no more than that of one partition.
 *
 * While rows move from former shards, each round reads those first and the others again after them. A row that moves between the
 * two reads is found twice, and returned once; no row is missed.
 */
export function mergeShards(
  shards: readonly Shard[],
  { index, direction }: Pick<QueryAccess, 'index' | 'direction'>,
  start: Position | null,
): (limit: number) => Promise<Round> {
  const streams = shards.map((shard): Stream => ({ shard, items: [], end: null, isRead: false }));
  const former = streams.filter(({ shard }) => shard.isFormer);
  const present = streams.filter(({ shard }) => !shard.isFormer);
  const sign = direction === 'ASC' ? 1 : -1;
  const inOrder = (one: Item, other: Item): number =>
    sign * compareKeys(keyOf(one, index), keyOf(other, index));
  let last = start;

  return async (limit) => {
    const share = shareOf(limit, streams.length);
    const isMoving = former.some(({ isRead }) => !isRead);
    const outputs = await readAll(former, share);
    if (isMoving)
      for (const stream of present) Object.assign(stream, { items: [], end: null, isRead: false });
    outputs.push(...(await readAll(present, share)));
    const end = endOf(streams);
    const Items = takeUpTo(end);
    if (end) last = positionIn(index, end);
    const ScannedCount = outputs.reduce((sum, output) => sum + (output.ScannedCount ?? 0), 0);
    const capacity = outputs.reduce((sum, output) => sum + output.capacity, 0);
    const output = { Items, ScannedCount, capacity, ...(end && { LastEvaluatedKey: end }) };
    return { output, calls: outputs.length };
  };

  /** Reads on in the shards that hold up the others or have few items left. */
  function readAll(some: readonly Stream[], share: number): Promise<Output[]> {
    const slowest = endOf(streams);
    const due = some.filter(
      ({ isRead, end, items }) => !isRead && (end === null || end === slowest || 2 * items.length < share),
    );
    return Promise.all(
      due.map(async (stream) => {
        const output = await stream.shard.read(share, stream.end ? positionIn(index, stream.end) : last);
        stream.items = [...stream.items, ...(output.Items ?? [])];
        stream.end = output.LastEvaluatedKey ?? null;
        stream.isRead = stream.end === null;
        return output;
      }),
    );
  }

  /** Returns the first key at which the reading of a shard stopped; null if nothing is left to read. */
  function endOf(some: readonly Stream[]): Item | null {
    const ends = some.flatMap(({ end }) => (end ? [end] : []));
    return ends.reduce<Item | null>((first, end) => (first && inOrder(first, end) <= 0 ? first : end), null);
  }

  /** Takes the items up to a key out of the streams. Of one that is in two shards, it returns the later copy. */
  function takeUpTo(end: Item | null): readonly Item[] {
    const taken: Item[] = [];
    for (const stream of streams) {
      const next = end ? stream.items.findIndex((item) => inOrder(item, end) > 0) : -1;
      const count = next === -1 ? stream.items.length : next;
      taken.push(...stream.items.slice(0, count));
      stream.items = stream.items.slice(count);
    }
    return taken
      .sort(inOrder)
      .filter((item, at) => !taken[at + 1] || inOrder(item, taken[at + 1] ?? item) !== 0);
  }
}

/** How many more rows than its part a shard reads, in square roots of it: a second round is rare then. */
const SPARE = 2;

/** Returns how many rows each shard reads, so that together they most likely have the first `limit` rows. */
function shareOf(limit: number, shards: number): number {
  const part = limit / shards;
  return Math.min(limit, Math.ceil(part + SPARE * Math.sqrt(part)));
}

function keyOf(item: Item, index: QueryAccess['index']): string {
  const { sk, indexSk } = positionIn(index, item);
  return indexSk ?? sk;
}
