import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/**
 * Delays the answer until the background work of its request ends, because Lambda freezes the process after
 * it.
 */
export const awaitBackgroundWork: RequestPlugin<ServerContext> = {
  requestDidStart: ({ contextValue }) =>
    Promise.resolve({
      async willSendResponse() {
        await Promise.all(contextValue.background);
      },
    }),
};
