import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { guardGroup, OWN_GROUP } from '../shared/guard.ts';

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
  readonly env?: Readonly<Record<string, string>>;
  /** The root of the repository; this one by default. */
  readonly root?: string;
}

/** Runs a command to the end: the bundle of this repository's, or the source at another root, as npm scripts do. */
export function run(
  script: string,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<Outcome> {
  const program = options.root === undefined ? programOf(script) : sourceOf(script);
  return outcomeOf(process.execPath, [...program, ...args], options);
}

/** Returns the arguments with which Node runs the bundle of a script, made once for all tests; benches run the source. */
export function programOf(script: string): readonly string[] {
  const bundles = process.env['TENANTQL_BUNDLES'];
  if (bundles === undefined) return sourceOf(script);
  const bundle = join(bundles, script.replace(/\.ts$/, '.js'));
  return ['--require', './test/e2e/require-resolvers.cjs', bundle];
}

/** Returns the arguments with which npm scripts run a script. */
export function sourceOf(script: string): readonly string[] {
  return ['--import', 'tsx', script];
}

/** Runs a line of a POSIX shell to the end. */
export function runShell(line: string): Promise<Outcome> {
  return outcomeOf('/bin/sh', ['-c', line], {});
}

async function outcomeOf(
  command: string,
  args: readonly string[],
  { env = {}, input = '', root = '.' }: RunOptions,
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
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [ended, stdout, stderr] = await Promise.all([code, text(child.stdout), text(child.stderr)]);
  endGroup();
  return { code: ended, stdout, stderr };
}

/** Returns the environment of a shell, without the variables that Jest sets for its workers. */
export function cleanEnv(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NODE_ENV: _env, JEST_WORKER_ID: _worker, NODE_OPTIONS: _options, ...env } = process.env;
  return { ...env, ...extra };
}
