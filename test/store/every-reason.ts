import {
  type CancellationReason,
  type ConditionCheckInput,
  type Send,
  type TransactItem,
  TransactionCancelled,
} from '../../src/store/dynamo/driver/send.ts';
import { PK, SK } from '../../src/store/dynamo/keys/keys.ts';

/**
 * Wraps `send` so that a cancelled transaction names each condition that fails, as DynamoDB does. The emulator stops at the first one, so
 * the others are checked one by one.
 */
export function withEveryReason(send: Send): Send {
  return async (command, options) => {
    try {
      return await send(command, options);
    } catch (error) {
      if (!(error instanceof TransactionCancelled) || command.name !== 'TransactWriteItems') throw error;
      const { TransactItems } = command.input;
      const reasons = error.reasons.map(async (reason, at) => {
        const item = TransactItems[at];
        return reason.code === 'none' && item ? reasonOf(item, send) : reason;
      });
      throw new TransactionCancelled(await Promise.all(reasons));
    }
  };
}

/** Returns why an item stops a transaction, as its condition alone shows. */
async function reasonOf(item: TransactItem, send: Send): Promise<CancellationReason> {
  const none = { code: 'none', item: null } as const;
  const check = checkOf(item);
  if (!check) return none;
  try {
    await send({ name: 'TransactWriteItems', input: { TransactItems: [{ ConditionCheck: check }] } });
    return none;
  } catch (error) {
    if (error instanceof TransactionCancelled) return error.reasons[0] ?? none;
    throw error;
  }
}

/** Returns the check of an item's condition, with the names and values that it uses; null if the item has no condition. */
function checkOf(one: TransactItem): ConditionCheckInput | null {
  const input =
    'Put' in one ? one.Put : 'Update' in one ? one.Update : 'Delete' in one ? one.Delete : one.ConditionCheck;
  const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = input;
  if (ConditionExpression === undefined) return null;
  const used = new Set(ConditionExpression.match(/[#:]\w+/g));
  const usedOf = <Value>(all: Readonly<Record<string, Value>> = {}): Record<string, Value> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name)));
  const values = usedOf(ExpressionAttributeValues);
  return {
    Key: 'Item' in input ? { [PK]: input.Item[PK] ?? null, [SK]: input.Item[SK] ?? null } : input.Key,
    ConditionExpression,
    ExpressionAttributeNames: usedOf(ExpressionAttributeNames),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}
