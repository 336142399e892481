import type { TypePart } from '../../store/index.ts';
import type { Isolation } from '../../tenant/index.ts';

/** The tables of a move: the rows leave `from` and go into `to`. */
export type MoveInput = Readonly<{ from: Isolation; to: Isolation }>;

/**
 * The progress of a move. Until `switch` the move can be rolled back; from `waitForCaches` on it always
 * completes.
 */
export type MoveState = Readonly<{
  phase: 'clear' | 'copy' | 'compare' | 'switch' | 'waitForCaches' | 'unlock' | 'eraseSource' | 'rollBack';
  /** All types that ever existed. */
  types: readonly TypePart[];
  /** The number of the next part of the table, and the sort key after which its next run begins. */
  at: number;
  after: string | null;
  /** The number of the first part of this round. Earlier parts are complete. */
  first: number;
  /** Number of times that a check failed and part of the work began again. */
  rounds: number;
  /** Number of items that are equal in both tables, and how many of them belong to the current part. */
  items: number;
  here: number;
  /** Number of visible rows per part, of those parts that have some. */
  rows: Readonly<Record<number, number>>;
  /** The reason of the rollback. */
  why?: string;
}>;

/** Returns whether a move can still be rolled back: its rows are in the old table, and it has not begun to. */
export function canRollBack(state: { readonly phase?: unknown } | null): boolean {
  const settled: readonly unknown[] = ['waitForCaches', 'unlock', 'eraseSource', 'rollBack'];
  return !settled.includes(state?.phase);
}
