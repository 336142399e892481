import { jobScope, type Directory } from '../tenant/index.ts';
import type { Send, SendOf } from '../store/index.ts';
import type { JobParts, PlatformParts } from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';

export interface JobPartsOptions {
  readonly platform: PlatformParts;
  readonly directory: Directory;
  /** The data table as the tenant of a scope. */
  readonly sendOf: SendOf;
  /** The control table. */
  readonly controlSend: Send;
  readonly log: Log;
}

/** What jobs work with. Whenever one enters a tenant, the log tells why. */
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
