import { jobScope } from '../../tenant/index.ts';
import { openDirectory } from '../../store/index.ts';
import type { JobParts, PlatformParts } from '../../platform/index.ts';
import { describeError } from '../../server/index.ts';

import type { SystemParts } from '../system-parts.ts';
import { createWorkHandler, type WorkHandler } from '../work-handler.ts';

export type WorkParts = Pick<SystemParts, 'controlSendOf' | 'sendOf' | 'realtimeSendOf' | 'queue' | 'log'>;

/** Opens the function that does the work of tenants: the queue calls it, and a schedule for what is due. */
export function openWork(parts: WorkParts, platform: PlatformParts): WorkHandler {
  const { queue, log } = parts;
  return createWorkHandler({ parts: openJobParts(parts, platform), queue, log });
}

/** Opens what jobs work with. The log says why a job entered a tenant. */
export function openJobParts(
  { controlSendOf, sendOf, realtimeSendOf, log }: Omit<WorkParts, 'queue'>,
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
    onError: ({ tenantId, id }, error) => {
      log({ level: 'error', message: 'job failed', tenantId, jobId: id, ...describeError(error) });
    },
  };
}
