import type { JobStarter } from '../platform/index.ts';

/** Does not start jobs. On AWS the next scheduled run takes all open jobs. */
export const scheduledJobs: JobStarter = { start: () => undefined };
