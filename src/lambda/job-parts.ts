import { jobScope, type Directory } from '../tenant/index.ts';
import type { Send } from '../store/index.ts';
import type { JobParts, PlatformParts } from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';

export interface JobPartsOptions {
  readonly platform: PlatformParts;
  readonly directory: Directory;
  /** The data table, and the control table. */
  readonly send: Send;
  readonly controlSend: Send;
  readonly log: Log;
}

/** What jobs work with. Whenever one enters a tenant, the log tells why. */
export function openJobParts({ platform, directory, send, controlSend, log }: JobPartsOptions): JobParts {
  return {
    platform,
    send,
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
