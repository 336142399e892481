import fc from 'fast-check';

import { PK, SK } from '../../src/store/dynamo/keys/keys.ts';
import { compareKeys, shardOf } from '../../src/store/dynamo/keys/shards.ts';
import { positionIn, type Position } from '../../src/store/dynamo/commands/query-command.ts';
import { mergeShards, type Shard } from '../../src/store/dynamo/rows/merge-shards.ts';
import type { Item } from '../../src/store/dynamo/driver/send.ts';

const SEED = 20_261_201;
const key = fc.oneof(
  fc.stringMatching(/^[a-f]{1,3}$/),
  fc.constantFrom('\u{1F600}', '\uFFFD', '\uE000', '\u00e9', '#', 'a#', 'a$'),
);

/** Partitions by number. A read of one is a Query of DynamoDB, except that it ends early at times. */
interface World {
  readonly partitions: Map<number, Set<string>>;
  readonly direction: 'ASC' | 'DESC';
  readonly isFound: (sk: string) => boolean;
  /** Runs after each read. */
  readonly afterRead: () => void;
}

function openShard(number: number, world: World, isFormer = false): Shard {
  return {
    isFormer,
    read(limit, after) {
      const sign = world.direction === 'ASC' ? 1 : -1;
      const left = [...(world.partitions.get(number) ?? [])]
        .sort((one, other) => sign * compareKeys(one, other))
        .filter((sk) => after === null || sign * compareKeys(sk, after.sk) > 0);
      const scanned = left.slice(0, limit);
      const items = scanned.filter(world.isFound).map((sk): Item => ({ [PK]: `p${number}`, [SK]: sk }));
      const last = scanned.at(-1);
      const stop = scanned.length < left.length && last !== undefined;
      world.afterRead();
      return Promise.resolve({
        Items: items,
        ScannedCount: scanned.length,
        capacity: 1,
        ...(stop && { LastEvaluatedKey: { [PK]: `p${number}`, [SK]: last } }),
      });
    },
  };
}

/** Reads pages of `limit` rows to the end. Each page begins with the position of the one before alone. */
async function readAll(shards: readonly Shard[], world: World, limit: number): Promise<string[]> {
  const found: string[] = [];
  let start: Position | null = null;
  do {
    const next = mergeShards(shards, { index: null, direction: world.direction }, start);
    const page: Item[] = [];
    do {
      const { output }: Awaited<ReturnType<typeof next>> = await next(limit + 1 - page.length);
      page.push(...(output.Items ?? []));
      start = output.LastEvaluatedKey ? positionIn(null, output.LastEvaluatedKey) : null;
    } while (page.length <= limit && start);
    const last = page[limit - 1];
    if (page.length > limit && last) start = positionIn(null, last);
    found.push(...page.slice(0, limit).map((item) => item[SK] as string));
  } while (start);
  return found;
}

describe('mergeShards', () => {
  const partitionsOf = (keys: readonly string[], shards: number): World['partitions'] =>
    keys.reduce((map, sk) => {
      const at = shardOf(sk, shards);
      return map.set(at, new Set(map.get(at)).add(sk));
    }, new Map<number, Set<string>>());

  test('returns the rows of all shards in the order of one partition, page by page, in both directions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { maxLength: 60 }),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom<'ASC' | 'DESC'>('ASC', 'DESC'),
        fc.integer({ min: 1, max: 4 }),
        async (keys, shards, limit, direction, rarity) => {
          const isFound = (sk: string): boolean => shardOf(`${sk}?`, rarity) === 0;
          const world = {
            partitions: partitionsOf(keys, shards),
            direction,
            isFound,
            afterRead: () => undefined,
          };
          const streams = Array.from({ length: shards }, (_, number) => openShard(number, world));
          const sorted = keys
            .filter(isFound)
            .sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
          const found = await readAll(streams, world, limit);
          expect(found).toEqual(direction === 'ASC' ? sorted : sorted.reverse());
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });

  test('returns each row once while rows move from former shards between the reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { minLength: 5, maxLength: 60 }),
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 12 }),
        fc.infiniteStream(fc.nat(3)),
        async (keys, shards, limit, moves) => {
          const OLD = 100;
          const waiting = [...keys].sort((one, other) => shardOf(one, 997) - shardOf(other, 997));
          const world: World = {
            partitions: new Map([[OLD, new Set(keys)]]),
            direction: 'ASC',
            isFound: () => true,
            afterRead() {
              const { value = 0 } = moves.next() as { value?: number };
              for (const sk of waiting.splice(0, value)) {
                const to = shardOf(sk, shards);
                world.partitions.get(OLD)?.delete(sk);
                world.partitions.set(to, new Set(world.partitions.get(to)).add(sk));
              }
            },
          };
          const present = Array.from({ length: shards }, (_, number) => openShard(number, world));
          const found = await readAll([openShard(OLD, world, true), ...present], world, limit);
          expect(found).toEqual([...keys].sort(compareKeys));
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });

  test('reads little more than a page of a type with many rows', async () => {
    const keys = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(5, '0'));
    const world: World = {
      partitions: partitionsOf(keys, 8),
      direction: 'ASC',
      isFound: () => true,
      afterRead: () => undefined,
    };
    const streams = Array.from({ length: 8 }, (_, number) => openShard(number, world));
    const next = mergeShards(streams, { index: null, direction: 'ASC' }, null);
    const { output, calls } = await next(51);
    expect(calls).toBe(8);
    expect(output.ScannedCount).toBeLessThanOrEqual(2 * 51);
    expect(output.Items?.length).toBeGreaterThanOrEqual(51);
  });
});

describe('shardOf', () => {
  test('spreads neighbouring keys evenly', () => {
    const counts = new Map<number, number>();
    for (let n = 0; n < 8_000; n++) {
      const at = shardOf(`${String(n).padStart(6, '0')}#`, 8);
      counts.set(at, (counts.get(at) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});
