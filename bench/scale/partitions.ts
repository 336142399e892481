import { PARTITION } from './assumptions.ts';
import type { Load } from './shape.ts';

/** The partitions of a table and of its indexes. Each gives so many units a second, and keeps those of one second. */
export interface Partitions {
  /** Takes the units of a call, or nothing and returns false if one partition lacks them. */
  take(loads: readonly Load[], now: number): boolean;
  /** Returns the partition of which most writes were taken, with its writes. */
  hottest(): readonly [partition: string, writes: number];
}

interface Bucket {
  reads: number;
  writes: number;
  at: number;
  taken: number;
}

export function openPartitions(): Partitions {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (partition: string, now: number): Bucket => {
    const known = buckets.get(partition) ?? { ...PARTITION, at: now, taken: 0 };
    const seconds = (now - known.at) / 1000;
    known.reads = Math.min(PARTITION.reads, known.reads + seconds * PARTITION.reads);
    known.writes = Math.min(PARTITION.writes, known.writes + seconds * PARTITION.writes);
    known.at = now;
    buckets.set(partition, known);
    return known;
  };
  return {
    take(loads, now) {
      const wanted = loads.map((load) => ({ load, bucket: bucketOf(load.partition, now) }));
      if (wanted.some(({ load, bucket }) => bucket.reads < load.reads || bucket.writes < load.writes))
        return false;
      for (const { load, bucket } of wanted) {
        bucket.reads -= load.reads;
        bucket.writes -= load.writes;
        bucket.taken += load.writes;
      }
      return true;
    },
    hottest: () =>
      [...buckets].reduce<readonly [string, number]>(
        (most, [partition, { taken }]) => (taken > most[1] ? [partition, taken] : most),
        ['', 0],
      ),
  };
}
