import type { ApolloServerPlugin } from '@apollo/server';

import type { ServerContext } from '../open-context.ts';

/**
 * Answers 200 instead of 400 to clients that accept `application/json`. GraphQL over HTTP demands this for a
 * well-formed request with an invalid document (section 6.4.1). Other clients get 400.
 */
export const jsonStatus: ApolloServerPlugin<ServerContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ request, response, source }) {
        const accept = request.http?.headers.get('accept') ?? '';
        const wantsJson = /application\/json/i.test(accept) && !/graphql-response\+json/i.test(accept);
        if (wantsJson && source && response.http.status === 400) response.http.status = 200;
        return Promise.resolve();
      },
    }),
};
