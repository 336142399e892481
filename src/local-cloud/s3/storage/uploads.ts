import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Checksum } from '../body/checksums.ts';
import { appendFooter, readFooter } from './footer.ts';
import { openLocks } from './locks.ts';
import { newEtag, type Objects, type Tags } from './objects.ts';
import { absent } from './places.ts';

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  /** When it began: milliseconds since 1970. */
  readonly initiated: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Tags;
  /** The algorithm and the kind of its checksum. Null if the client asked for none. */
  readonly checksum: Pick<Checksum, 'algorithm' | 'type'> | null;
}

export interface Part {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly modified: Date;
  readonly checksum: Checksum | null;
  readonly file: string;
}

/** The multipart uploads of one bucket. They outlive the process. */
export interface Uploads {
  begin(upload: Omit<Upload, 'id'>): Promise<Upload>;
  find(id: string, key: string): Promise<Upload | null>;
  /** Makes a staged file a part, in place of an earlier one of the same number. Returns null if the upload is gone. */
  addPart(upload: Upload, number: number, file: string, checksum: Checksum | null): Promise<string | null>;
  /** Lists the parts by their numbers. */
  parts(upload: Upload): Promise<readonly Part[]>;
  remove(upload: Upload): Promise<void>;
  all(): Promise<readonly Upload[]>;
  /** Does one thing at a time with an upload. */
  alone<Result>(upload: Upload, work: () => Promise<Result>): Promise<Result>;
}

const FOLDER = 'uploads';
const RECORD = 'upload.json';
const PART = '.part';
const ID = /^[0-9a-f]{48}$/;

export function openUploads(root: string, objects: Objects): Uploads {
  const locks = openLocks();
  const folderOf = (id: string): string => join(root, FOLDER, id);
  const remove = ({ id }: Upload): Promise<void> =>
    objects.stage(async (place) => {
      // A reader sees the whole upload, or nothing of it.
      await rename(folderOf(id), place).catch(absent(undefined));
      await rm(place, { recursive: true, force: true });
    });
  const read = async (id: string): Promise<Upload | null> => {
    const text = ID.test(id) ? await readFile(join(folderOf(id), RECORD), 'utf8').catch(absent(null)) : null;
    if (text === null) return null;
    const upload = { id, ...(JSON.parse(text) as Omit<Upload, 'id'>) };
    const made = await objects.entry(upload.key);
    if (made?.upload?.id !== id) return upload;
    // A process was killed after it had completed the upload.
    await remove(upload);
    return null;
  };
  return {
    begin: (upload) =>
      objects.stage(async (place) => {
        const id = randomBytes(24).toString('hex');
        await mkdir(place, { mode: 0o700 });
        await writeFile(join(place, RECORD), JSON.stringify(upload), { mode: 0o600 });
        await mkdir(join(root, FOLDER), { recursive: true, mode: 0o700 });
        await rename(place, folderOf(id));
        return { id, ...upload };
      }),
    async find(id, key) {
      const upload = await read(id);
      return upload?.key === key ? upload : null;
    },
    async addPart({ id }, number, file, checksum) {
      const etag = newEtag();
      const rest = { headers: {}, tags: {}, sequencer: '', upload: null };
      await appendFooter(file, { ...rest, etag, checksum });
      const moved = rename(file, join(folderOf(id), `${number}${PART}`)).then(() => etag);
      return moved.catch(absent(null));
    },
    async parts({ id }) {
      const names = await readdir(folderOf(id)).catch(absent([]));
      const files = names.filter((name) => name.endsWith(PART));
      const parts = await Promise.all(
        files.map((name) => partOf(join(folderOf(id), name), parseInt(name, 10))),
      );
      return parts.flatMap((part) => part ?? []).sort((a, b) => a.number - b.number);
    },
    remove,
    async all() {
      const ids = await readdir(join(root, FOLDER)).catch(absent([]));
      return (await Promise.all(ids.map(read))).flatMap((upload) => upload ?? []);
    },
    alone: ({ id }, work) => locks.run(id, work),
  };
}

async function partOf(file: string, number: number): Promise<Part | null> {
  const handle = await open(file).catch(absent(null));
  if (!handle) return null;
  try {
    const found = await readFooter(handle);
    if (!found) return null;
    const { mtime: modified } = await handle.stat();
    const { etag, checksum } = found.properties;
    return { number, size: found.size, etag, modified, checksum, file };
  } finally {
    await handle.close();
  }
}
