import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const OBJECT = '.object';

/** A file of the S3 of the laptop that holds an object. */
export interface ObjectFile {
  readonly key: string;
  readonly file: string;
}

/** Lists the objects of a bucket from its folder, around the server that writes them. Their names are keys in hexadecimal. */
export function objectsIn(folder: string): readonly ObjectFile[] {
  // A bucket has no folder before its first object.
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(OBJECT))
    .map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      const hex = relative(folder, file).split(sep).join('').slice(0, -OBJECT.length);
      return { key: Buffer.from(hex, 'hex').toString(), file };
    })
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** Returns the keys of a bucket with the hashes of what is stored below each. */
export function hashesIn(folder: string): readonly string[] {
  return objectsIn(folder).map(
    ({ key, file }) => `${key} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`,
  );
}
