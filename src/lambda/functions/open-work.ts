import { jobScope } from '../../tenant/index.ts';
import { openDirectory } from '../../store/index.ts';
import type { JobParts, PlatformParts } from '../../platform/index.ts';
import { describeError, logLimitTrouble } from '../../server/index.ts';

import type { SystemParts } from '../system-parts.ts';
import { createWorkHandler, type WorkHandler } from '../work-handler.ts';

export type WorkParts = Pick<
  SystemParts,
  | 'controlSendOf'
  | 'sendOf'
  | 'realtimeSendOf'
  | 'queue'
  | 'schedules'
  | 'openLimiter'
  | 'log'
  | 'mailService'
  | 'mailTemplates'
>;

/** Opens the function that does the work of tenants: the queue calls it, and a schedule for what is due. */
export function openWork(parts: WorkParts, platform: PlatformParts): WorkHandler {
  return openWorkOf(parts, openJobParts(parts, platform));
}

/** Opens the same with parts for jobs that are open already. */
export function openWorkOf(
  { queue, schedules, openLimiter, log }: Pick<WorkParts, 'queue' | 'schedules' | 'openLimiter' | 'log'>,
  jobParts: JobParts,
): WorkHandler {
  const limiter = openLimiter?.({ ...jobParts.platform, onTrouble: logLimitTrouble(log) }) ?? null;
  return createWorkHandler({ parts: jobParts, queue, log, schedules, limiter });
}

/** Opens what jobs work with. The log says why a job entered a tenant. */
export function openJobParts(
  {
    controlSendOf,
    sendOf,
    realtimeSendOf,
    log,
    mailService,
    mailTemplates,
  }: Omit<WorkParts, 'queue' | 'schedules' | 'openLimiter'>,
  platform: PlatformParts,
): JobParts {
  const controlSend = controlSendOf('work');
  const directory = openDirectory(controlSend);
  return {
    platform,
    sendOf: sendOf('work'),
    realtimeSendOf: realtimeSendOf('work'),
    controlSend,
    scopeOf: (tenantId, why) =>
      jobScope(directory, tenantId, why, (entry) => {
        log({ level: 'info', message: 'job scope', ...entry });
      }),
    mailing: mailService && { service: mailService, templates: mailTemplates },
    onMailError: (mail, error) => {
      const { tenantId, id, kind } = mail;
      const metrics = { MailErrors: 1 };
      log({
        level: 'error',
        message: 'mail failed',
        tenantId,
        mailId: id,
        kind,
        metrics,
        ...describeError(error),
      });
    },
    onError: ({ tenantId, id }, error) => {
      log({ level: 'error', message: 'job failed', tenantId, jobId: id, ...describeError(error) });
    },
  };
}
