import type { Journal } from '../../logs/index.ts';
import type { Change, ChangeListener, Objects } from '../storage/objects.ts';

/** Delivers changes at least once, in the order in which they were made. */
export interface Outbox extends ChangeListener {
  /** Queues what a process before this one left. */
  recover(objects: Objects): void;
  /** Begins to deliver. Until then changes wait. */
  start(): void;
  /** Resolves when all changes are delivered. */
  idle(): Promise<void>;
  /** Ends the delivery after the change under way. What waits stays in the journal. */
  stop(): Promise<void>;
}

export interface OutboxOptions {
  /** Keeps the changes that wait over the end of this process; null keeps them in memory alone. */
  readonly journal: Journal | null;
  readonly deliver: (change: Change) => Promise<void>;
  /** Called for a change that was given up. */
  readonly onError: (error: unknown) => void;
}

/** A line of the journal: a change that begins, or the id of one that failed or was delivered. */
interface Line {
  readonly begun?: Change;
  readonly ended?: string;
}

/** Deliveries of a change before it is given up. */
const ATTEMPTS = 3;
/** Milliseconds before the next attempt, times the number of the last one. */
const PAUSE = 200;

export function openOutbox({ journal, deliver, onError }: OutboxOptions): Outbox {
  const waiting = new Set<string>();
  const left = changesIn(journal?.left ?? []);
  let start: () => void = () => undefined;
  let running = new Promise<void>((resolve) => {
    start = resolve;
  });
  let isStopped = false;
  const hasStopped = (): boolean => isStopped;
  const forget = (change: Change): void => {
    waiting.delete(idOf(change));
    if (waiting.size === 0) journal?.replace([]);
    else journal?.add(JSON.stringify({ ended: idOf(change) } satisfies Line));
  };
  const deliverOne = async (change: Change): Promise<void> => {
    for (let attempt = 1; ; attempt += 1)
      try {
        await deliver(change);
        return;
      } catch (error) {
        if (isStopped) return;
        if (attempt === ATTEMPTS) {
          onError(error);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE * attempt));
      }
  };
  /** Delivers a change, if it was made. What a stop interrupts is delivered by the next process. */
  const enqueue = (change: Change, wasMade: () => Promise<boolean>): void => {
    const work = async (): Promise<void> => {
      if (isStopped) return;
      if (await wasMade()) await deliverOne(change);
      if (!hasStopped()) forget(change);
    };
    running = running.then(work).catch(onError);
  };
  const idle = async (): Promise<void> => {
    const last = running;
    await last;
    if (last !== running) await idle();
  };
  return {
    start: () => {
      start();
    },
    begin(change) {
      waiting.add(idOf(change));
      journal?.add(JSON.stringify({ begun: change } satisfies Line));
    },
    end(change, made) {
      if (made) enqueue(change, () => Promise.resolve(true));
      else forget(change);
    },
    recover(objects) {
      for (const [at, change] of left.entries()) {
        waiting.add(idOf(change));
        enqueue(change, () => isMade(objects, change, left.slice(at + 1)));
      }
    },
    idle,
    stop() {
      isStopped = true;
      start();
      return running;
    },
  };
}

function idOf({ key, sequencer }: Change): string {
  return `${sequencer} ${key}`;
}

/** Returns the changes that were neither delivered nor given up. The last line may be cut off: it then began nothing. */
function changesIn(lines: readonly string[]): readonly Change[] {
  const changes = new Map<string, Change>();
  for (const text of lines) {
    const { begun, ended } = readLine(text);
    if (begun) changes.set(idOf(begun), begun);
    if (ended !== undefined) changes.delete(ended);
  }
  return [...changes.values()];
}

function readLine(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}

/**
 * Returns whether a change was made by a process that was killed.
 * @param later the changes that the process began after it
 */
async function isMade(
  objects: Objects,
  { name, key, sequencer }: Change,
  later: readonly Change[],
): Promise<boolean> {
  const found = await objects.entry(key);
  if (found) return name === 'ObjectCreated' ? found.sequencer >= sequencer : found.sequencer > sequencer;
  return name === 'ObjectRemoved' || later.some((each) => each.key === key && each.name === 'ObjectRemoved');
}
