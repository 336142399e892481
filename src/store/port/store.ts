import type { ModelType } from '../../model/index.ts';
import type { CountAccess, GetAccess, Job, QueryAccess, Row, RowWrite, WriteAccess } from './access.ts';

export interface Page {
  readonly rows: readonly Row[];
  /** Sealed; null exactly at the end. */
  readonly nextToken: string | null;
}

/** The data of one tenant, for one request: it owns the loaders and cannot reach anything else. */
export interface Store {
  /** A row, or null. Gets of one tick travel together; each row is read once per request. */
  get(access: GetAccess): Promise<Row | null>;
  /** A page. Equal queries of one request are sent once; its rows serve later gets. */
  query(access: QueryAccess): Promise<Page>;
  /**
   * Writes one row and answers it: as created, as it is after the update, or as it was before the delete.
   * @throws {WriteFailed} when a condition does not hold.
   */
  write(access: RowWrite): Promise<Row>;
  /**
   * All or none, at most 100 with what they bring along; answers each write as `write` does, a sequence with null.
   * @throws {WriteFailed} naming the first write whose condition does not hold; `Conflict` when another transaction interferes.
   */
  transact(writes: readonly WriteAccess[]): Promise<readonly (Row | null)[]>;
  /** How many rows of a type there are, from a counter that is kept with every write. */
  total(type: ModelType): Promise<number>;
  /**
   * How many rows a query finds. They are looked at, but not sent.
   * @throws {Refusal} INVALID_ARGUMENTS when there are more to look at than the read budget allows
   */
  count(access: CountAccess): Promise<number>;
  /** The jobs that are not done. */
  jobs(): Promise<readonly Job[]>;
  /** The last number that a sequence of this tenant gave; 0 before the first. */
  sequence(name: string): Promise<number>;
}

/** Why a write did not happen. Nothing was changed. */
export class WriteFailed extends Error {
  override readonly name = 'WriteFailed';
  /**
   * `exists`: the key is taken. `missing`: no such row. `condition`: the row is there, the condition is not met.
   * `taken`: another row has a unique value. `dangling`: a row that it refers to is not there.
   * `referenced`: rows that it does not know of still refer to it.
   */
  readonly reason: 'exists' | 'missing' | 'condition' | 'taken' | 'dangling' | 'referenced';
  /** The row as it is, when there is one. */
  readonly row: Row | null;
  /** In a transaction, which write. */
  readonly index: number;
  /** The fields that `taken` and `dangling` are about. */
  readonly fields: readonly string[];

  constructor(reason: WriteFailed['reason'], row: Row | null, index = 0, fields: readonly string[] = []) {
    super(`The write was refused: ${reason}.`);
    this.reason = reason;
    this.row = row;
    this.index = index;
    this.fields = fields;
  }
}
