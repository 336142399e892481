import type { Index, Json, ModelType } from '../model/index.ts';
import type { Filter } from './filter.ts';

/** A row as stored: the fields of a model, nothing of keys or indexes. */
export type Row = Readonly<Record<string, Json>>;

/**
 * What may be asked of the data: a closed union of plans in the schema's words.
 * A plan cannot name a tenant; `commandFor` in this room adds it.
 */
export type Access = GetAccess | QueryAccess | WriteAccess | TransactAccess | SequenceAccess;
export type WriteAccess = PutAccess | UpdateAccess | DeleteAccess | AdvanceAccess;

/** One row by its primary key. */
export interface GetAccess {
  readonly op: 'get';
  readonly type: ModelType;
  /** Values of the key's fields; other fields are ignored. */
  readonly key: Row;
  /** Reads what was last written (costs twice as much); not shared with the request's other gets. */
  readonly consistent?: true;
}

/** Rows of one type in the order of a key. */
export interface QueryAccess {
  readonly op: 'query';
  readonly type: ModelType;
  /** Null: the primary key. */
  readonly index: Index | null;
  /**
   * Equal values for the key's leading fields: the hash, then sort fields.
   * Empty lists the whole type and is allowed on the primary key only.
   */
  readonly where: readonly Json[];
  /** A condition on the sort fields that follow `where`. */
  readonly range: Range | null;
  readonly filter: Filter | null;
  /** Rows wanted: the page comes back full unless the data ends or the read budget is spent. */
  readonly limit: number;
  readonly direction: 'ASC' | 'DESC';
  /** A `nextToken` of an earlier page, or null for the first. */
  readonly after: string | null;
  /** Names the field and the arguments that a cursor belongs to; a cursor of anything else is refused. */
  readonly binding: string;
}

/** `value` holds one or more leading sort fields; only the last one is compared by `op`'s order or prefix. */
export type Range =
  | { readonly op: 'eq' | 'lt' | 'le' | 'gt' | 'ge' | 'beginsWith'; readonly value: readonly Json[] }
  | { readonly op: 'between'; readonly from: readonly Json[]; readonly to: readonly Json[] };

/** Creates a row; one with the same key makes it fail with `exists`. */
export interface PutAccess {
  readonly op: 'put';
  readonly type: ModelType;
  readonly row: Row;
  readonly condition: Filter | null;
}

/** Changes fields of a row that exists. */
export interface UpdateAccess {
  readonly op: 'update';
  readonly type: ModelType;
  readonly key: Row;
  /** New values; null removes the attribute. Never holds a field of the primary key. */
  readonly set: Row;
  readonly condition: Filter | null;
  /** The row as read just before, when an index key needs fields that `set` does not bring. */
  readonly current?: Row;
}

/** Deletes a row that exists. */
export interface DeleteAccess {
  readonly op: 'delete';
  readonly type: ModelType;
  readonly key: Row;
  readonly condition: Filter | null;
}

/** Reads a per-tenant sequence: the last number given, 0 at first. */
export interface SequenceAccess {
  readonly op: 'sequence';
  readonly name: string;
}

/** Moves a sequence from `from` to `to`, provided that nobody else moved it. */
export interface AdvanceAccess {
  readonly op: 'advance';
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Up to 100 writes of different rows, all or none. */
export interface TransactAccess {
  readonly op: 'transact';
  readonly writes: readonly WriteAccess[];
}
