import { describeError, type Log } from '../../server/index.ts';

/** What became of a step: the connection lives, or it is gone. */
export type Outcome = 'sent' | 'gone';

/** The frames of one batch, in their order for each connection. */
export interface Outbox {
  /**
   * Adds a step to what a connection gets. The steps of one connection run one after the other, those of different ones in
   * parallel. After a step that finds the connection gone, or fails, the connection gets no more of them.
   */
  add(connectionId: string, step: () => Promise<Outcome>): void;
  /** Waits for all steps. Returns whether all were taken. */
  settled(): Promise<boolean>;
}

/** The steps of one connection. */
interface Lane {
  readonly steps: (() => Promise<Outcome>)[];
  isOver: boolean;
  isQueued: boolean;
}

/** Maximum number of connections that are posted to at once. */
const IN_PARALLEL = 64;

/** Opens an outbox. A failed step is logged. */
export function openOutbox(log: Log): Outbox {
  const lanes = new Map<string, Lane>();
  const waiting: [string, Lane][] = [];
  const workers = new Set<Promise<void>>();
  let running = 0;
  let hasFailed = false;

  const run = async (connectionId: string, lane: Lane): Promise<void> => {
    try {
      for (let step = lane.steps.shift(); step && !lane.isOver; step = lane.steps.shift())
        if ((await step()) === 'gone') lane.isOver = true;
    } catch (error) {
      hasFailed = true;
      lane.isOver = true;
      log({ level: 'error', message: 'events: a post failed', connectionId, ...describeError(error) });
    }
    lane.isQueued = false;
  };

  const work = async (): Promise<void> => {
    running += 1;
    for (let next = waiting.shift(); next; next = waiting.shift()) await run(...next);
    running -= 1;
  };

  return {
    add(connectionId, step) {
      const lane = lanes.get(connectionId) ?? { steps: [], isOver: false, isQueued: false };
      lanes.set(connectionId, lane);
      if (lane.isOver) return;
      lane.steps.push(step);
      if (lane.isQueued) return;
      lane.isQueued = true;
      waiting.push([connectionId, lane]);
      if (running >= IN_PARALLEL) return;
      const worker = work();
      workers.add(worker);
      void worker.finally(() => workers.delete(worker));
    },
    async settled() {
      while (running > 0) await Promise.all(workers);
      return !hasFailed;
    },
  };
}
