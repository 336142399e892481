import { AsyncLocalStorage } from 'node:async_hooks';
import timers from 'node:timers/promises';

/** A clock whose time passes only while everything that it watches waits. So a slow machine measures what a fast one does. */
export interface VirtualClock {
  /** Returns virtual milliseconds since the clock was opened. */
  now(): number;
  /** Waits for virtual milliseconds. Call it within `run`. */
  sleep(ms: number): Promise<void>;
  /** Does work that takes no virtual time, such as a call of the emulator. */
  meanwhile<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Runs tasks in parallel. In them, `setTimeout` of `node:timers/promises` waits in virtual time, and no signal ends it. */
  run<Result>(tasks: readonly (() => Promise<Result>)[]): Promise<Result[]>;
}

interface Task {
  /** What the task waits for: sleeps, and calls of the emulator. */
  waits: number;
}

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

export function openVirtualClock(): VirtualClock {
  const tasks = new AsyncLocalStorage<Task>();
  const underWay = new Set<Task>();
  const timersByTime: Timer[] = [];
  let time = 0;
  let real = 0;
  let checking = false;

  const wait = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const task = tasks.getStore();
    if (task) task.waits += 1;
    try {
      return await work();
    } finally {
      if (task) task.waits -= 1;
    }
  };
  const isIdle = (): boolean => real === 0 && [...underWay].every(({ waits }) => waits > 0);
  /** Lets time pass if all tasks wait after what is due now was done. */
  const check = (): void => {
    if (checking) return;
    checking = true;
    setImmediate(() => {
      checking = false;
      if (!isIdle()) return;
      timersByTime.sort((one, other) => one.at - other.at);
      const next = timersByTime.shift();
      if (!next) return;
      time = Math.max(time, next.at);
      next.wake();
      check();
    });
  };
  const sleep = (ms: number): Promise<void> =>
    wait(
      () =>
        new Promise((wake) => {
          timersByTime.push({ at: time + ms, wake });
          check();
        }),
    );

  return {
    now: () => time,
    sleep,
    meanwhile: (work) =>
      wait(async () => {
        real += 1;
        try {
          return await work();
        } finally {
          real -= 1;
          check();
        }
      }),
    async run(list) {
      const pause = timers.setTimeout;
      timers.setTimeout = async (ms = 0, value, options) => {
        if (!tasks.getStore()) return pause(ms, value, options);
        await sleep(ms);
        return value as never;
      };
      try {
        return await Promise.all(
          list.map((work) => {
            const task: Task = { waits: 0 };
            underWay.add(task);
            return tasks.run(task, work).finally(() => {
              underWay.delete(task);
              check();
            });
          }),
        );
      } finally {
        timers.setTimeout = pause;
      }
    },
  };
}
