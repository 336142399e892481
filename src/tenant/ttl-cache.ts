/** Answers kept; beyond it the oldest goes. One takes some hundred bytes. */
const MOST_ENTRIES = 10_000;

/**
 * Keeps what a look-up answered for `ttl` milliseconds. Equal look-ups of the same moment share one promise; a failed
 * one is not kept. Parts hold no space.
 */
export function ttlCache<Parts extends readonly string[], Answer>(
  ttl: number,
  now: () => number,
  find: (...parts: Parts) => Promise<Answer>,
): (...parts: Parts) => Promise<Answer> {
  const known = new Map<string, { at: number; found: Promise<Answer> }>();
  return (...parts) => {
    const key = parts.join(' ');
    const recent = known.get(key);
    if (recent && now() - recent.at < ttl) return recent.found;
    known.delete(key);
    const [oldest] = known.keys();
    if (known.size >= MOST_ENTRIES && oldest !== undefined) known.delete(oldest);
    const entry = { at: now(), found: find(...parts) };
    known.set(key, entry);
    entry.found.catch(() => {
      if (known.get(key) === entry) known.delete(key);
    });
    return entry.found;
  };
}
