import { newId } from '../store/index.ts';
import type { CustomSchedules } from '../engine/index.ts';
import {
  noteDue,
  noteMonthQuotas,
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
import type { Log } from '../server/index.ts';
import type { BatchResult } from './changes-handler.ts';
import { createQueueHandler, SLICE, type WorkMessage, type WorkTime } from './queue-handler.ts';
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

export type WorkHandler = (event: WorkEvent, time?: WorkTime) => Promise<BatchResult>;

/** Milliseconds that are reserved for the running step, which is completed. */
const RESERVE = 60_000;

/**
 * Creates the handler of the messages of the queue `work`: see `createQueueHandler`. The look at what is due sends the work of a
 * dead letter again: a job after an hour, an upkeep within a day.
 */
export function createWorkHandler({
  parts,
  queue,
  log,
  schedules = {},
  limiter = null,
}: WorkOptions): WorkHandler {
  const { control, model, now } = parts.platform;
  const upkeep = openUpkeep(parts, queue, log);
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

  const take = createQueueHandler({
    slice,
    // The message may become a dead letter. If the control table does not answer, the message itself must suffice.
    onFailed: async ({ is, tenantId }) => {
      if (is === 'upkeep') await noteDue(control, tenantId, now()).catch(() => undefined);
    },
    queue,
    reserve: RESERVE,
    now,
    log,
  });

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
    return take(Records ?? [], time);
  };
}
