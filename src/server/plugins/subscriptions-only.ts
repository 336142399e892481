import type { BaseContext } from '@apollo/server';
import { OperationTypeNode } from 'graphql';

import { Refusal } from '../../tenant/index.ts';
import type { RequestPlugin } from './together.ts';

/** Refuses queries and mutations on a socket, so that their limits, idempotency keys and audit have one door. */
export const subscriptionsOnly: RequestPlugin<BaseContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operation }) {
        if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION) return Promise.resolve();
        throw new Refusal(
          'BAD_REQUEST',
          `Send a ${operation.operation} by HTTP: a socket takes subscriptions only.`,
        );
      },
    }),
};
