import { jobScope, type Directory } from '../tenant/index.ts';
import type { Send, SendOf } from '../store/index.ts';
import type { JobParts, PlatformParts } from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';

export interface JobPartsOptions {
  readonly platform: PlatformParts;
  readonly directory: Directory;
  /** Returns the client for the rows of a scope's tenant. */
  readonly sendOf: SendOf;
  /** The client of the control table. */
  readonly controlSend: Send;
  readonly log: Log;
}

/** Creates the parts that jobs need. Logs the reason whenever a job opens a tenant. */
export function openJobParts({ platform, directory, sendOf, controlSend, log }: JobPartsOptions): JobParts {
  return {
    platform,
    sendOf,
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
