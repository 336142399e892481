import type { GraphQLFormattedError } from 'graphql';

import type { Model } from '../model/index.ts';
import type { RequestContext } from '../server/index.ts';

import type { RestOperation } from './operation.ts';
import type { JsonObject } from './reading/read-body.ts';
import type { ReadQuery } from './reading/read-query.ts';
import type { RestRequest } from './rest-request.ts';
import type { Route } from './route.ts';

/** The result of an operation, with the headers of its HTTP answer. */
export interface Executed {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLFormattedError[];
  readonly headers: ReadonlyMap<string, string>;
  /** The status that a limit chose, or undefined. */
  readonly status: number | undefined;
}

/** A request whose caller is admitted and whose route is known. */
export interface Call {
  readonly model: Model;
  readonly route: Route;
  /** All routes, to name the address of a row. */
  readonly routes: readonly Route[];
  readonly request: RestRequest;
  readonly context: RequestContext;
  /** The key in the path, by the names of its fields. */
  readonly key: Readonly<Record<string, unknown>>;
  readonly query: ReadQuery;
  readonly body: JsonObject;
  /** Runs the operation that answers the request. */
  readonly run: (operation: RestOperation) => Promise<Executed>;
  /** Runs a query before the write, as a request of its own: a mutation reads nothing before it writes. */
  readonly runBefore: (operation: RestOperation) => Promise<Executed>;
}

/** What a call answers, before it is written. */
export interface CallAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Undefined for an answer without a body. */
  readonly value: unknown;
  /** The ETag. By default it is a hash of the body. Null for an answer without one. */
  readonly etag?: string | null;
}
