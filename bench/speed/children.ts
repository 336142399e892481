import { fork, type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

/** A child process that answers messages one after the other. */
export interface Child {
  /** The first message that the child sent. */
  readonly first: unknown;
  /** @throws {Error} that the child reports, or if it ends */
  ask<Answer>(message: object): Promise<Answer>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** The core on which the process runs, if the machine can pin it. */
  readonly core: number;
}

/** The Node that runs the measured code. `BENCH_NODE` names another than that of the command. */
export const NODE = process.env['BENCH_NODE'] ?? process.execPath;

export const canPin =
  availableParallelism() > 1 && spawnSync('taskset', ['-p', String(process.pid)]).status === 0;

/** Starts a child process and waits for its first message. */
export async function startChild({ script, env, core }: ChildOptions): Promise<Child> {
  const [program = NODE, ...before] = canPin ? ['taskset', '-c', String(core), NODE] : [NODE];
  const child = fork(script, {
    execPath: program,
    // The program is `taskset`, so Node's own arguments come after its path.
    execArgv: [...before, '--require', join(dirname(script), 'redirect.cjs')],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors = `${errors}${chunk.toString()}`.slice(-2_000)));
  const ended = once(child, 'exit');
  const next = (): Promise<unknown> => messageOf(child, () => errors);
  const first = await next();
  return {
    first,
    async ask<Answer>(message: object): Promise<Answer> {
      const answer = next();
      child.send(message);
      const given = (await answer) as Answer & { readonly error?: string };
      if (given.error) throw new Error(given.error);
      return given;
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function messageOf(child: ChildProcess, errors: () => string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      reject(new Error(`A process of the bench ended:\n${errors()}`));
    };
    child.once('exit', end);
    child.once('message', (message) => {
      child.off('exit', end);
      resolve(message);
    });
  });
}
