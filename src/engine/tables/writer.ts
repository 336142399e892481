import type { ModelType } from '../../model/index.ts';
import type { Row, RowWrite, Store } from '../../store/index.ts';

/** Lets a row of a type be created, or throws. `pending` rows of it are about to be written in the same transaction. */
export type OnCreate = (type: ModelType, pending: number) => Promise<void>;

/** How a table reaches the data: a store, or a transaction that gathers writes. */
export interface Writer extends Pick<Store, 'get' | 'query' | 'count' | 'total'> {
  /** Where a delete that is too large for one transaction becomes a job; null inside a transaction. */
  readonly jobs: Store | null;
  /** Is asked before each row that is created, of rules or trusted; whatever it throws stops the create. */
  readonly onCreate: (type: ModelType) => Promise<void>;
  /**
   * Writes rows, all or none, and answers the first. `refuse` turns a write that did not happen into the client's
   * refusal, now or when a transaction commits.
   */
  write(accesses: readonly [RowWrite, ...RowWrite[]], refuse: (error: unknown) => never): Promise<Row>;
}
