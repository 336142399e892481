/**
 * A map with a limit of entries. Beyond it the map drops the entry whose key was added first. To drop the least recently
 * used one, delete a key before you set it.
 */
export interface BoundedMap<Key, Value> {
  get(key: Key): Value | undefined;
  /** Sets an entry. A new key comes last; a known key keeps its place. */
  set(key: Key, value: Value): void;
  delete(key: Key): void;
}

/**
 * Creates an empty map of at most `limit` entries.
 * @param onDrop called with the value of an entry that the limit has dropped
 */
export function boundedMap<Key, Value>(
  limit: number,
  onDrop?: (value: Value) => void,
): BoundedMap<Key, Value> {
  const entries = new Map<Key, Value>();
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.set(key, value);
      const [oldest] = entries;
      if (entries.size <= limit || !oldest) return;
      entries.delete(oldest[0]);
      onDrop?.(oldest[1]);
    },
    delete(key) {
      entries.delete(key);
    },
  };
}
