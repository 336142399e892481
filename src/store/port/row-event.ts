import type { Row } from './access.ts';

/** A change of a row as subscriptions see it: with the new row, or the last one if it was deleted. */
export interface RowEvent {
  readonly is: 'create' | 'update' | 'delete';
  readonly row: Row;
}
