import { Kind, type OperationDefinitionNode } from 'graphql';

import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/** Maximum length of an operation name that is counted separately. */
const LONGEST_NAME = 64;

/** Records the outcome of a request, as its usage counts it. */
export const outcome: RequestPlugin<ServerContext> = {
  requestDidStart: ({ contextValue }) =>
    Promise.resolve({
      willSendResponse({ operation, errors = [] }) {
        const { outcome: noted } = contextValue;
        if (operation) noted.operation = operationLabel(operation) ?? noted.operation;
        noted.failed = errors.length > 0;
        return Promise.resolve();
      },
    }),
};

/**
 * Returns the operation's name if it is short, or its first root field. Returns undefined if it begins with a
 * fragment.
 */
function operationLabel({ name, selectionSet }: OperationDefinitionNode): string | undefined {
  if (name && name.value.length <= LONGEST_NAME) return name.value;
  const [first] = selectionSet.selections;
  return first?.kind === Kind.FIELD ? first.name.value : undefined;
}
