import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/** Adds the request id to the header `x-request-id` and to the extensions of each error. */
export const requestId: RequestPlugin<ServerContext> = {
  requestDidStart({ contextValue }) {
    return Promise.resolve({
      willSendResponse({ response }) {
        response.http.headers.set('x-request-id', contextValue.requestId);
        if (response.body.kind === 'single') {
          const { singleResult } = response.body;
          const errors = singleResult.errors?.map((error) => ({
            ...error,
            extensions: { ...error.extensions, requestId: contextValue.requestId },
          }));
          if (errors) response.body.singleResult = { ...singleResult, errors };
        }
        return Promise.resolve();
      },
    });
  },
};
