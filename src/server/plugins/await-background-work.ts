import type { ApolloServerPlugin } from '@apollo/server';

import type { ServerContext } from '../open-context.ts';

/** Lets an answer go once what runs beside its request is done. */
export const awaitBackgroundWork: ApolloServerPlugin<ServerContext> = {
  requestDidStart: ({ contextValue }) =>
    Promise.resolve({
      async willSendResponse() {
        await Promise.all(contextValue.background);
      },
    }),
};
