import type { Index, Json, ModelType, Reference, Unique } from '../../model/index.ts';
import type { AuditEvent } from './audit-event.ts';
import type { Filter } from './filter.ts';

/** A row as stored: the fields of a model, nothing of keys or indexes. */
export type Row = Readonly<Record<string, Json>>;

/**
 * What may be asked of the data: a closed union of plans in the schema's words.
 * A plan cannot name a tenant; the store adds it.
 */
export type Access =
  | GetAccess
  | QueryAccess
  | WriteAccess
  | EffectAccess
  | TransactAccess
  | SequenceAccess
  | CountAccess
  | TotalAccess
  | JobsAccess;
export type RowWrite = PutAccess | UpdateAccess | DeleteAccess;
export type WriteAccess = RowWrite | AdvanceAccess | SaveJobAccess | DeleteJobAccess;
/** What the store itself adds to a write, in the same transaction. */
export type EffectAccess =
  | ReserveUniqueAccess
  | FreeUniqueAccess
  | RequireRowAccess
  | CountReferrerAccess
  | AdjustCountAccess
  | AuditEventAccess;

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

/** `value` holds one or more leading sort fields, compared in their order as a whole; a prefix is one of the last. */
export type Range =
  | { readonly op: 'eq' | 'lt' | 'le' | 'gt' | 'ge' | 'beginsWith'; readonly value: readonly Json[] }
  | { readonly op: 'between'; readonly from: readonly Json[]; readonly to: readonly Json[] };

/** Creates a row; one with the same key makes it fail with `exists`. */
export interface PutAccess {
  readonly op: 'put';
  readonly type: ModelType;
  readonly row: Row;
  readonly condition: Filter | null;
  /** How many rows of the same transaction refer to it. */
  readonly referrers?: number;
}

/** Changes fields of a row that exists. */
export interface UpdateAccess {
  readonly op: 'update';
  readonly type: ModelType;
  readonly key: Row;
  /** New values; null removes the attribute. Never holds a field of the primary key. */
  readonly set: Row;
  readonly condition: Filter | null;
  /** The row as read just before, when a key that changes needs fields that `set` does not bring. */
  readonly current?: Row;
  /** A row that a job is deleting is not there any more; only types that such jobs delete need ask. */
  readonly retirable?: true;
  /** A field that is counted up by one. */
  readonly increment?: string | null;
  /** How many rows more refer to it after the transaction. */
  readonly referrers?: number;
}

/** Deletes a row that exists. */
export interface DeleteAccess {
  readonly op: 'delete';
  readonly type: ModelType;
  readonly key: Row;
  readonly condition: Filter | null;
  /** The row as read just before: its unique values and references are given up with it. */
  readonly current?: Row;
  /**
   * How many rows that may not lose it still refer to it, all of which go or let go in the same transaction.
   * Absent: nothing that refers to this type says what a delete means for it.
   */
  readonly referrers?: number;
  /** The job that goes on with the delete: the row is only marked, and is as good as gone for everyone else. */
  readonly retire?: string;
  /** The row was marked before: all that it brought with it is done. */
  readonly retired?: true;
}

/** Work that goes on after the transaction that began it. */
export interface Job {
  readonly id: string;
  /** The row to be deleted with all that refers to it. */
  readonly type: string;
  readonly key: Row;
}

/** Notes a job, so that it can be taken up again whatever happens to who began it. */
export interface SaveJobAccess {
  readonly op: 'saveJob';
  readonly job: Job;
}

/** Strikes a job that is done. */
export interface DeleteJobAccess {
  readonly op: 'deleteJob';
  readonly job: Job;
}

/** The jobs of a tenant that are not done. */
export interface JobsAccess {
  readonly op: 'jobs';
}

/** Takes a unique value for a row; another row that has it makes the write fail with `taken`. */
export interface ReserveUniqueAccess {
  readonly op: 'reserveUnique';
  readonly type: ModelType;
  readonly unique: Unique;
  readonly row: Row;
  /** A row of the same transaction that gives the value up. */
  readonly from?: Row;
}

/** Gives a unique value of a row up. */
export interface FreeUniqueAccess {
  readonly op: 'freeUnique';
  readonly type: ModelType;
  readonly unique: Unique;
  readonly row: Row;
}

/** Demands that a row is there; otherwise the write fails with `dangling`. */
export interface RequireRowAccess {
  readonly op: 'requireRow';
  readonly type: ModelType;
  readonly key: Row;
  readonly reference: Reference;
}

/** Counts the rows that refer to a row, which must be there. */
export interface CountReferrerAccess {
  readonly op: 'countReferrer';
  readonly type: ModelType;
  readonly key: Row;
  readonly by: number;
  readonly reference: Reference;
}

/** Counts the rows of a type, in one of the counter's shards. */
export interface AdjustCountAccess {
  readonly op: 'adjustCount';
  readonly type: ModelType;
  readonly by: number;
  readonly shard: number;
}

/** Tells the audit of a write; the event waits until it is sealed. */
export interface AuditEventAccess {
  readonly op: 'auditEvent';
  readonly event: AuditEvent;
}

/** How many rows of a type there are: all shards of its counter. */
export interface TotalAccess {
  readonly op: 'total';
  readonly type: ModelType;
}

/** How many rows a query finds; they are looked at but not sent. */
export type CountAccess = Omit<QueryAccess, 'op' | 'limit' | 'direction' | 'after' | 'binding'> & {
  readonly op: 'count';
};

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
  readonly writes: readonly (WriteAccess | EffectAccess)[];
}
