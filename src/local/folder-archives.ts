import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

import type { Archives } from '../platform/index.ts';

/** One part of a path: it cannot lead out of the folder, nor hide in it. */
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/;

/** Archives in a folder of this machine, readable by its owner alone. */
export function folderArchives(root: string): Archives {
  /** @throws {Error} for a path that leads anywhere else */
  const placeOf = (path: string): string => {
    const segments = path.split('/');
    if (!segments.every((segment) => SEGMENT.test(segment)))
      throw new Error('This is no path of an archive.');
    return join(root, ...segments);
  };
  return {
    async write(path, bytes) {
      const file = placeOf(path);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      // A reader sees the old file or the new one, never half of it.
      await writeFile(`${file}.new`, bytes, { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
    async read(path) {
      return readFile(placeOf(path)).catch(absent(null));
    },
    async list(folder) {
      const files = await readdir(placeOf(folder), { recursive: true, withFileTypes: true }).catch(
        absent([]),
      );
      return files
        .filter((file) => file.isFile() && !file.name.endsWith('.new'))
        .map((file) => relative(root, join(file.parentPath, file.name)).split(sep).join('/'))
        .sort();
    },
    async remove(folder) {
      await rm(placeOf(folder), { recursive: true, force: true });
    },
  };
}

function absent<Value>(value: Value): (error: NodeJS.ErrnoException) => Value {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}
