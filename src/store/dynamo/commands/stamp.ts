import { randomBytes } from 'node:crypto';

import type { Command, Item } from '../driver/send.ts';

/** The attribute with the id of the call that last wrote the row. */
export const WRITE = '0w';

/** Returns a new stamp. Two writers of one row would have to draw the same 48 bits. */
export function newStamp(): string {
  return randomBytes(6).toString('base64url');
}

/**
 * Adds a stamp to a create or update. If the answer is lost, the store reads the row. The stamp shows that this call
 * wrote the row last, and no other.
 */
export function stamped<C extends Command>(command: C, stamp: string): C {
  if (command.name === 'PutItem') {
    return { ...command, input: { ...command.input, Item: { ...command.input.Item, [WRITE]: stamp } } };
  }
  if (command.name === 'UpdateItem') {
    const {
      UpdateExpression,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    } = command.input;
    const input = {
      ...command.input,
      UpdateExpression: `SET #write = :write${UpdateExpression.replace(/^SET /, ', ').replace(/^REMOVE /, ' REMOVE ')}`,
      ExpressionAttributeNames: { ...names, '#write': WRITE },
      ExpressionAttributeValues: { ...values, ':write': stamp },
    };
    return { ...command, input };
  }
  return command;
}

/** Returns whether the call with this stamp was the last to write the item. */
export function isOurWrite(item: Item, stamp: string): boolean {
  return item[WRITE] === stamp;
}
