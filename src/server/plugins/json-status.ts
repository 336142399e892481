import { prefersGraphqlResponse } from '../media-type.ts';
import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/**
 * Answers 200 instead of 400 to clients that get `application/json`, as AppSync does. GraphQL over HTTP recommends this for
 * a well-formed request with an invalid document (section 6.4.1). Clients that prefer its own media type get 400.
 */
export const jsonStatus: RequestPlugin<ServerContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ request, response, source }) {
        const wantsJson = !prefersGraphqlResponse(request.http?.headers.get('accept'));
        if (wantsJson && source && response.http.status === 400) response.http.status = 200;
        return Promise.resolve();
      },
    }),
};
