import { setImmediate } from 'node:timers/promises';

/** A step that a writer is about to make. */
interface Step {
  readonly writer: string;
  readonly isPause: boolean;
  readonly go: () => void;
  /** How many steps had been made when it was asked for. */
  readonly since: number;
}

/** Lets the writers of one run make their steps in a chosen order. */
export interface Turns {
  /** Waits for the turn of the writer. A writer that has crashed waits for ever. */
  step(writer: string, isPause?: boolean): Promise<void>;
}

export interface Run {
  /** The writers; each ends with its answer. */
  readonly writers: readonly Promise<unknown>[];
  /** A step of no writer, such as an index that catches up; null if there is none now. */
  readonly extra: () => (() => void) | null;
  /** Called at the end. May throw. */
  readonly end: () => Promise<void>;
}

export interface Crash {
  readonly writer: string;
  /** The number of steps after which it makes no more. */
  readonly after: number;
}

/**
 * Runs `begin` in every order of the steps, at most `most` orders. Returns how many there were.
 * A writer that waits goes on only after another step, so waits add no orders without an end.
 */
export async function inAllOrders(
  begin: (turns: Turns) => Run,
  { most, crash = null }: { readonly most: number; readonly crash?: Crash | null },
): Promise<number> {
  let path: number[] = [];
  for (let orders = 1; ; orders += 1) {
    const widths: number[] = [];
    const choose = (width: number): number => {
      const at = widths.push(width) - 1;
      return path[at] ?? 0;
    };
    await oneOrder(begin, choose, crash).catch((error: unknown) => {
      throw new Error(`In the order ${JSON.stringify(path)}: ${String(error)}`, { cause: error });
    });
    const choices = widths.map((_, at) => path[at] ?? 0);
    let last = choices.length - 1;
    while (last >= 0 && (choices[last] ?? 0) + 1 >= (widths[last] ?? 0)) last -= 1;
    if (last < 0 || orders >= most) return orders;
    path = [...choices.slice(0, last), (choices[last] ?? 0) + 1];
  }
}

async function oneOrder(
  begin: (turns: Turns) => Run,
  choose: (width: number) => number,
  crash: Crash | null,
): Promise<void> {
  const waiting: Step[] = [];
  let made = 0;
  let crashed = 0;
  const turns: Turns = {
    step: (writer, isPause = false) =>
      new Promise((go) => {
        if (crash?.writer === writer && crashed++ >= crash.after) return;
        waiting.push({ writer, isPause, go, since: made });
      }),
  };
  const run = begin(turns);
  for (const writer of run.writers) writer.catch(() => undefined);
  for (;;) {
    await setImmediate();
    const ready = waiting.filter(({ isPause, since }) => !isPause || since < made);
    const steps = ready.length > 0 ? ready : waiting.slice(0, 1);
    if (steps.length === 0) break;
    const extra = run.extra();
    const at = choose(steps.length + (extra ? 1 : 0));
    made += 1;
    const step = steps[at];
    if (!step) extra?.();
    else {
      waiting.splice(waiting.indexOf(step), 1);
      step.go();
    }
  }
  await run.end();
}
