import type { GraphQLError } from 'graphql';

import { isInternal } from './api-error.ts';
import { describeError, type Log } from './log.ts';

/** Logs in full the errors of an answer of which the client learns nothing. */
export function logInternalErrors(errors: readonly GraphQLError[], log: Log): void {
  for (const error of errors.filter(isInternal)) {
    const thrown: unknown = error.originalError ?? error;
    log({
      level: 'error',
      message: 'internal error',
      path: error.path?.join('.'),
      ...describeError(thrown),
    });
  }
}
