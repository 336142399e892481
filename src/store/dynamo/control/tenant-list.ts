import { shardOf } from './shard-of.ts';

/**
 * The number of partitions over which the list of tenants is spread. One partition takes 1,000 write units and 3,000 read
 * units a second (Amazon DynamoDB, "Best practices for designing and using partition keys effectively").
 */
const SHARDS = 16;

/** The only partition of the list in earlier releases. */
export const OLD_LIST = 'TENANTS';

/** Returns the place of a tenant's copy in the list: `TENANTS#11`, `acme`. */
export function listedPlace(id: string): readonly [pk: string, sk: string] {
  return [partition(shardOf(id, SHARDS)), id];
}

/** The partitions of the list. The old one is among them, because a process of an earlier release may still write there. */
export const LIST_PARTITIONS: readonly string[] = [
  OLD_LIST,
  ...Array.from({ length: SHARDS }, (_, shard) => partition(shard)),
];

function partition(shard: number): string {
  return `${OLD_LIST}#${shard}`;
}
