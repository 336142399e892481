import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { isAlive, markOf } from './processes.ts';
import type { ProcessMark } from './processes.ts';

/** Who uses a database file: the process that started the emulator, and the emulator. */
interface Holder {
  readonly owner: ProcessMark;
  readonly emulatorPid: number | null;
}

/** The right to use a database file, until it is released. */
export interface DataLock {
  /** The emulator that an owner which is gone may have left running. */
  readonly leftoverPid: number | null;
  /** Notes the emulator, so that the next owner can find it should this one be killed. */
  readonly noteEmulator: (pid: number) => void;
  readonly release: () => void;
}

/**
 * Takes the database file for this process, by a lock file beside it; a lock of a process that is gone is taken
 * over. Throws a sentence when a living process holds it.
 */
export function takeDataLock(dbPath: string): DataLock {
  const file = `${dbPath}.lock`;
  const draft = `${file}.${process.pid}`;
  makeFolder(dirname(dbPath));
  const owner = markOf(process.pid);
  const write = (target: string, emulatorPid: number | null): void => {
    writeFileSync(target, JSON.stringify({ owner, emulatorPid } satisfies Holder));
  };
  const before = readHolder(file);
  if (before !== 'none') {
    if (before !== 'unreadable' && isAlive(before.owner)) throw inUse(dbPath, before);
    setAside(file, draft, before, dbPath);
  }
  write(draft, null);
  try {
    // A link appears whole or not at all, and never replaces a file.
    linkSync(draft, file);
  } catch {
    throw inUse(dbPath, readHolder(file));
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    leftoverPid: typeof before === 'string' ? null : before.emulatorPid,
    noteEmulator: (pid) => {
      write(draft, pid);
      renameSync(draft, file);
    },
    release: () => {
      rmSync(file, { force: true });
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

/** Moves a stale lock away, and puts it back when meanwhile another process has taken it over. */
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
    return Number.isInteger(holder.owner.pid) ? holder : 'unreadable';
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'unreadable';
  }
}
