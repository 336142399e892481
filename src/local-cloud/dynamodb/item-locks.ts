/** Locks of items, by which the writes of an item come one after another. */
export interface ItemLocks {
  /** Takes the locks of items together, when all writes before have released theirs. Returns what releases them. */
  take(ids: readonly string[]): Promise<() => void>;
}

export function openItemLocks(): ItemLocks {
  /** The end of the last write of each item. */
  const last = new Map<string, Promise<void>>();
  return {
    async take(ids) {
      const own = new Set(ids);
      const before = [...own].flatMap((id) => last.get(id) ?? []);
      let release: () => void = () => undefined;
      const end = new Promise<void>((resolve) => (release = resolve));
      // All of them at once, so that two writes never wait for each other.
      for (const id of own) last.set(id, end);
      await Promise.all(before);
      return () => {
        for (const id of own) if (last.get(id) === end) last.delete(id);
        release();
      };
    },
  };
}
