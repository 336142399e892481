import type { GraphQLField, GraphQLInputType } from 'graphql';

import type { Field, ModelType } from '../model/index.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a route does, and what only its kind has. */
export type RouteKind =
  | { readonly is: 'list' }
  | { readonly is: 'get' }
  | { readonly is: 'create' }
  | { readonly is: 'replace' }
  | { readonly is: 'patch' }
  | { readonly is: 'delete' }
  /** The rows, or the row, of a relation of one row. */
  | { readonly is: 'related'; readonly relation: Field; readonly target: ModelType; readonly many: boolean }
  | { readonly is: 'batch'; readonly operation: 'create' | 'update' | 'delete' }
  /** A field that the schema declares on Query or Mutation. */
  | { readonly is: 'action' }
  | ({ readonly is: 'platform' } & PlatformCall);

/** How a route of the platform calls its root field. */
export interface PlatformCall {
  /** The argument that the whole body is. Null if the members of the body are the arguments, or there is no body. */
  readonly bodyArgument: string | null;
  /** A field of the answer that is asked in its place, with the query parameters as its arguments. */
  readonly nested?: string;
  /** The status of a success. */
  readonly status: 200 | 201;
}

/** A segment `{id}` of a path. */
export interface PathParameter {
  readonly name: string;
  readonly type: GraphQLInputType;
}

/** A parameter of the query string. */
export interface QueryParameter {
  /** Such as `limit`, `dueDate` or `dueDate.lt`. */
  readonly name: string;
  readonly is: 'field' | 'filter' | 'sort' | 'limit' | 'cursor' | 'total' | 'fields' | 'expand' | 'argument';
  /** The type of one value. An input object is JSON text. */
  readonly type: GraphQLInputType;
  /** Whether it may be there more than once: its values are then a list. */
  readonly many: boolean;
  readonly required: boolean;
  readonly description: string;
  /** Of a `field`: its place in the filter, `['dueDate', 'lt']`. Of an `argument`: its name. Else empty. */
  readonly at: readonly string[];
}

/** An operation of the REST API, and the root field that it calls. */
export interface Route {
  readonly method: Method;
  /** Below `/v1`: `/tasks/{id}`. */
  readonly path: string;
  /** Unique among the routes: `listTasks`. */
  readonly operationId: string;
  readonly summary: string;
  readonly kind: RouteKind;
  /** The type of the path. Null for actions and the platform. */
  readonly type: ModelType | null;
  readonly root: 'Query' | 'Mutation';
  /** The root field that it calls. */
  readonly field: GraphQLField<unknown, unknown>;
  readonly pathParameters: readonly PathParameter[];
  readonly queryParameters: readonly QueryParameter[];
  /** The type of a JSON body; null if the route takes none. The items of a batch are a list of it. */
  readonly body: GraphQLInputType | null;
}
