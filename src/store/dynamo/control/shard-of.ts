/** Returns the shard of an id among some: the same at every call and in every process. */
export function shardOf(id: string, shards: number): number {
  return Buffer.from(id).reduce((hash, byte) => (hash * 31 + byte) % 65_521, 7) % shards;
}
