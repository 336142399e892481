import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { EmulatorMark } from './emulator-process.ts';
import { isAlive, openSignOfLife } from './sign-of-life.ts';
import type { ProcessMark, SignOfLife } from './sign-of-life.ts';

/** The users of a database file: the process that started the emulator, and the emulator. */
interface Holder {
  readonly owner: ProcessMark;
  readonly emulator: EmulatorMark | null;
}

/** The exclusive right to use a database file, until it is released. */
export interface DataLock {
  /** The emulator of a process that has ended. It may still run. */
  readonly leftover: EmulatorMark | null;
  /** Records the emulator, so that the next process can stop it if this one is killed. */
  readonly noteEmulator: (emulator: EmulatorMark) => void;
  readonly release: () => void;
}

/**
 * Locks the database file for this process with a lock file next to it. Takes over the lock of a process that
 * has ended.
 * @throws {Error} if a running process holds the lock
 */
export async function takeDataLock(dbPath: string): Promise<DataLock> {
  makeFolder(dirname(dbPath));
  const life = await openSignOfLife();
  try {
    return await takeOver(dbPath, life);
  } catch (problem) {
    life.close();
    throw problem;
  }
}

async function takeOver(dbPath: string, life: SignOfLife): Promise<DataLock> {
  const file = `${dbPath}.lock`;
  const draft = `${file}.${process.pid}`;
  const write = (target: string, emulator: EmulatorMark | null): void => {
    writeFileSync(target, JSON.stringify({ owner: life.mark, emulator } satisfies Holder));
  };
  const before = readHolder(file);
  if (typeof before !== 'string' && (await isAlive(before.owner))) throw inUse(dbPath, before);
  // No await from here on: another caller in this process writes to the same draft.
  if (before !== 'none') setAside(file, draft, before, dbPath);
  write(draft, null);
  try {
    // A link appears atomically, and never replaces a file.
    linkSync(draft, file);
  } catch {
    throw inUse(dbPath, readHolder(file));
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    leftover: typeof before === 'string' ? null : before.emulator,
    noteEmulator: (emulator) => {
      write(draft, emulator);
      renameSync(draft, file);
    },
    release: () => {
      rmSync(file, { force: true });
      life.close();
    },
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException;
    throw new Error(
      `"${dirname(folder)}" cannot be a data directory (${code ?? 'unknown'}): choose another.`,
    );
  }
}

/** Moves a stale lock away. Puts it back if another process has taken it over meanwhile. */
function setAside(file: string, draft: string, stale: Holder | 'unreadable', dbPath: string): void {
  const aside = `${draft}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  const taken = JSON.stringify(moved) !== JSON.stringify(stale);
  if (taken) linkSync(aside, file);
  rmSync(aside, { force: true });
  if (taken) throw inUse(dbPath, moved);
}

function inUse(dbPath: string, holder: Holder | 'none' | 'unreadable'): Error {
  const who = typeof holder === 'string' ? 'another process' : `process ${holder.owner.pid}`;
  return new Error(
    `The data in "${dirname(dbPath)}" is in use by ${who}: stop it first, or choose another data directory.`,
  );
}

function readHolder(file: string): Holder | 'none' | 'unreadable' {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    return Number.isInteger(holder.owner.port) ? holder : 'unreadable';
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'unreadable';
  }
}
