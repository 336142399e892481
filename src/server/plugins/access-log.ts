import type { ApolloServerPlugin } from '@apollo/server';

import { isInternal } from '../api-error.ts';
import { describeError } from '../log.ts';
import type { ServerContext } from '../open-context.ts';

/** One line a request: who, which operation, how long, what it took of DynamoDB, which codes. Internal errors in full. */
export const accessLog: ApolloServerPlugin<ServerContext> = {
  requestDidStart({ contextValue }) {
    const started = performance.now();
    return Promise.resolve({
      didEncounterErrors({ errors }) {
        for (const error of errors.filter(isInternal)) {
          const thrown: unknown = error.originalError ?? error;
          contextValue.log({
            level: 'error',
            message: 'internal error',
            path: error.path?.join('.'),
            ...describeError(thrown),
          });
        }
        return Promise.resolve();
      },
      willSendResponse({ operation, operationName, errors }) {
        contextValue.log({
          level: 'info',
          message: 'request',
          operation: operation?.operation,
          operationName: operationName ?? undefined,
          fields: operation?.selectionSet.selections.flatMap((node) =>
            'name' in node ? [node.name.value] : [],
          ),
          ms: Math.round(performance.now() - started),
          calls: contextValue.consumed.calls,
          rcu: contextValue.consumed.rcu,
          wcu: contextValue.consumed.wcu,
          codes: errors?.map((error) => error.extensions['code']),
        });
        return Promise.resolve();
      },
    });
  },
};
