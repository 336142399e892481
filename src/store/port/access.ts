import type { Index, Json, ModelType, Reference, Unique } from '../../model/index.ts';
import type { AuditEvent } from './audit-event.ts';
import type { Announced } from './announced.ts';
import type { Filter } from './filter.ts';

/** A row as stored: the fields of a model, without keys or index entries. */
export type Row = Readonly<Record<string, Json>>;

/**
 * A plan for the data, in the schema's words. The union is closed. A plan cannot name a tenant; the store adds it.
 */
export type Access =
  | GetAccess
  | QueryAccess
  | WriteAccess
  | EffectAccess
  | TransactAccess
  | SequenceAccess
  | DrawAccess
  | HoldAccess
  | ReleaseAccess
  | LinksAccess
  | SweepsAccess
  | CountAccess
  | TotalAccess
  | JobsAccess;
export type RowWrite = PutAccess | UpdateAccess | DeleteAccess;
export type WriteAccess =
  | RowWrite
  | AdvanceAccess
  | SaveJobAccess
  | DeleteJobAccess
  | SaveSweepAccess
  | EndSweepAccess
  | RequireAbsentAccess
  | RequireRetiredAccess
  | AnnounceAccess;
/** An effect that the store adds to a write, in the same transaction. */
export type EffectAccess =
  | ReserveUniqueAccess
  | FreeUniqueAccess
  | RequireRowAccess
  | AdjustCountAccess
  | AuditEventAccess
  | ClaimFileAccess
  | ReleaseFileAccess
  | PutFileDueAccess
  | DeleteFileDueAccess;

/** Reads one row by its primary key. */
export interface GetAccess {
  readonly op: 'get';
  readonly type: ModelType;
  /** Values of the key's fields; other fields are ignored. */
  readonly key: Row;
  /** Reads consistently, which costs twice as much. It is not shared with the request's other gets. */
  readonly consistent?: true;
}

/** Reads rows of one type in the order of a key. */
export interface QueryAccess {
  readonly op: 'query';
  readonly type: ModelType;
  /** The index. Null means the primary key. */
  readonly index: Index | null;
  /**
   * Equal values for the key's leading fields: the hash, then sort fields.
   * Empty lists the whole type and is allowed on the primary key only.
   */
  readonly where: readonly Json[];
  /** A condition on the sort fields that follow `where`. */
  readonly range: Range | null;
  readonly filter: Filter | null;
  /** Number of wanted rows. The page is full unless the data ends, or the read budget or the bytes of a page are used up. */
  readonly limit: number;
  readonly direction: 'ASC' | 'DESC';
  /** A `nextToken` of an earlier page, or null for the first. */
  readonly after: string | null;
  /** The field and the arguments of a cursor. A cursor with another binding is refused. */
  readonly binding: string;
  /** Reads rows as last written, at twice the price. Only on the primary key: an index lags behind. */
  readonly consistent?: true;
  /** Reads the page again that the request has read before. */
  readonly again?: true;
}

/** `value` holds one or more leading sort fields, compared in their order as a whole; a prefix is one of the last. */
export type Range =
  | { readonly op: 'eq' | 'lt' | 'le' | 'gt' | 'ge' | 'beginsWith'; readonly value: readonly Json[] }
  | { readonly op: 'between'; readonly from: readonly Json[]; readonly to: readonly Json[] };

/** The claim of the files that a write sets. It fails with `no-file`. */
export interface FileClaim {
  /**
   * The id of the caller who uploaded them. Without it, the row gets no file.
   * Null: the uploader does not matter, and an infected file is taken too. An import restores files before their rows, without
   * a holder and due in some days, so that those of an import that fails are removed. A file that this row holds already is
   * also right.
   */
  readonly claimant?: string | null;
}

/** Creates a row. It fails with `exists` if a row has the same key. */
export interface PutAccess extends FileClaim {
  readonly op: 'put';
  readonly type: ModelType;
  readonly row: Row;
  readonly condition: Filter | null;
}

/** Changes fields of an existing row. */
export interface UpdateAccess extends FileClaim {
  readonly op: 'update';
  readonly type: ModelType;
  readonly key: Row;
  /** New values; null removes the attribute. Never holds a field of the primary key. */
  readonly set: Row;
  readonly condition: Filter | null;
  /** The row as it was just read, if a changed key needs fields that are not in `set`. */
  readonly current?: Row;
  /** Treats a row that a job is deleting as missing. Only types with such jobs need it. */
  readonly retirable?: true;
  /** A field to increase by one. */
  readonly increment?: string | null;
  /** Fails while a delete holds the row. The store sets it if the same transaction refers to the row. */
  readonly unheld?: true;
}

/** Deletes an existing row. */
export interface DeleteAccess {
  readonly op: 'delete';
  readonly type: ModelType;
  readonly key: Row;
  readonly condition: Filter | null;
  /** The row as it was just read: its unique values are freed too. */
  readonly current?: Row;
  /** Treats a row that a job is deleting as missing. Only types with such jobs need it. */
  readonly retirable?: true;
  /** The hold under which the delete was decided. It fails with `outdated` if the row is not held so any more. */
  readonly held?: string;
  /**
   * The id of the job that continues the delete. The row is only marked, and readers ignore it from then on.
   */
  readonly retire?: string;
  /** The id of the job that marked the row before. The effects are done. It fails if the row has no such mark. */
  readonly retired?: string;
}

/** Work that continues after the transaction that began it. */
export interface Job {
  readonly id: string;
  /** The row to delete, with all rows that refer to it. */
  readonly type: string;
  readonly key: Row;
}

/** Saves a job, so that another process can resume it. */
export interface SaveJobAccess {
  readonly op: 'saveJob';
  readonly job: Job;
}

/** Deletes a finished job. */
export interface DeleteJobAccess {
  readonly op: 'deleteJob';
  readonly job: Job;
}

/**
 * A look for rows that refer to deleted rows, some time after the delete. An index may not have shown them, or a create was cut
 * off before it saw that its row came too late.
 */
export interface Sweep {
  readonly id: string;
  /** ISO 8601. */
  readonly due: string;
  /** The deleted rows. */
  readonly targets: readonly Target[];
}

/** A row by its type and key. */
export interface Target {
  readonly type: string;
  readonly key: Row;
}

/** Saves a sweep. The store adds one to each transaction that deletes rows to which others refer with `onDelete`. */
export interface SaveSweepAccess {
  readonly op: 'saveSweep';
  readonly sweep: Sweep;
}

/** Deletes a sweep. It fails with `missing` if another process has ended it. */
export interface EndSweepAccess {
  readonly op: 'endSweep';
  readonly sweep: Sweep;
}

/** Requires that no row has the key. */
export interface RequireAbsentAccess {
  readonly op: 'requireAbsent';
  readonly type: ModelType;
  readonly key: Row;
}

/** Requires that a row is still marked by the job that deletes it. */
export interface RequireRetiredAccess {
  readonly op: 'requireRetired';
  readonly type: ModelType;
  readonly key: Row;
  /** The id of the job. */
  readonly job: string;
}

/** Holds a row while a delete looks at the rows that refer to it. */
export interface HoldAccess {
  readonly op: 'hold';
  readonly type: ModelType;
  readonly key: Row;
  readonly hold: string;
  /** The hold that is replaced: its delete is given up. */
  readonly instead?: string;
}

/** Ends a hold, if the row still has it. */
export interface ReleaseAccess {
  readonly op: 'release';
  readonly type: ModelType;
  readonly key: Row;
  readonly hold: string;
}

/** Reads the links to a row consistently. */
export interface LinksAccess {
  readonly op: 'links';
  readonly type: ModelType;
  readonly key: Row;
  /** The sort key of the last link of the page before. */
  readonly after?: string;
}

/** Lists the first sweeps of a tenant in the order of their time. */
export interface SweepsAccess {
  readonly op: 'sweeps';
}

/** Keeps the answer of a mutation until its subscribers have it. */
export interface AnnounceAccess {
  readonly op: 'announce';
  /** Unique in the tenant. */
  readonly id: string;
  readonly announced: Announced;
  /** When it may be deleted, in seconds since 1970. */
  readonly expiresAt: number;
}

/** Lists the unfinished jobs of a tenant. */
export interface JobsAccess {
  readonly op: 'jobs';
}

/** Reserves a unique value for a row. Fails with `taken` if another row has it. */
export interface ReserveUniqueAccess {
  readonly op: 'reserveUnique';
  readonly type: ModelType;
  readonly unique: Unique;
  readonly row: Row;
  /** A row of the same transaction that frees the value. */
  readonly from?: Row;
}

/** Frees a unique value of a row. */
export interface FreeUniqueAccess {
  readonly op: 'freeUnique';
  readonly type: ModelType;
  readonly unique: Unique;
  readonly row: Row;
}

/** Requires that a row exists. Otherwise the write fails with `dangling`. */
export interface RequireRowAccess {
  readonly op: 'requireRow';
  readonly type: ModelType;
  readonly key: Row;
  readonly reference: Reference;
  /** Whether a delete that holds the row must end first. */
  readonly unheld: boolean;
}

/** Changes the number of rows of a type, in one of the counter's shards. */
export interface AdjustCountAccess {
  readonly op: 'adjustCount';
  readonly type: ModelType;
  readonly by: number;
  readonly shard: number;
}

/** Records a write in the audit. The event waits until it is sealed. */
export interface AuditEventAccess {
  readonly op: 'auditEvent';
  readonly event: AuditEvent;
}

/** Gives a file to a row. Fails with `no-file` if the claimant has no such file, or if it has a row. */
export interface ClaimFileAccess {
  readonly op: 'claimFile';
  readonly type: ModelType;
  readonly row: Row;
  readonly field: string;
  readonly id: string;
  readonly claimant: string | null | undefined;
}

/** Takes a file from its row, for upkeep to remove it. */
export interface ReleaseFileAccess {
  readonly op: 'releaseFile';
  readonly type: ModelType;
  readonly row: Row;
  readonly field: string;
  readonly id: string;
}

/** Lets upkeep find a released file. */
export interface PutFileDueAccess {
  readonly op: 'putFileDue';
  readonly id: string;
}

/** Keeps a claimed file from upkeep. */
export interface DeleteFileDueAccess {
  readonly op: 'deleteFileDue';
  readonly id: string;
}

/** Reads the counter of a type: all its items. */
export interface TotalAccess {
  readonly op: 'total';
  readonly type: ModelType;
  readonly consistent?: true;
}

/** Counts the rows that a query finds. The store reads them but does not return them. */
export type CountAccess = Omit<QueryAccess, 'op' | 'limit' | 'direction' | 'after' | 'binding'> & {
  readonly op: 'count';
};

/** Reads a sequence of the tenant: the last number, 0 at first. */
export interface SequenceAccess {
  readonly op: 'sequence';
  readonly name: string;
}

/** Adds one to a sequence, whatever it is. The number is taken, also if no row gets it. */
export interface DrawAccess {
  readonly op: 'draw';
  readonly name: string;
}

/** Advances a sequence from `from` to `to`, if no other write has advanced it. */
export interface AdvanceAccess {
  readonly op: 'advance';
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Runs up to 100 writes of different rows in one transaction. */
export interface TransactAccess {
  readonly op: 'transact';
  readonly writes: readonly (WriteAccess | EffectAccess)[];
}
