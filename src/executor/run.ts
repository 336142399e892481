import type { GraphQLError } from 'graphql';
import { locatedError, type FieldNode, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';

import type { Permit, Watch } from './direct.ts';
import type { BatchWatch } from './batch.ts';

/** The place of a value in the answer, as graphql-js gives it to resolvers. */
export type Path = GraphQLResolveInfo['path'];

/** The rules and the watch of a field, open for one execution. */
export interface Opened {
  /** Null until the first object is read. */
  permit: Permit | null;
  readonly watch: Watch | null;
}

/** The same of a field that is read for many objects at once. */
export interface OpenedBatch extends Opened {
  readonly watch: BatchWatch | null;
}

/** One execution of a plan. Whatever depends on the request is here, and nothing of it is in the plan. */
export interface Run extends Pick<
  GraphQLResolveInfo,
  'fragments' | 'operation' | 'rootValue' | 'variableValues'
> {
  readonly schema: GraphQLSchema;
  readonly context: unknown;
  readonly errors: CollectedErrors;
  /** By the number of the field in the plan. */
  readonly opened: Opened[];
  /** By the number of the field in the plan. */
  readonly openedBatches: OpenedBatch[];
}

/** The errors of an execution. As graphql-js, it drops those below a place that is already null. */
export class CollectedErrors {
  readonly errors: GraphQLError[] = [];
  #nulls: Set<Path | undefined> | null = null;

  /** @param path the place that becomes null; undefined for the whole data */
  add(error: GraphQLError, path: Path | undefined): void {
    const nulls = (this.#nulls ??= new Set());
    for (let at = path; at !== undefined; at = at.prev) if (nulls.has(at)) return;
    if (nulls.has(undefined)) return;
    nulls.add(path);
    this.errors.push(error);
  }
}

/** Returns an error with its place, as graphql-js does. */
export function located(raw: unknown, nodes: readonly FieldNode[], path: Path): GraphQLError {
  return locatedError(raw, nodes, keysOf(path));
}

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at; at = at.prev) keys.push(at.key);
  return keys.reverse();
}

/** Returns whether a value is awaited, as graphql-js decides it. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    'then' in value &&
    typeof value.then === 'function'
  );
}
