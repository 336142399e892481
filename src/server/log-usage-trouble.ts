import type { UsageTrouble } from '../platform/index.ts';

import { describeError, type Log } from './log.ts';

/** Tells the log of usage that was not written: an error when it is lost for good. */
export function logUsageTrouble(log: Log): (trouble: UsageTrouble) => void {
  return ({ lost, tenantId, day, requests, cause }) => {
    const message = lost ? 'usage lost' : 'usage not written yet';
    const why = cause === null ? {} : describeError(cause);
    log({ level: lost ? 'error' : 'warn', message, tenantId, day, requests, ...why });
  };
}
