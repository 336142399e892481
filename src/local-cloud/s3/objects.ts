import { createHash, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** An object in a list. */
export interface ObjectEntry {
  readonly key: string;
  readonly size: number;
  readonly modified: Date;
  /** The ETag. For objects encrypted by KMS it is not a hash of the content, on AWS either. */
  readonly etag: string;
}

/** The objects of one bucket, as files in a folder that only its owner can read. */
export interface Objects {
  put(key: string, bytes: Uint8Array): Promise<ObjectEntry>;
  get(key: string): Promise<(ObjectEntry & { readonly bytes: Uint8Array }) | null>;
  /** Deletes an object. Does nothing if it does not exist. */
  remove(key: string): Promise<void>;
  /** Lists the keys with a prefix, in the order of their bytes. */
  keys(prefix: string): Promise<readonly string[]>;
  entry(key: string): Promise<ObjectEntry | null>;
}

/** Extension of an object's file. Folders, which hold the first parts of long keys, have none. */
const OBJECT = '.object';
/** Maximum characters of a file name. File systems allow 255 bytes. */
const PIECE = 200;
/** Folder of files that are being written. */
const INCOMING = 'incoming';

/**
 * Opens the objects of a bucket. A file's name is its key in hexadecimal. So no key leads out of the folder,
 * no two keys share a file on a file system that ignores case, and names sort as keys do.
 */
export function openObjects(root: string): Objects {
  // Delete what a killed process was writing.
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
      // A reader sees the old object or the new one, never a part of it.
      try {
        await writeFile(growing, bytes, { mode: 0o600 });
        await rename(growing, file);
      } catch (error) {
        // A repeated write to a full disk must not fill it further.
        await rm(growing, { force: true });
        throw error;
      }
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
      const names = await namesIn(root, '', Buffer.from(prefix).toString('hex'));
      return names.sort().map((name) => Buffer.from(name, 'hex').toString('utf8'));
    },
  };
}

/**
 * Returns the hexadecimal keys in a folder that begin with a text. It enters only folders in which there may be one.
 * @param path what the names of the folder and of those above it make together
 */
async function namesIn(folder: string, path: string, begins: string): Promise<string[]> {
  const files = await readdir(folder, { withFileTypes: true }).catch(absent([]));
  const names = await Promise.all(
    files.map(async (file) => {
      const name = path + basename(file.name, OBJECT);
      if (file.isDirectory() && (name.startsWith(begins) || begins.startsWith(name)))
        return namesIn(join(folder, file.name), name, begins);
      return file.isFile() && file.name.endsWith(OBJECT) && name.startsWith(begins) ? [name] : [];
    }),
  );
  return names.flat();
}

function absent<Value>(value: Value): (error: NodeJS.ErrnoException) => Value {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}
