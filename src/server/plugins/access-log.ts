import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';

import { isInternal } from '../api-error.ts';
import { describeError } from '../log.ts';
import type { ServerContext } from '../open-context.ts';

/** Codes of requests that a limit refused. */
const NO_ROOM: readonly unknown[] = ['THROTTLED', 'QUOTA_EXCEEDED'];

/**
 * Logs one line per request: caller, operation, duration, consumed capacity and error codes. Logs internal
 * errors in full.
 */
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
      willSendResponse({ operation, operationName, response }) {
        const { consumed, meter } = contextValue;
        const { calls, rcu, wcu } = consumed;
        const ms = Math.round(performance.now() - started);
        const cost = meter?.cost();
        const codes = codesOf(response);
        contextValue.log({
          level: 'info',
          message: 'request',
          operation: operation?.operation,
          operationName: operationName ?? undefined,
          fields: operation?.selectionSet.selections.flatMap((node) =>
            'name' in node ? [node.name.value] : [],
          ),
          ms,
          calls,
          rcu,
          wcu,
          cost,
          codes,
          metrics: {
            Latency: ms,
            Failures: codes?.includes('INTERNAL') ? 1 : 0,
            Refused: codes?.some((code) => NO_ROOM.includes(code)) ? 1 : 0,
            Cost: cost ?? 0,
            ReadUnits: rcu,
            WriteUnits: wcu,
          },
        });
        return Promise.resolve();
      },
    });
  },
};

/** Returns the error codes in the answer. */
function codesOf({ body }: GraphQLResponse): readonly unknown[] | undefined {
  return body.kind === 'single'
    ? body.singleResult.errors?.map(({ extensions }) => extensions?.['code'])
    : undefined;
}
