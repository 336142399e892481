import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Extension of an object's file. Folders, which hold the first parts of long keys, have none. */
const OBJECT = '.object';
/** Extension of the file with the tags that an object got after its write. */
const TAGS = '.tags';
/** Maximum characters of a file name. File systems allow 255 bytes. */
const PIECE = 200;

/**
 * Returns the file of an object. Its name is the key in hexadecimal. So no key leads out of the folder, no two keys share
 * a file on a file system that ignores case, and names sort as keys do.
 */
export function fileOf(root: string, key: string): string {
  return `${pathOf(root, key)}${OBJECT}`;
}

export function tagsFileOf(root: string, key: string): string {
  return `${pathOf(root, key)}${TAGS}`;
}

function pathOf(root: string, key: string): string {
  const pieces = Buffer.from(key)
    .toString('hex')
    .match(new RegExp(`.{1,${PIECE}}`, 'g')) ?? [''];
  return join(root, ...pieces);
}

/** Lists the keys with a prefix in a folder, in the order of their bytes. */
export async function keysIn(root: string, prefix: string): Promise<readonly string[]> {
  const names = await namesIn(root, '', Buffer.from(prefix).toString('hex'));
  return names.sort().map((name) => Buffer.from(name, 'hex').toString('utf8'));
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
      if (file.isDirectory())
        return file.name.length === PIECE && (name.startsWith(begins) || begins.startsWith(name))
          ? namesIn(join(folder, file.name), name, begins)
          : [];
      return file.isFile() && file.name.endsWith(OBJECT) && name.startsWith(begins) ? [name] : [];
    }),
  );
  return names.flat();
}

/** Returns a handler of errors that gives a value for a file that does not exist. */
export function absent<Value>(value: Value): (error: NodeJS.ErrnoException) => Value {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}
