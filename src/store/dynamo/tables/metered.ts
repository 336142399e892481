import {
  isRead,
  type Item,
  type Command,
  type Output,
  type Send,
  type TransactItem,
} from '../driver/send.ts';
import { isRowKey } from '../keys/keys.ts';

/** What calls of DynamoDB came to: exactly what it answered for those that succeeded. */
export interface Consumed {
  /** Calls that were made, also those that failed. */
  readonly calls: number;
  /** Read capacity units. */
  readonly rcu: number;
  /** Write capacity units. */
  readonly wcu: number;
  /** Rows that DynamoDB handed over; not the notes that the table keeps beside them. */
  readonly rowsRead: number;
  /** Rows that were put, changed or deleted. */
  readonly rowsWritten: number;
}

export const NOTHING_CONSUMED: Consumed = { calls: 0, rcu: 0, wcu: 0, rowsRead: 0, rowsWritten: 0 };

/** Wraps a Send of the data table so that what it consumes is added up; `consumed` shows it at any time. */
export function metered(send: Send): { readonly send: Send; readonly consumed: Consumed } {
  const consumed = { ...NOTHING_CONSUMED };
  return {
    consumed,
    async send(command, options) {
      consumed.calls += 1;
      const output = await send(command, options);
      consumed[isRead(command) ? 'rcu' : 'wcu'] += output.capacity;
      if (isRead(command)) consumed.rowsRead += rowsIn(output);
      else consumed.rowsWritten += keysWritten(command).filter(isRowKey).length;
      return output;
    },
  };
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
