import type { Refusal } from '../tenant/index.ts';

import { requestRefusal } from './api-error.ts';
import { describeError, type Log } from './log.ts';

/** The refusal of a request whose context could not be opened, after a line in the log. */
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
