import { OperationTypeNode } from 'graphql';

import { Refusal } from '../../tenant/index.ts';
import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/** Refuses subscriptions: a request is answered once, and a socket has the events. */
export const noSubscriptions: RequestPlugin<ServerContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operation }) {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return Promise.resolve();
        const message = 'A subscription needs a socket: a request is answered once.';
        throw new Refusal('BAD_REQUEST', message, { wholeRequest: true });
      },
    }),
};
