/** What the partition of a shard has after the number of its type, as in `/8.5`: shard 5 of 8. Empty if the type has one. */
export type ShardName = string;

/** Returns the names of all shards of a type. */
export function shardNames(shards: number): readonly ShardName[] {
  return shards === 1 ? [''] : Array.from({ length: shards }, (_, shard) => shardName(shards, shard));
}

/** Returns the name of the shard that holds the row with an encoded primary key. */
export function shardNameOf(sortKey: string, shards: number): ShardName {
  return shards === 1 ? '' : shardName(shards, shardOf(sortKey, shards));
}

/** Names a shard also by how many there are, so that no row is where it was before a change of their number. */
function shardName(shards: number, shard: number): ShardName {
  return `/${shards}.${shard}`;
}

/**
 * Returns the shard of an encoded primary key, from 0. It is a function of the key alone, so a get is one call (FNV-1a, then
 * the last step of MurmurHash3, so that neighbouring keys spread).
 */
export function shardOf(sortKey: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < sortKey.length; at++) hash = Math.imul(hash ^ sortKey.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % shards;
}

/** Compares two texts as DynamoDB sorts keys: by the bytes of UTF-8, so by code points. */
export function compareKeys(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return inOrder(a) - inOrder(b);
  }
  return one.length - other.length;
}

/** Returns a code unit so that surrogates, which only greater code points have, come last. */
function inOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
