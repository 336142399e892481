import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';

import type { Model } from '../model/index.ts';
import type { Log, RequestContext, RequestInfo } from '../server/index.ts';

import type { RestDocuments } from './open-documents.ts';
import type { RestAnswer, RestRequest } from './rest-request.ts';
import { restRoutes } from './rest-routes.ts';

/** An operation of GraphQL that a REST call became. */
export interface RestOperation {
  readonly query: string;
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The result of an operation, with the headers of its HTTP answer. */
export interface Executed {
  readonly result: FormattedExecutionResult;
  readonly headers: ReadonlyMap<string, string>;
}

export interface RestParts {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  /** Runs an operation with the server of `/graphql`, and all its plugins. */
  readonly execute: (operation: RestOperation, context: RequestContext) => Promise<Executed>;
  /** Admits a request, as `/graphql` does. */
  readonly open: (info: RequestInfo) => Promise<RequestContext>;
  readonly log: Log;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  readonly documents: RestDocuments;
}

/** Opens the REST API. It turns each request into operations of GraphQL, and their results into an answer. */
export function openRest({ model, schema }: RestParts): (request: RestRequest) => Promise<RestAnswer> {
  const routes = restRoutes(model, schema);
  return (request) => {
    const found = routes.find(({ path }) => request.path === `/v1${path}`);
    return Promise.resolve({ status: found ? 500 : 404, headers: {}, body: '' });
  };
}
