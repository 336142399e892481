import type { ApolloServer } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';

import type { ServerContext } from './server-context.ts';

/** An operation of GraphQL. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The result of an operation, with the head of its HTTP answer. */
export interface ExecutedOperation {
  readonly result: FormattedExecutionResult;
  /** The status that a plugin chose, or undefined. */
  readonly status: number | undefined;
  readonly headers: ReadonlyMap<string, string>;
}

/** Runs an operation in a context, with every plugin of a server. */
export type Execute<Context> = (operation: OperationRequest, context: Context) => Promise<ExecutedOperation>;

/** Returns what runs operations in a server, for a door that does not speak GraphQL over HTTP. */
export function executeIn<Context extends ServerContext>(server: ApolloServer<Context>): Execute<Context> {
  return async ({ query, operationName, variables }, contextValue) => {
    const request = { query, operationName, variables: { ...variables } };
    const { body, http } = await server.executeOperation(request, { contextValue });
    if (body.kind !== 'single') throw new Error('Incremental delivery does not pass a door.');
    return { result: body.singleResult, status: http.status, headers: http.headers };
  };
}
