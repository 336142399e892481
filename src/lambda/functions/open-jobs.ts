import { jobScope } from '../../tenant/index.ts';
import { openDirectory } from '../../store/index.ts';
import type { JobParts, PlatformParts } from '../../platform/index.ts';
import { describeError } from '../../server/index.ts';

import { createJobsHandler, type JobsHandler } from '../jobs-handler.ts';
import type { SystemParts } from '../system-parts.ts';

export type JobsParts = Pick<SystemParts, 'controlSendOf' | 'sendOf' | 'log'>;

/** Opens the function that continues jobs; a schedule calls it, one run at a time. */
export function openJobs(parts: JobsParts, platform: PlatformParts): JobsHandler {
  return createJobsHandler({ parts: openJobParts(parts, platform), log: parts.log });
}

/** Opens what jobs work with. The log says why a job entered a tenant. */
export function openJobParts({ controlSendOf, sendOf, log }: JobsParts, platform: PlatformParts): JobParts {
  const controlSend = controlSendOf('jobs');
  const directory = openDirectory(controlSend);
  return {
    platform,
    sendOf: sendOf('jobs'),
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
