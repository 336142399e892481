import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { guard } from '../shared/guard.ts';

/** A request to a frozen container. */
export interface Ask {
  readonly user: string;
  readonly query: string;
}

/** What the container says with its answer. */
export interface Reply {
  readonly status: number;
  /** The calls on the control table that run while the answer goes. */
  readonly running: number;
  /** The messages of all warnings and errors in its log. */
  readonly troubles: readonly string[];
}

/** A container of Lambda: a process that runs only from a request to its answer. */
export interface FrozenContainer {
  /** Lets the process run until it answers, and stops it at once. */
  ask(user: string, query: string): Promise<Reply>;
  /** Lets time pass for the stopped process, with its timers. */
  freeze(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a container with the real handler, its own tables and an emulator. Lambda's freezer is SIGSTOP. */
export async function startFrozenContainer(): Promise<FrozenContainer> {
  const child = fork(join(__dirname, 'frozen-container.ts'), { execArgv: ['--import', 'tsx'] });
  const release = guard(child.pid ?? 0);
  const reply = async (): Promise<Reply> => {
    const [message] = (await once(child, 'message')) as [Reply];
    child.kill('SIGSTOP');
    return message;
  };
  await reply();
  return {
    ask(user, query) {
      const answered = reply();
      child.kill('SIGCONT');
      child.send({ user, query } satisfies Ask);
      return answered;
    },
    freeze: (ms) => setTimeout(ms),
    async stop() {
      child.kill('SIGCONT');
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
      release();
    },
  };
}
