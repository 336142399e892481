import type { Refusal } from '../tenant/index.ts';

import { requestRefusal } from './api-error.ts';
import { describeError, type Log } from './log.ts';

/** Returns the refusal of a request whose context could not be opened, and logs it. */
export function refuseRequest(error: unknown, requestId: string, log: Log): Refusal {
  const refusal = requestRefusal(error, requestId);
  const internal = refusal.code === 'INTERNAL';
  log({
    level: internal ? 'error' : 'info',
    message: 'request refused',
    requestId,
    code: refusal.code,
    metrics: { Failures: internal ? 1 : 0 },
    ...(internal ? describeError(error) : {}),
  });
  return refusal;
}
