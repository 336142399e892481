/** Maximum entries of a cache. AWS does not document its limit. */
const maxEntries = 1_000;

/** A cache whose entries end at a time of their own. Beyond its limit it drops the entry that was added first. */
export interface ExpiringCache<Value> {
  /** Returns the value of a key, or null if it has none or its time is over. */
  get(key: string): Value | null;
  set(key: string, value: Value, seconds: number): void;
}

/** Creates an empty cache of at most 1,000 entries. `now` returns milliseconds. */
export function expiringCache<Value>(now: () => number): ExpiringCache<Value> {
  const entries = new Map<string, { readonly until: number; readonly value: Value }>();
  return {
    get(key) {
      const found = entries.get(key);
      if (found && now() < found.until) return found.value;
      entries.delete(key);
      return null;
    },
    set(key, value, seconds) {
      entries.set(key, { until: now() + seconds * 1000, value });
      if (entries.size <= maxEntries) return;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
    },
  };
}
