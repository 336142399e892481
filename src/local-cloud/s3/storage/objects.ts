import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { appendFooter, readFooter, type Properties } from './footer.ts';
import { openLocks } from './locks.ts';
import { absent, fileOf, keysIn, tagsFileOf } from './places.ts';

/** An object in a list. */
export interface ObjectEntry extends Properties {
  readonly key: string;
  readonly size: number;
  readonly modified: Date;
}

/** A change of an object. */
export interface Change {
  readonly name: 'ObjectCreated' | 'ObjectRemoved';
  readonly key: string;
  /** The call that made it: `PutObject`. */
  readonly reason: string;
  readonly sequencer: string;
  /** Those of a created object. */
  readonly size: number;
  readonly etag: string;
}

/** Hears of changes: of each before it is made, and when it was made or failed. */
export interface ChangeListener {
  begin(change: Change): void;
  end(change: Change, made: boolean): void;
}

/** What a write needs to know, except what the storage itself adds. */
export type NewObject = Omit<Properties, 'etag' | 'sequencer'> & {
  readonly etag?: string;
  readonly reason: string;
  /** Throws if the write is not allowed after the object that exists. */
  readonly allow?: (current: ObjectEntry | null) => void;
};

export type Tags = Readonly<Record<string, string>>;

/** The objects of one bucket, as files in a folder that only its owner can read. */
export interface Objects {
  /** Writes an object whose bytes are in memory. */
  put(key: string, bytes: Uint8Array): Promise<ObjectEntry>;
  /** Lets a function fill a new file, and deletes the file after it. */
  stage<Result>(fill: (file: string) => Promise<Result>): Promise<Result>;
  /** Makes a staged file an object. A reader sees the old object or the new one, never a part of it. */
  commit(key: string, file: string, object: NewObject): Promise<ObjectEntry>;
  /** Opens an object to read it. The caller closes the handle. */
  open(key: string): Promise<{ readonly entry: ObjectEntry; readonly handle: FileHandle } | null>;
  entry(key: string): Promise<ObjectEntry | null>;
  /** Returns the tags of an object: those of its write, or those that replaced them. */
  tagsOf(entry: ObjectEntry): Promise<Tags>;
  /** Replaces the tags of an object. Does nothing if it was replaced meanwhile. */
  tag(entry: ObjectEntry, tags: Tags): Promise<void>;
  /** Deletes an object. Does nothing if it does not exist. */
  remove(key: string, allow?: NewObject['allow']): Promise<void>;
  /** Lists the keys with a prefix, in the order of their bytes. */
  keys(prefix: string): Promise<readonly string[]>;
}

/** Folder of files that are being written. */
const INCOMING = 'incoming';

/** Opens the objects of a bucket. Only one process may use the folder at a time. */
export function openObjects(root: string, listener?: ChangeListener, now: () => number = Date.now): Objects {
  // Delete what a killed process was writing.
  rmSync(join(root, INCOMING), { recursive: true, force: true });
  const locks = openLocks();
  const nextSequencer = openSequencer(now);
  const openEntry = async (key: string) => {
    const handle = await open(fileOf(root, key)).catch(absent(null));
    if (!handle) return null;
    try {
      return { handle, entry: await entryOf(key, handle) };
    } catch (error) {
      await handle.close();
      throw error;
    }
  };
  const entry = async (key: string): Promise<ObjectEntry | null> => {
    const opened = await openEntry(key);
    await opened?.handle.close();
    return opened?.entry ?? null;
  };
  const make = async (change: Change, work: () => Promise<void>): Promise<void> => {
    listener?.begin(change);
    let made = false;
    try {
      await work();
      made = true;
    } finally {
      listener?.end(change, made);
    }
  };
  const stage: Objects['stage'] = async (fill) => {
    mkdirSync(join(root, INCOMING), { recursive: true, mode: 0o700 });
    const file = join(root, INCOMING, randomUUID());
    try {
      return await fill(file);
    } finally {
      // A repeated write to a full disk must not fill it further.
      await rm(file, { force: true });
    }
  };
  const commit: Objects['commit'] = (key, file, { reason, allow, ...object }) =>
    locks.run(key, async () => {
      const current = await entry(key);
      allow?.(current);
      const properties: Properties = {
        ...object,
        etag: object.etag ?? newEtag(),
        sequencer: nextSequencer(current?.sequencer),
      };
      const { etag, sequencer } = properties;
      const { size } = await stat(file);
      await appendFooter(file, properties);
      const place = fileOf(root, key);
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      await make({ name: 'ObjectCreated', key, reason, sequencer, size, etag }, () => rename(file, place));
      const written = await entry(key);
      if (!written) throw new Error('An object is gone that was just written.');
      return written;
    });
  return {
    open: openEntry,
    entry,
    stage,
    commit,
    put: (key, bytes) =>
      stage(async (file) => {
        await writeFile(file, bytes, { mode: 0o600 });
        return commit(key, file, {
          reason: 'PutObject',
          headers: {},
          tags: {},
          checksum: null,
          upload: null,
        });
      }),
    async tagsOf({ key, etag, tags }) {
      const text = await readFile(tagsFileOf(root, key), 'utf8').catch(absent(null));
      const later = text === null ? null : (JSON.parse(text) as { etag: string; tags: Tags });
      return later?.etag === etag ? later.tags : tags;
    },
    tag: ({ key, etag }, tags) =>
      locks.run(key, async () => {
        if ((await entry(key))?.etag !== etag) return;
        await stage(async (file) => {
          await writeFile(file, JSON.stringify({ etag, tags }), { mode: 0o600 });
          await rename(file, tagsFileOf(root, key));
        });
      }),
    remove: (key, allow) =>
      locks.run(key, async () => {
        const current = await entry(key);
        allow?.(current);
        if (!current) return;
        const sequencer = nextSequencer(current.sequencer);
        const change = {
          name: 'ObjectRemoved',
          key,
          reason: 'DeleteObject',
          sequencer,
          size: 0,
          etag: '',
        } as const;
        await make(change, () => rm(fileOf(root, key), { force: true }));
        await rm(tagsFileOf(root, key), { force: true });
      }),
    keys: (prefix) => keysIn(root, prefix),
  };
}

export function newEtag(): string {
  return `"${randomBytes(16).toString('hex')}"`;
}

async function entryOf(key: string, handle: FileHandle): Promise<ObjectEntry> {
  const { mtime, ino, size } = await handle.stat();
  const found = await readFooter(handle);
  if (found) return { key, modified: mtime, size: found.size, ...found.properties };
  const hash = createHash('md5').update(`${ino} ${mtime.getTime()} ${size}`).digest('hex');
  return {
    key,
    modified: mtime,
    size,
    etag: `"${hash}"`,
    headers: {},
    checksum: null,
    tags: {},
    sequencer: '',
    upload: null,
  };
}

/** Returns texts that grow, also over restarts: the time, in hexadecimal. */
function openSequencer(now: () => number): (after?: string) => string {
  let last = 0n;
  return (after = '') => {
    const known = after === '' ? 0n : BigInt(`0x${after}`);
    const time = BigInt(now()) << 16n;
    last = [time, last + 1n, known + 1n].reduce((a, b) => (a > b ? a : b));
    return last.toString(16).toUpperCase().padStart(18, '0');
  };
}
