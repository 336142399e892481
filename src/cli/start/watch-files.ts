import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { openHints } from './watch-hints.ts';

/** Milliseconds without a change after which the save of several files counts as done. */
const QUIET = 40;
/** Milliseconds between two looks at the files if the system gives no hint: `fs.watch` misses some changes. */
const LOOK = 1_000;

/** The files of an app, without those that editors keep there, such as `.#task.graphql` of Emacs. */
const WATCHED = /^[^.].*\.(graphql|json|[cm]?[jt]s)$/;

export interface FileWatch {
  /**
   * Waits for a change of content, then until no more follow. Returns the paths of the files that changed, appeared or
   * disappeared since the last answer, or null once the watch is stopped.
   */
  next(): Promise<readonly string[] | null>;
  stop(): void;
}

/**
 * Watches files and folders, with everything below them. A path may be missing and appear later.
 * @param paths is called for each look, because an app may import more files later
 */
export function openFileWatch(paths: () => readonly string[]): FileWatch {
  const hints = openHints();
  const stopping = new AbortController();
  const { signal } = stopping;
  let watched: ReadonlySet<string> = new Set(absolute());
  let known = readStates([...watched], new Map());

  function absolute(): string[] {
    return paths().map((path) => resolve(path));
  }

  /** A path that is watched from now on is no change. */
  const welcome = (): string[] => {
    const all = absolute();
    const added = all.filter((path) => !watched.has(path));
    known = new Map([...readStates(added, known), ...known]);
    watched = new Set(all);
    return all;
  };

  const settle = async (first: States): Promise<States> => {
    let [before, now] = [known, first];
    while (changesBetween(before, now).length > 0 && !signal.aborted) {
      await pause(QUIET, undefined, { signal }).catch(() => undefined);
      [before, now] = [now, readStates([...watched], now)];
    }
    return now;
  };

  return {
    async next() {
      while (!signal.aborted) {
        const all = welcome();
        hints.watch(all);
        const now = await settle(readStates(all, known));
        const changed = changesBetween(known, now);
        known = now;
        if (changed.length > 0) return changed;
        await hints.wait(LOOK, signal);
      }
      return null;
    },
    stop() {
      stopping.abort();
      hints.stop();
    },
  };
}

interface FileState {
  /** Size and times; while they stay, the content is not read again. */
  readonly stamp: string;
  readonly digest: string;
}

type States = ReadonlyMap<string, FileState>;

function readStates(paths: readonly string[], before: States): States {
  const states = new Map<string, FileState>();
  for (const file of paths.flatMap(filesOf)) {
    try {
      const { mtimeMs, ctimeMs, size, ino } = statSync(file);
      const stamp = [mtimeMs, ctimeMs, size, ino].join(' ');
      const last = before.get(file);
      states.set(file, last?.stamp === stamp ? last : { stamp, digest: digestOf(file) });
    } catch {
      // It disappeared since it was listed.
    }
  }
  return states;
}

function filesOf(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && WATCHED.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name));
  } catch {
    // A folder disappeared while it was read: the next look sees what is left.
    return [];
  }
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('base64');
}

function changesBetween(before: States, now: States): string[] {
  const files = new Set([...before.keys(), ...now.keys()]);
  return [...files].filter((file) => before.get(file)?.digest !== now.get(file)?.digest).sort();
}
