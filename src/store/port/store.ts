import type { ModelType } from '../../model/index.ts';
import type { Answers } from './idempotency.ts';
import type {
  CountAccess,
  GetAccess,
  Job,
  QueryAccess,
  Row,
  RowWrite,
  Sweep,
  Target,
  WriteAccess,
} from './access.ts';

export interface Page {
  readonly rows: readonly Row[];
  /** The sealed position of the next page. Null only at the end. */
  readonly nextToken: string | null;
}

/** The counter of a type. */
export interface Total {
  readonly rows: number;
  /** False if the consumer of changes keeps it, seconds late. */
  readonly isExact: boolean;
  /** The second of the newest change that is counted, in milliseconds since 1970. Null if none is, or if it is exact. */
  readonly asOf: number | null;
  /** The rows that were created in that second and are counted. */
  readonly created: number;
  /** Whether rows that were written before are not counted yet. */
  readonly isPartial: boolean;
}

/** The data of one tenant, for one request. It owns the loaders and reaches no other tenant. */
export interface Store {
  /** Returns a row, or null. Gets of one tick are sent together, and each row is read once per request. */
  get(access: GetAccess): Promise<Row | null>;
  /** Returns a page. Equal queries of a request are sent once, and the rows serve later gets. */
  query(access: QueryAccess): Promise<Page>;
  /**
   * Writes one row. Returns it as created, as updated, or as it was before the delete.
   * @throws {WriteFailed} if a condition does not hold
   */
  write(access: RowWrite): Promise<Row>;
  /**
   * Runs at most 100 writes in one transaction, including their effects. Returns what `write` returns for
   * each, or null for a sequence.
   * @throws {WriteFailed} with the first write whose condition does not hold
   * @throws {Refusal} CONFLICT if other transactions interfere
   */
  transact(
    writes: readonly WriteAccess[],
    options?: {
      /** What a mutation with an idempotency key answers: by default the first row. */
      readonly answer?: unknown;
    },
  ): Promise<readonly (Row | null)[]>;
  /**
   * Returns the number of rows of a type, from its counter.
   * @throws {Refusal} CONFLICT while its rows are being counted for the first time
   */
  total(type: ModelType): Promise<number>;
  /** Returns the counter of a type, with how late it is. */
  counted(type: ModelType): Promise<Total>;
  /**
   * Holds a row: until the hold is released, given up or gone with the row, no row that a delete must know begins to refer to
   * it. Readers still see it.
   * @returns `busy` if another delete holds the row, `missing` if there is no such row
   */
  hold(type: ModelType, key: Row, hold: string): Promise<'held' | 'busy' | 'missing'>;
  /** Ends a hold. It does nothing if the row is not held so. */
  release(type: ModelType, key: Row, hold: string): Promise<void>;
  /** Returns a new hold, for all rows of one delete. It is given up after 30 seconds. */
  newHold(): string;
  /**
   * Returns rows that may refer to a row since at most an hour ago by a reference that a delete must know, as last written. The row of a
   * link may be missing, or refer to another row by now.
   */
  linked(type: ModelType, key: Row): Promise<readonly Target[]>;
  /** Returns sweeps in the order of their time, also those that are not due. There may be more. */
  sweeps(): Promise<readonly Sweep[]>;
  /**
   * Counts the rows that a query finds. The store reads them but does not return them.
   * @throws {Refusal} INVALID_ARGUMENTS if the read budget is not enough
   */
  count(access: CountAccess): Promise<number>;
  /** Returns the unfinished jobs. */
  jobs(): Promise<readonly Job[]>;
  /** Returns the last number of a sequence; 0 before the first. */
  sequence(name: string): Promise<number>;
  /**
   * Takes the next number of a sequence. No other call gets it, also if no write uses it: then it is a gap.
   * @throws {Refusal} CONFLICT if transactions that take numbers without gaps interfere each time
   */
  draw(name: string): Promise<number>;
  /**
   * Waits before attempt 1, 2, … of work that other writers got in the way of.
   * @throws {Refusal} TIMEOUT when the deadline of the request passes
   */
  pause(attempt: number): Promise<void>;
  /** The answers to mutations with the idempotency key of the request. Null if it has none. */
  readonly answers: Answers | null;
}

/** An error for a write that did not happen. Nothing was changed. */
export class WriteFailed extends Error {
  override readonly name = 'WriteFailed';
  /**
   * `exists`: the key is taken. `missing`: there is no such row. `condition`: the row does not meet the
   * condition. `taken`: another row has a unique value. `dangling`: a referenced row does not exist.
   * `outdated`: the delete does not hold the row any more. `no-file`: the claimant has no such file to give to the row, or it is not ready.
   */
  readonly reason: 'exists' | 'missing' | 'condition' | 'taken' | 'dangling' | 'outdated' | 'no-file';
  /** The current row, if there is one. */
  readonly row: Row | null;
  /** The number of the write in the transaction. */
  readonly index: number;
  /** The fields of `taken`, `dangling` and `no-file`. */
  readonly fields: readonly string[];

  constructor(reason: WriteFailed['reason'], row: Row | null, index = 0, fields: readonly string[] = []) {
    super(`The write was refused: ${reason}.`);
    this.reason = reason;
    this.row = row;
    this.index = index;
    this.fields = fields;
  }
}
