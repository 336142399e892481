import type { Key } from './model.ts';

/** Returns the fields of a key, the hash first. */
export function keyFields({ hash, sort }: Key): readonly string[] {
  return [hash, ...sort];
}
