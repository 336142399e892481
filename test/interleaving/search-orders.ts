import { setImmediate } from 'node:timers/promises';

import type { Command } from '../../src/store/dynamo/driver/send.ts';
import { randomFrom } from '../random-from.ts';

/** A step that a writer is about to make. */
interface Step {
  readonly writer: string;
  /** The call; null if the writer waits. */
  readonly call: Command | null;
  readonly go: () => void;
}

/** Lets the writers of one run make their steps in a chosen order. */
export interface Turns {
  /** Waits for the turn of the writer. A writer that has crashed waits for ever. */
  step(writer: string, call: Command | null): Promise<void>;
  readonly crashed: ReadonlySet<string>;
}

export interface Run {
  /**
   * Returns the steps of no writer, such as an index that catches up. It needs to return only those that would be other steps after one of
   * these calls, which are next: the others come later.
   */
  readonly extras: (calls: readonly Command[]) => readonly (() => void)[];
  /**
   * Returns all that the further steps depend on: the table, and what each writer has seen. Equal runs print equal texts.
   */
  readonly state: () => string;
  /** Returns how many changes a writer may see that are not its own. */
  readonly news: (writer: string) => number;
  /** Called at the end. May throw. */
  readonly end: () => Promise<void>;
}

export interface Search {
  /** How many writers may crash in one order. */
  readonly crashes?: number;
  /** Whether a writer may use up all its waits while the others rest. */
  readonly isImpatient?: boolean;
  /** Goes through every order, also those that come to a state which another order came to. */
  readonly isNaive?: boolean;
  /** Takes so many orders at random instead of all. */
  readonly sample?: { readonly seed: number; readonly orders: number };
}

export interface Searched {
  /** How many orders were begun. */
  readonly orders: number;
  /** How many different states there are at the end. */
  readonly ends: number;
}

/**
 * Runs `begin` in every order of the steps, with crashes of writers at every step. Steps that lead to a state which was seen before are not
 * repeated: what follows depends on the state only. It reproduces each order from its beginning, and checks that it does.
 *
 * Three rules leave out orders that are equal to others:
 * - A writer that waits goes on at once, because its next call may come later. It stays where it is if it would only see again what it saw
 *   after its last wait, until nothing else is possible.
 * - A writer crashes right after its own step: a crash touches nothing, so it does not matter when it comes before the writer's next.
 * - A writer that is out of patience uses up all its waits at once.
 */
export async function searchOrders(begin: (turns: Turns) => Run, search: Search = {}): Promise<Searched> {
  const { sample } = search;
  const random = randomFrom(sample?.seed ?? 0);
  const seen = new Set<string>();
  const ends = new Set<string>();
  /** The places of the order under way where more than one step is possible. */
  const path: Place[] = [];
  for (let orders = 1; ; orders += 1) {
    let at = 0;
    const choose = (width: number, state: () => string): number | null => {
      const place = path[at];
      const key = state();
      if (place && (place.key !== key || place.width !== width))
        throw new Error('The order has another outcome when it is repeated.');
      if (!place && sample) path.push({ key, width, choice: Math.floor(random() * width) });
      else if (!place) {
        if (seen.has(key) && !search.isNaive) return null;
        seen.add(key);
        path.push({ key, width, choice: 0 });
      }
      return path[at++]?.choice ?? 0;
    };
    const atEnd = async (run: Run): Promise<void> => {
      const key = run.state();
      if (ends.has(key)) return;
      ends.add(key);
      await run.end();
    };
    await oneOrder(begin, choose, atEnd, search).catch((error: unknown) => {
      const order = JSON.stringify(path.map(({ choice }) => choice));
      throw new Error(`In the order ${order}: ${String(error)}`, { cause: error });
    });
    if (sample) {
      path.splice(0);
      if (orders >= sample.orders) return { orders, ends: ends.size };
      continue;
    }
    while ((path.at(-1)?.choice ?? 0) + 1 >= (path.at(-1)?.width ?? Infinity)) path.pop();
    const last = path.pop();
    if (!last) return { orders, ends: ends.size };
    path.push({ ...last, choice: last.choice + 1 });
  }
}

interface Place {
  readonly key: string;
  readonly width: number;
  readonly choice: number;
}

/** Returns which of so many steps comes next; null if the order is known from here. */
type Choose = (width: number, state: () => string) => number | null;

async function oneOrder(
  begin: (turns: Turns) => Run,
  choose: Choose,
  atEnd: (run: Run) => Promise<void>,
  { crashes = 0, isImpatient = false }: Search,
): Promise<void> {
  const waiting: Step[] = [];
  const crashed = new Set<string>();
  /** The news of each writer when it last went on after a wait. */
  const known = new Map<string, number>();
  /** The writer that made the last step, unless the step was a wait. */
  let last: string | null = null;
  let hurried: string | null = null;
  const run = begin({
    crashed,
    step: (writer, call) =>
      new Promise((go) => {
        if (!crashed.has(writer)) waiting.push({ writer, call, go });
      }),
  });
  const hasNews = (writer: string): boolean => run.news(writer) > (known.get(writer) ?? -1);
  const make = (step: Step) => (): void => {
    waiting.splice(waiting.indexOf(step), 1);
    last = step.call === null ? null : step.writer;
    if (step.call === null) known.set(step.writer, run.news(step.writer));
    step.go();
  };
  const hurry = (step: Step) => (): void => {
    hurried = step.writer;
    make(step)();
  };
  const crash = (writer: string) => (): void => {
    crashed.add(writer);
    waiting.splice(0, Infinity, ...waiting.filter((step) => step.writer !== writer));
    last = null;
  };
  const possible = (): readonly (() => void)[] => {
    const own = waiting.find(({ writer }) => writer === hurried);
    const awake = waiting.find(({ writer, call }) => call === null && hasNews(writer));
    const only = own ?? awake;
    if (only) return [make(only)];
    const calls = waiting.flatMap(({ call }) => call ?? []);
    const others = run.extras(calls).map((extra) => (): void => {
      last = null;
      extra();
    });
    const ofLast = waiting.filter(({ writer }) => writer === last);
    const crashing = crashed.size < crashes ? ofLast.slice(0, 1).map(({ writer }) => crash(writer)) : [];
    const hurrying = isImpatient ? ofLast.filter(({ call }) => call === null).map(hurry) : [];
    const steps = [
      ...waiting.filter(({ call }) => call !== null).map(make),
      ...others,
      ...crashing,
      ...hurrying,
    ];
    // All wait for each other.
    return steps.length > 0 ? steps : waiting.slice(0, 1).map(make);
  };
  const state = (): string => {
    const waits = waiting.map(({ writer, call }) => [writer, call === null, hasNews(writer)]).sort();
    const mayChoose = crashed.size < crashes || isImpatient;
    return JSON.stringify([run.state(), waits, [...crashed], mayChoose && last]);
  };
  for (;;) {
    await setImmediate();
    const steps = possible();
    if (steps.length === 0) break;
    const at = steps.length === 1 ? 0 : choose(steps.length, state);
    if (at === null) return;
    steps[at]?.();
  }
  await atEnd(run);
}
