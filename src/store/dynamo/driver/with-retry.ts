import { isRefusal, type RefusalCode } from '../../../tenant/index.ts';
import { backOff } from './backoff.ts';
import type { Send } from './send.ts';

/** Attempts of a call that DynamoDB does not keep up with. */
const MAX_ATTEMPTS = 10;
const BUSY: ReadonlySet<RefusalCode> = new Set(['THROTTLED', 'TIMEOUT']);

/**
 * Wraps a Send for jobs, which can wait longer than a request: it retries throttled calls and timeouts.
 * @example
 * ```ts
 * const steady = withRetry(send);
 * ```
 */
export function withRetry(send: Send): Send {
  return async (command, options) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(command, options);
      } catch (error) {
        const busy = isRefusal(error) && BUSY.has(error.code);
        if (!busy || attempt >= MAX_ATTEMPTS) throw error;
        await backOff(attempt, undefined);
      }
    }
  };
}
