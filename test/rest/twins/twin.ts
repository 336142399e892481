import type { Json } from '../../../src/model/index.ts';
import type { RestCall } from '../rest-event.ts';

/** What a REST call must answer, when its twin answered some data without an error. */
export interface Expected {
  readonly status: number;
  readonly body: unknown;
}

/** A REST call and the operation of GraphQL that does the same. */
export interface Twin {
  readonly title: string;
  readonly call: RestCall;
  readonly query: string;
  readonly variables: Readonly<Record<string, Json>>;
  /** Returns what REST must answer. Null means that GraphQL found nothing, which REST answers with 404. */
  readonly expected: (data: Readonly<Record<string, unknown>>) => Expected | null;
  /** Returns the twins of the next page, after the cursors of both answers. */
  readonly next?: (cursors: { readonly rest: string; readonly graphql: string }) => Twin;
  /** Whether it makes several mistakes, any of which may be the one that refuses it. */
  readonly isBatch?: true;
  /** Whether REST reads the row first, for which GraphQL has no operation. Then costs are not compared. */
  readonly readsFirst?: true;
}
