import type { ExecutionResult, FormattedExecutionResult } from 'graphql';

import { apiError, isInternal, shownRefusal } from './api-error.ts';
import { logInternalErrors } from './log-internal-errors.ts';
import type { ServerContext } from './server-context.ts';

/**
 * Returns the result of an execution as a client sees it where no server formats it. Masks and logs its errors, and replaces
 * it by the one error of a ceiling, as the answer to a request.
 */
export function shownResult(
  { data = null, errors = [] }: ExecutionResult,
  { requestId, log, work }: Pick<ServerContext, 'requestId' | 'log' | 'work'>,
): FormattedExecutionResult {
  logInternalErrors(errors, log);
  if (errors.some(isInternal)) log({ level: 'info', message: 'internal answer', metrics: { Failures: 1 } });
  if (work.over) return { data: null, errors: [shownRefusal(work.over, requestId)] };
  if (errors.length === 0) return { data };
  const shown = errors.map((error) => {
    const formatted = apiError(error.toJSON(), error);
    return { ...formatted, extensions: { ...formatted.extensions, requestId } };
  });
  return { data, errors: shown };
}
