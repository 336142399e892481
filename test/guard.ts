import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Whether a process gets a group of its own, which one signal ends. Windows has no such groups: there a process that
 * is not detached ends with the one that started it, and so do its own.
 */
export const OWN_GROUP = process.platform !== 'win32';

/**
 * Makes sure that a process does not outlive this one, however this one ends: Jest fires no exit hooks in a test.
 * `target` is a process id, or a group as a negative number. Returns a function that kills it now.
 */
export function guard(target: number): () => void {
  const child = spawn(process.execPath, [join(__dirname, 'guard-process.cjs'), String(target)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
  });
  child.unref();
  return () => {
    child.stdin.end();
  };
}

/** Guards a process that was started with `detached: OWN_GROUP`, and whatever it starts. */
export function guardGroup(pid: number): () => void {
  return guard(OWN_GROUP ? -pid : pid);
}
