import { boundedMap } from './bounded-map.ts';

/** The most answers of a cache. Beyond it the oldest one is dropped. An answer takes some hundred bytes. */
const MOST_ENTRIES = 10_000;

/**
 * Caches the answers of a look-up for `ttl` milliseconds.
 * Concurrent equal look-ups share one promise. A failed one is not cached. Key parts must not contain spaces.
 */
export function ttlCache<Parts extends readonly string[], Answer>(
  ttl: number,
  now: () => number,
  find: (...parts: Parts) => Promise<Answer>,
): (...parts: Parts) => Promise<Answer> {
  const known = boundedMap<string, { at: number; found: Promise<Answer> }>(MOST_ENTRIES);
  return (...parts) => {
    const key = parts.join(' ');
    const recent = known.get(key);
    if (recent && now() - recent.at < ttl) return recent.found;
    known.delete(key);
    const entry = { at: now(), found: find(...parts) };
    known.set(key, entry);
    entry.found.catch(() => {
      if (known.get(key) === entry) known.delete(key);
    });
    return entry.found;
  };
}
