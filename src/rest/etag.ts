import { createHash } from 'node:crypto';

import type { ModelType } from '../model/index.ts';

/** Returns the entity tag of a text: a hash in quotation marks (RFC 9110, section 8.8.3). */
export function hashTag(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

/**
 * Returns the entity tag of a row: `"v7"` by its version, or a hash of the representation. What changes without a write of the
 * row, such as a file or another row in it, adds a hash to the version: `"v7-…"`.
 * @param isPlain whether the row has its default members, and none that the client asked for
 */
export function rowTag(
  { version, files }: Pick<ModelType, 'version' | 'files'>,
  row: Readonly<Record<string, unknown>>,
  isPlain: boolean,
): string {
  const hashed = (): string => hashTag(JSON.stringify(row));
  const count = version === null ? undefined : row[version];
  if (typeof count !== 'number') return hashed();
  const isSure = isPlain && !files.some(({ field }) => (row[field] ?? null) !== null);
  return isSure ? `"v${count}"` : `"v${count}-${hashed().slice(1)}`;
}

/** Returns the version in a tag, or null. */
export function versionIn(tag: string): number | null {
  const [, count] = /^"v(\d{1,10})(?:-[\w-]+)?"$/.exec(tag) ?? [];
  return count === undefined ? null : Number(count);
}

/** What a conditional header holds: any representation, or those with these tags. */
export type Tags = '*' | readonly string[];

const LIST = /^\s*(W\/)?"[\x21\x23-\x7e\x80-\xff]*"\s*(,\s*(W\/)?"[\x21\x23-\x7e\x80-\xff]*"\s*)*$/;

/** Reads the tags of `if-match` or `if-none-match`. Returns null for a malformed header. */
export function readTags(header: string): Tags | null {
  if (header.trim() === '*') return '*';
  if (!LIST.test(header)) return null;
  return header.match(/(W\/)?"[^"]*"/g) ?? [];
}

/** Returns whether a tag is among those of `if-none-match`, which compares weakly (RFC 9110, section 13.1.2). */
export function isAmong(tags: Tags, tag: string): boolean {
  return tags === '*' || tags.some((one) => one.replace(/^W\//, '') === tag);
}
