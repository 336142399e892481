import type { ModelType } from '../../model/index.ts';
import type { Row, RowWrite, Store } from '../../store/port/index.ts';

import type { Holds } from './holds.ts';

/**
 * A check before a row of a type is created, which may throw. `pending` rows of the type are in the same transaction.
 */
export type OnCreate = (type: ModelType, pending: number) => Promise<void>;

/** The way of a table to its data: a store, or a transaction that gathers writes. */
export interface Writer extends Pick<
  Store,
  'get' | 'query' | 'count' | 'total' | 'pause' | 'hold' | 'newHold' | 'release' | 'linked'
> {
  /** The store that takes a delete that is too large for one transaction as a job; null inside a transaction. */
  readonly jobs: Store | null;
  /** Hears of the holds of a delete that is written later: they end if it is not. Null if `write` writes at once. */
  readonly holding: ((holds: Holds) => void) | null;
  /**
   * Awaits the look of a delete, and those of the deletes that its transaction began with it. If one of them is refused, all are, and none
   * goes on to hold a row. Null if `write` writes at once.
   */
  readonly afterLooks: (<Seen>(look: Promise<Seen>) => Promise<Seen>) | null;
  /** Called before each create, by rules or trusted. An error stops the create. */
  readonly onCreate: (type: ModelType) => Promise<void>;
  /**
   * Writes rows, all or none, and returns the first.
   * `refuse` turns a failed write into the client's refusal, now or when a transaction commits.
   */
  write(accesses: readonly [RowWrite, ...RowWrite[]], refuse: (error: unknown) => never): Promise<Row>;
}
