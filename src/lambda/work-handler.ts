import { newId } from '../store/index.ts';
import type { CustomSchedules } from '../engine/index.ts';
import {
  MAX_DELAY_SECONDS,
  noteDue,
  noteMonthQuotas,
  parseWork,
  recordModelTypes,
  runJob,
  sendDue,
  sendMail,
  sendSlots,
  type JobParts,
  type Limiter,
  type Outcome,
  type TenantWork,
  type WorkQueue,
} from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';
import type { BatchResult } from './changes-handler.ts';
import { openScheduleRuns } from './run-schedule.ts';
import { openUpkeep } from './tenant-upkeep.ts';

export interface WorkOptions {
  readonly parts: JobParts;
  readonly queue: WorkQueue;
  readonly log: Log;
  /** The schedules of the application. By default it has none. */
  readonly schedules?: CustomSchedules;
  /** Limits the rows that schedules create. By default nothing does. */
  readonly limiter?: Limiter | null;
}

/** Messages of the queue. Without any, it is a rule, which asks for what is due. */
export interface WorkEvent {
  /** Whether it asks for the slots of schedules, instead of other work. */
  readonly slots?: boolean;
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
export function createWorkHandler({
  parts,
  queue,
  log,
  schedules = {},
  limiter = null,
}: WorkOptions): WorkHandler {
  const { control, model, now } = parts.platform;
  const upkeep = openUpkeep(parts, log);
  const runSchedule = openScheduleRuns({ parts, schedules, limiter, log });
  const holder = newId();

  const slice = async (work: TenantWork, until: number): Promise<Outcome> => {
    const { tenantId } = work;
    switch (work.is) {
      case 'job':
        return runJob(parts, tenantId, work.jobId, { until });
      case 'upkeep':
        return upkeep.maintain(tenantId, until);
      case 'schedule':
        return runSchedule(work);
      case 'mail':
        return sendMail(parts, tenantId, work.mailId);
      case 'quotas':
        await noteMonthQuotas(parts.platform, tenantId);
        return { is: 'DONE' };
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

  const lookForSlots = async (until: number): Promise<void> => {
    const runs = await sendSlots({ control, queue, schedules: parts.platform.schedules, now, holder }, until);
    if (runs > 0) log({ level: 'info', message: 'slots', runs });
  };

  return async ({ Records, slots = false }, time) => {
    if (!Records) await (slots ? lookForSlots(now() + SLICE) : lookForDue());
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const message of Records ?? []) {
      const left = time ? time.getRemainingTimeInMillis() - RESERVE : SLICE;
      const isDone = await take(message, now() + Math.min(SLICE, left));
      if (!isDone) batchItemFailures.push({ itemIdentifier: message.messageId });
    }
    return { batchItemFailures };
  };
}
