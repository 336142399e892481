import type { GraphQLResponse } from '@apollo/server';

import { logInternalErrors } from '../log-internal-errors.ts';
import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/** Maximum length of a name in a line, and number of fields. Lambda cuts a longer line (256 kB), and it would not count. */
const LONGEST_NAME = 64;
const MOST_FIELDS = 50;

/** Records what the log says of an operation and its errors. Logs internal errors in full. */
export const accessLog: RequestPlugin<ServerContext> = {
  requestDidStart({ contextValue }) {
    return Promise.resolve({
      didEncounterErrors({ errors }) {
        logInternalErrors(errors, contextValue.log);
        return Promise.resolve();
      },
      willSendResponse({ operation, operationName, response }) {
        const fields = operation?.selectionSet.selections.flatMap((node) =>
          'name' in node ? [node.name.value] : [],
        );
        contextValue.outcome.said = {
          operation: operation?.operation,
          operationName: operationName?.slice(0, LONGEST_NAME),
          fields: fields?.slice(0, MOST_FIELDS).map((name) => name.slice(0, LONGEST_NAME)),
          codes: codesOf(response),
        };
        return Promise.resolve();
      },
    });
  },
};

/** Returns the different error codes in the answer. */
function codesOf({ body }: GraphQLResponse): readonly unknown[] | undefined {
  const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
  return errors && [...new Set(errors.map(({ extensions }) => extensions?.['code']))];
}
