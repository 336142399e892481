import { statSync, watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';

/** The system's own events of files. They say when to look, and never what changed: they differ by platform. */
export interface Hints {
  /** Watches these files and folders, and no others any more. */
  watch(paths: readonly string[]): void;
  /** Waits for an event since the last wait, for some milliseconds or until the signal aborts. */
  wait(longest: number, signal: AbortSignal): Promise<void>;
  stop(): void;
}

/** Opens the hints. A folder that the system cannot watch gives none. */
export function openHints(): Hints {
  const watchers = new Map<string, FSWatcher>();
  let hinted = false;
  let wake: () => void = () => undefined;
  const onEvent = (): void => {
    hinted = true;
    wake();
  };
  const close = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const open = (folder: string, recursive: boolean): void => {
    try {
      const watcher = watch(folder, { recursive }, onEvent);
      watcher.on('error', () => {
        close(folder);
      });
      watchers.set(folder, watcher);
    } catch {
      // Some file systems have no events.
    }
  };
  return {
    watch(paths) {
      const wanted = new Map(paths.flatMap(folderOf));
      for (const folder of watchers.keys()) if (!wanted.has(folder)) close(folder);
      for (const [folder, recursive] of wanted) if (!watchers.has(folder)) open(folder, recursive);
    },
    async wait(longest, signal) {
      if (!hinted && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, longest);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
        signal.removeEventListener('abort', wake);
      }
      hinted = false;
    },
    stop() {
      for (const folder of watchers.keys()) close(folder);
    },
  };
}

/** A file is watched by its folder: editors replace the file, and events of the old one end. */
function folderOf(path: string): (readonly [folder: string, recursive: boolean])[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder) return [[path, true]];
  const folder = dirname(path);
  return statSync(folder, { throwIfNoEntry: false }) ? [[folder, false]] : [];
}
