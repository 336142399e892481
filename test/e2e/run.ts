import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

import { guardGroup, OWN_GROUP } from '../guard.ts';

/** The exit code and the output of a command. */
export interface Outcome {
  /** Null if a signal ended the command. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The standard input; empty by default. */
  readonly input?: string;
  /** In milliseconds; a command that runs longer is killed. */
  readonly endsWithin?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** The root of the repository; this one by default. */
  readonly root?: string;
}

/** Runs a TypeScript file of the project as npm scripts do, to the end. */
export function run(
  script: string,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<Outcome> {
  return outcomeOf(process.execPath, ['--import', 'tsx', script, ...args], options);
}

/** Runs a line of a POSIX shell to the end. */
export function runShell(line: string): Promise<Outcome> {
  return outcomeOf('/bin/sh', ['-c', line], {});
}

async function outcomeOf(
  command: string,
  args: readonly string[],
  { env = {}, input = '', endsWithin = 30_000, root = '.' }: RunOptions,
): Promise<Outcome> {
  const child = spawn(command, args, {
    stdio: 'pipe',
    cwd: root,
    env: cleanEnv(env),
    detached: OWN_GROUP,
  });
  // A command that does not read its input may end before all of it is written.
  child.stdin.on('error', () => undefined).end(input);
  const endGroup = guardGroup(child.pid ?? 0);
  const late = setTimeout(endGroup, endsWithin);
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [ended, stdout, stderr] = await Promise.all([code, text(child.stdout), text(child.stderr)]);
  clearTimeout(late);
  endGroup();
  return { code: ended, stdout, stderr };
}

/** Returns the environment of a shell, without the variables that Jest sets for its workers. */
export function cleanEnv(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NODE_ENV: _env, JEST_WORKER_ID: _worker, NODE_OPTIONS: _options, ...env } = process.env;
  return { ...env, ...extra };
}
