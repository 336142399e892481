import type { Command, Item } from '../driver/send.ts';

/** The attribute that says which call wrote a row last. */
const WRITE = '__write';

/**
 * A create or update that leaves its stamp in the row. When the answer of a call is lost, the SDK repeats the call, and the
 * repeat finds its own row in the way; the stamp tells that row from one that someone else wrote.
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
      UpdateExpression: UpdateExpression.replace(/^SET /, 'SET #write = :write, '),
      ExpressionAttributeNames: { ...names, '#write': WRITE },
      ExpressionAttributeValues: { ...values, ':write': stamp },
    };
    return { ...command, input };
  }
  return command;
}

/** Whether the call with this stamp was the last to write the item. */
export function isOurWrite(item: Item, stamp: string): boolean {
  return item[WRITE] === stamp;
}
