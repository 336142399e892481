import type { UsageTrouble } from '../platform/index.ts';

import { describeError, type Log } from './log.ts';

/** Logs usage that was not written: as an error if it is lost, else as a warning. */
export function logUsageTrouble(log: Log): (trouble: UsageTrouble) => void {
  return ({ lost, tenantId, day, requests, cause }) => {
    const message = lost ? 'usage lost' : 'usage not written yet';
    const why = cause === null ? {} : describeError(cause);
    log({ level: lost ? 'error' : 'warn', message, tenantId, day, requests, ...why });
  };
}
