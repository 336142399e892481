import type { GraphQLFormattedError } from 'graphql';

import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/**
 * Marks the errors of mutations that changed data. Without the mark, the client would take them for refused and write again.
 * - A field below a done mutation failed, which made its answer null. Only a read can show what it wrote.
 * - A mutation failed between two writes. Then its outcome is unknown.
 */
export const written: RequestPlugin<ServerContext> = {
  requestDidStart: ({ contextValue: { work } }) =>
    Promise.resolve({
      willSendResponse({ response: { body } }) {
        if (body.kind !== 'single') return Promise.resolve();
        const { singleResult } = body;
        const { data, errors } = singleResult;
        const isLost = ({ path = [] }: GraphQLFormattedError): boolean =>
          path.length > 1 &&
          (data?.[String(path[0])] ?? null) === null &&
          work.written.includes(String(path[0]));
        const isCutOff = ({ path = [], extensions }: GraphQLFormattedError): boolean =>
          path.length === 1 && work.cutOff.includes(String(path[0])) && isVague(extensions);
        if (errors?.some((error) => isLost(error) || isCutOff(error)))
          body.singleResult = {
            ...singleResult,
            errors: errors.map((error) =>
              isLost(error) ? marked(error) : isCutOff(error) ? unknown(error) : error,
            ),
          };
        return Promise.resolve();
      },
    }),
};

/** Returns whether an error of a mutation lets the client take it for one that changed nothing. */
function isVague(extensions: GraphQLFormattedError['extensions']): boolean {
  if (extensions?.['outcome'] !== undefined) return false;
  return extensions?.['retryable'] === true || extensions?.['code'] === 'INTERNAL';
}

function unknown({ extensions, ...error }: GraphQLFormattedError): GraphQLFormattedError {
  const { retryable: _retryable, ...kept } = extensions ?? {};
  return { ...error, extensions: { ...kept, outcome: 'UNKNOWN' } };
}

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
