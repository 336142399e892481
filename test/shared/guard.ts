import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { join } from 'node:path';

/**
 * Whether a process gets a group of its own, which one signal ends. Windows has no such groups: there a process that
 * is not detached ends with the one that started it, and so do its own.
 */
export const OWN_GROUP = process.platform !== 'win32';

/** One guard serves all files of a worker, which share this module. */
let running: ChildProcess | null = null;

function guardProcess(): ChildProcess {
  if (running) return running;
  running = spawn(process.execPath, [join(__dirname, 'guard-process.cjs')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
  });
  // Neither the guard nor its pipe keeps this process alive.
  running.unref();
  if (running.stdin instanceof Socket) running.stdin.unref();
  return running;
}

/**
 * Makes sure that a process does not outlive this one, however this one ends: Jest fires no exit hooks in a test.
 * `target` is a process id, or a group as a negative number. Returns a function that kills it now.
 */
export function guard(target: number): () => void {
  const { stdin } = guardProcess();
  stdin?.write(`guard ${target}\n`);
  return () => {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // It has ended.
    }
    stdin?.write(`release ${target}\n`);
  };
}

/** Guards a process that was started with `detached: OWN_GROUP`, and whatever it starts. */
export function guardGroup(pid: number): () => void {
  return guard(OWN_GROUP ? -pid : pid);
}
