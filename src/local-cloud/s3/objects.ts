import { createHash, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** What a list tells of an object. */
export interface ObjectEntry {
  readonly key: string;
  readonly size: number;
  readonly modified: Date;
  /** Of objects that KMS encrypts it is no digest of their content, on AWS either. */
  readonly etag: string;
}

/** The objects of one bucket, as files of a folder that its owner alone can read. */
export interface Objects {
  put(key: string, bytes: Uint8Array): Promise<ObjectEntry>;
  get(key: string): Promise<(ObjectEntry & { readonly bytes: Uint8Array }) | null>;
  /** None is no error. */
  remove(key: string): Promise<void>;
  /** The keys that begin so, in the order of their bytes. */
  keys(prefix: string): Promise<readonly string[]>;
  entry(key: string): Promise<ObjectEntry | null>;
}

/** The ending of the files of objects: folders, which stand for the beginnings of long keys, have none. */
const OBJECT = '.object';
/** Characters of a name of a file: file systems take 255 bytes. */
const PIECE = 200;
/** Where files grow before they have their names. */
const INCOMING = 'incoming';

/**
 * Opens them. A file is named by the bytes of its key as hexadecimal digits: whatever a key holds, it leads nowhere else,
 * no two are one on a file system that takes capitals for small letters, and names sort as keys do.
 */
export function openObjects(root: string): Objects {
  // What a process that was killed was about to write.
  rmSync(join(root, INCOMING), { recursive: true, force: true });
  const placeOf = (key: string): string => {
    const pieces = Buffer.from(key)
      .toString('hex')
      .match(new RegExp(`.{1,${PIECE}}`, 'g')) ?? [''];
    return `${join(root, ...pieces)}${OBJECT}`;
  };
  const entry = async (key: string): Promise<ObjectEntry | null> => {
    const found = await stat(placeOf(key)).catch(absent(null));
    if (!found) return null;
    const { size, mtime, ino } = found;
    const etag = createHash('md5').update(`${ino} ${mtime.getTime()} ${size}`).digest('hex');
    return { key, size, modified: mtime, etag: `"${etag}"` };
  };
  return {
    entry,
    async put(key, bytes) {
      const [growing, file] = [join(root, INCOMING, randomUUID()), placeOf(key)];
      await mkdir(dirname(growing), { recursive: true, mode: 0o700 });
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      // A reader sees the old object or the new one, never half of it.
      await writeFile(growing, bytes, { mode: 0o600 });
      await rename(growing, file);
      const written = await entry(key);
      if (!written) throw new Error('An object is gone that was just written.');
      return written;
    },
    async get(key) {
      const bytes = await readFile(placeOf(key)).catch(absent(null));
      const found = bytes && (await entry(key));
      return found && { ...found, bytes };
    },
    async remove(key) {
      await rm(placeOf(key), { force: true });
    },
    async keys(prefix) {
      const begins = Buffer.from(prefix).toString('hex');
      const files = await readdir(root, { recursive: true, withFileTypes: true }).catch(absent([]));
      return files
        .filter((file) => file.isFile() && file.name.endsWith(OBJECT))
        .map((file) => relative(root, join(file.parentPath, file.name)).split(sep).join(''))
        .map((name) => name.slice(0, -OBJECT.length))
        .filter((name) => name.startsWith(begins))
        .sort()
        .map((name) => Buffer.from(name, 'hex').toString('utf8'));
    },
  };
}

function absent<Value>(value: Value): (error: NodeJS.ErrnoException) => Value {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}
