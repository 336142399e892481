import { boundedMap } from './bounded-map.ts';

/** The most answers of a cache. Beyond it the oldest one is dropped. An answer takes some hundred bytes. */
const MOST_ENTRIES = 10_000;

/** A look-up whose answers are cached. */
export interface TtlCache<Parts extends readonly string[], Answer> {
  (...parts: Parts): Promise<Answer>;
  /** Returns whether a recent answer is cached. */
  has(...parts: Parts): boolean;
  /** Caches an answer that another look-up finds. */
  put(found: Promise<Answer>, ...parts: Parts): void;
}

/**
 * Caches the answers of a look-up for `ttl` milliseconds.
 * Concurrent equal look-ups share one promise. A failed one is not cached. Key parts must not contain spaces.
 */
export function ttlCache<Parts extends readonly string[], Answer>(
  ttl: number,
  now: () => number,
  find: (...parts: Parts) => Promise<Answer>,
): TtlCache<Parts, Answer> {
  const known = boundedMap<string, { at: number; found: Promise<Answer> }>(MOST_ENTRIES);
  const recentOf = (key: string): Promise<Answer> | null => {
    const recent = known.get(key);
    return recent && now() - recent.at < ttl ? recent.found : null;
  };
  const keep = (key: string, found: Promise<Answer>): Promise<Answer> => {
    known.delete(key);
    const entry = { at: now(), found };
    known.set(key, entry);
    entry.found.catch(() => {
      if (known.get(key) === entry) known.delete(key);
    });
    return found;
  };
  const lookUp = (...parts: Parts): Promise<Answer> => {
    const key = parts.join(' ');
    return recentOf(key) ?? keep(key, find(...parts));
  };
  return Object.assign(lookUp, {
    has: (...parts: Parts) => recentOf(parts.join(' ')) !== null,
    put: (found: Promise<Answer>, ...parts: Parts) => {
      void keep(parts.join(' '), found);
    },
  });
}
