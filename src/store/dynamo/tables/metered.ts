import {
  isRead,
  type Item,
  type Command,
  type Output,
  type Send,
  type TransactItem,
} from '../driver/send.ts';
import { isRowKey } from '../keys/keys.ts';

/** The consumed capacity: what DynamoDB reported for successful calls. */
export interface Consumed {
  /** Calls that were made, also those that failed. */
  readonly calls: number;
  /** Read capacity units. */
  readonly rcu: number;
  /** Write capacity units. */
  readonly wcu: number;
  /** Rows that DynamoDB returned, without side items. */
  readonly rowsRead: number;
  /**
   * Reads in addition to one for each row that DynamoDB returned or looked for: rows that a filter discarded or
   * that were counted, and 4 kB more of a large row.
   */
  readonly extraReads: number;
  /** Rows that were put, changed or deleted. */
  readonly rowsWritten: number;
}

export const NOTHING_CONSUMED: Consumed = {
  calls: 0,
  rcu: 0,
  wcu: 0,
  rowsRead: 0,
  extraReads: 0,
  rowsWritten: 0,
};

/** Wraps a Send of the data table and adds up what it consumes. */
export function metered(send: Send): { readonly send: Send; readonly consumed: Consumed } {
  const consumed = { ...NOTHING_CONSUMED };
  return {
    consumed,
    async send(command, options) {
      consumed.calls += 1;
      const output = await send(command, options);
      consumed[isRead(command) ? 'rcu' : 'wcu'] += output.capacity;
      if (isRead(command)) {
        consumed.rowsRead += rowsIn(output);
        consumed.extraReads += extraReadsOf(command, output);
      } else consumed.rowsWritten += keysWritten(command).filter(isRowKey).length;
      return output;
    },
  };
}

/**
 * Returns the reads of a call beyond one for each row. DynamoDB bills half a unit for each 4 kB, rounded up, and
 * twice that for a consistent read.
 */
function extraReadsOf(command: Command, { ScannedCount = 0, Items = [], capacity }: Output): number {
  if (command.name !== 'Query' && command.name !== 'GetItem' && command.name !== 'BatchGetItem') return 0;
  const billed = Math.ceil(capacity * (command.input.ConsistentRead ? 1 : 2));
  if (command.name === 'GetItem') return Math.max(0, billed - 1);
  if (command.name === 'BatchGetItem') return Math.max(0, billed - command.input.Keys.length);
  // An empty query is billed as one read, which its page pays.
  return Math.max(ScannedCount, billed - 1) - Items.length;
}

function rowsIn({ Item, Items = [] }: Output): number {
  return [...Items, ...(Item ? [Item] : [])].filter(isRowKey).length;
}

function keysWritten(command: Command): Item[] {
  if (command.name === 'PutItem') return [command.input.Item];
  if (command.name === 'UpdateItem' || command.name === 'DeleteItem') return [command.input.Key];
  if (command.name === 'TransactWriteItems') return command.input.TransactItems.flatMap(keyWritten);
  return [];
}

function keyWritten(item: TransactItem): Item[] {
  if ('Put' in item) return [item.Put.Item];
  if ('Update' in item) return [item.Update.Key];
  return 'Delete' in item ? [item.Delete.Key] : [];
}
