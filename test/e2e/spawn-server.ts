import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

import { withFixture } from './fixture-options.ts';
import { guardGroup, OWN_GROUP } from '../shared/guard.ts';
import { cleanEnv, programOf, sourceOf } from './run.ts';

/** What `npm start` runs. */
const START = 'src/cli/start/main.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that runs what `npm start` runs. */
export interface ServerProcess {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** All of standard output so far. */
  output(): string;
  /** All of standard error so far. */
  errors(): string;
  /** Waits for a text on standard output; returns all output. @throws if the process ends before. */
  prints(words: RegExp): Promise<string>;
  /** Sends SIGTERM and waits for the end; then kills the rest of the group. */
  stop(): Promise<Exit>;
  /** Kills the server's process, as a power cut does, but not its emulator. */
  kill(): Promise<Exit>;
}

/** Starts the server on the fixture, with its emulator, in a process group that never outlives this process. */
export function spawnServer(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ServerProcess {
  return spawnProgram('.', [...programOf(START), ...withFixture(args)], env);
}

/** Starts the source of the server at a root, as npm does, with the options that it gets and no others. */
export function spawnServerIn(
  root: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ServerProcess {
  return spawnProgram(root, [...sourceOf(START), ...args], env);
}

function spawnProgram(
  root: string,
  program: readonly string[],
  env: Readonly<Record<string, string>>,
): ServerProcess {
  const child = spawn(process.execPath, program, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: root,
    env: cleanEnv(env),
    detached: OWN_GROUP,
  });
  const { pid = 0 } = child;
  const endGroup = guardGroup(pid);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = exitOf(child);
  return {
    pid,
    exited,
    output: () => output,
    errors: () => errors,
    async prints(words) {
      const seen = new Promise<void>((resolve) => {
        const look = (): void => {
          if (!words.test(output)) return;
          child.stdout.off('data', look);
          resolve();
        };
        child.stdout.on('data', look);
        look();
      });
      const exit = await Promise.race([seen, exited]);
      if (exit) throw new Error(`The server ended with ${exit.code ?? exit.signal ?? 'nothing'}.\n${errors}`);
      return output;
    },
    async stop() {
      child.kill('SIGTERM');
      const exit = await exited;
      endGroup();
      return exit;
    },
    kill() {
      child.kill('SIGKILL');
      return exited;
    },
  };
}

/** Returns true while a process with this id runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until a process that is not our child has ended, or a group, given as a negative number. */
export async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await pause(10);
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
}
