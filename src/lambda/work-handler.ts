import {
  MAX_DELAY_SECONDS,
  noteDue,
  parseWork,
  recordModelTypes,
  runJob,
  sendDue,
  type JobParts,
  type Outcome,
  type TenantWork,
  type WorkQueue,
} from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';
import type { BatchResult } from './changes-handler.ts';
import { openUpkeep } from './tenant-upkeep.ts';

export interface WorkOptions {
  readonly parts: JobParts;
  readonly queue: WorkQueue;
  readonly log: Log;
}

/** Messages of the queue. Without any, it is the schedule, which asks for what is due. */
export interface WorkEvent {
  readonly Records?: readonly WorkMessage[];
}

interface WorkMessage {
  readonly messageId: string;
  /** The work as JSON. */
  readonly body: string;
}

/** Lambda's remaining time. */
export interface WorkTime {
  getRemainingTimeInMillis(): number;
}

export type WorkHandler = (event: WorkEvent, time?: WorkTime) => Promise<BatchResult>;

/** Milliseconds that are reserved for the running step, which is completed. */
const RESERVE = 60_000;
/** Maximum milliseconds of one message, before the work goes to the end of the queue. */
const SLICE = 30_000;

/**
 * Creates the handler of the queue's messages. It does a slice of each work. What is left is sent again, after the time
 * that it has to wait. A message that fails comes again, and after some times becomes a dead letter; it stops no other.
 * The look at what is due sends the work of a dead letter again: a job after an hour, an upkeep within a day.
 */
export function createWorkHandler({ parts, queue, log }: WorkOptions): WorkHandler {
  const { control, model, now } = parts.platform;
  const upkeep = openUpkeep(parts, log);

  const slice = (work: TenantWork, until: number): Promise<Outcome> => {
    const { tenantId } = work;
    switch (work.is) {
      case 'job':
        return runJob(parts, tenantId, work.jobId, { until });
      case 'upkeep':
        return upkeep.maintain(tenantId, until);
      default:
        throw new Error(`The work "${work.is}" is in the wrong queue.`);
    }
  };

  const run = async (work: TenantWork, until: number): Promise<void> => {
    const outcome = await slice(work, until);
    const seconds = outcome.is === 'LATER' ? Math.ceil((outcome.at - now()) / 1000) : null;
    if (seconds !== null) await queue.send([work], Math.min(MAX_DELAY_SECONDS, Math.max(0, seconds)));
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
      // The message may become a dead letter. If the control table does not answer, the message itself must suffice.
      if (work?.is === 'upkeep') await noteDue(control, work.tenantId, now()).catch(() => undefined);
      return false;
    }
  };

  const lookForDue = async (): Promise<void> => {
    await recordModelTypes(control, model);
    const { wait: JobWait, ...sent } = await sendDue(control, queue, now());
    log({ level: 'info', message: 'due work', ...sent, metrics: { JobWait } });
  };

  return async ({ Records }, time) => {
    if (!Records) await lookForDue();
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const message of Records ?? []) {
      const left = time ? time.getRemainingTimeInMillis() - RESERVE : SLICE;
      const isDone = await take(message, now() + Math.min(SLICE, left));
      if (!isDone) batchItemFailures.push({ itemIdentifier: message.messageId });
    }
    return { batchItemFailures };
  };
}
