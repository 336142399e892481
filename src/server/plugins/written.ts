import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';

import type { ServerContext } from '../open-context.ts';

/**
 * Marks the errors that made the answer of a done mutation null: a field below it failed, which only a read could show.
 * Without the mark, the client would take it for refused and write again.
 */
export const written: ApolloServerPlugin<ServerContext> = {
  requestDidStart: ({ contextValue: { work } }) =>
    Promise.resolve({
      willSendResponse({ response: { body } }) {
        if (work.written.length === 0 || body.kind !== 'single') return Promise.resolve();
        const { singleResult } = body;
        const { data, errors } = singleResult;
        const isLost = ({ path = [] }: GraphQLFormattedError): boolean =>
          path.length > 1 &&
          (data?.[String(path[0])] ?? null) === null &&
          work.written.includes(String(path[0]));
        if (errors?.some(isLost))
          body.singleResult = {
            ...singleResult,
            errors: errors.map((error) => (isLost(error) ? marked(error) : error)),
          };
        return Promise.resolve();
      },
    }),
};

function marked({ message, path = [], extensions, ...place }: GraphQLFormattedError): GraphQLFormattedError {
  const name = String(path[0]);
  // A retry would write again.
  const { retryable: _retryable, ...kept } = extensions ?? {};
  return {
    message: `${message.replace(/\.?$/, '.')} The mutation "${name}" wrote its data before that.`,
    ...place,
    path,
    extensions: { ...kept, written: [name] },
  };
}
