import { delayUntil, parseWork, type Outcome, type TenantWork, type WorkQueue } from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';
import type { BatchResult } from './changes-handler.ts';

export interface WorkMessage {
  readonly messageId: string;
  /** The work as JSON. */
  readonly body: string;
}

/** Lambda's remaining time. */
export interface WorkTime {
  getRemainingTimeInMillis(): number;
}

export interface QueueHandlerOptions {
  /** Does a slice of work, until a time in milliseconds since 1970. */
  readonly slice: (work: TenantWork, until: number) => Promise<Outcome>;
  /** Called with work that failed, before its message comes again. */
  readonly onFailed?: (work: TenantWork) => Promise<void>;
  readonly queue: WorkQueue;
  /** Milliseconds of Lambda's time that are reserved for what is under way, which is completed. */
  readonly reserve: number;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** Maximum milliseconds of one message, before the work goes to the end of the queue. */
export const SLICE = 30_000;

/**
 * Creates what takes the messages of a queue. It does a slice of each work. What is left is sent again, after the time that it
 * has to wait. A message that fails comes again, and after some times becomes a dead letter; it stops no other.
 */
export function createQueueHandler({
  slice,
  onFailed,
  queue,
  reserve,
  now,
  log,
}: QueueHandlerOptions): (messages: readonly WorkMessage[], time?: WorkTime) => Promise<BatchResult> {
  const run = async (work: TenantWork, until: number): Promise<void> => {
    const outcome = await slice(work, until);
    if (outcome.is === 'LATER') await queue.send([work], delayUntil(outcome.at, now()));
    log({ level: 'info', message: 'work', ...work, outcome: outcome.is });
  };

  const take = async ({ body, messageId }: WorkMessage, until: number): Promise<boolean> => {
    let work: TenantWork | undefined;
    try {
      work = parseWork(body);
      await run(work, until);
      return true;
    } catch (error) {
      const metrics = { TenantsFailed: 1 };
      log({
        level: 'error',
        message: 'the work of a tenant failed',
        tenantId: work?.tenantId,
        messageId,
        metrics,
        ...describeError(error),
      });
      if (work) await onFailed?.(work);
      return false;
    }
  };

  return async (messages, time) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const message of messages) {
      const left = time ? time.getRemainingTimeInMillis() - reserve : SLICE;
      const isDone = await take(message, now() + Math.min(SLICE, left));
      if (!isDone) batchItemFailures.push({ itemIdentifier: message.messageId });
    }
    return { batchItemFailures };
  };
}
