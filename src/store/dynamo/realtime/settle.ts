import { backOff } from '../driver/backoff.ts';
import { throttled } from '../driver/dynamo-errors.ts';
import {
  ConditionFailed,
  TransactionCancelled,
  type CancellationReason,
  type Command,
  type Item,
  type Send,
  type TransactItem,
} from '../driver/send.ts';

/** Attempts of a write that others get in the way of: the operations of one connection write the same item. */
const MAX_ATTEMPTS = 15;

/** Runs a transaction. Returns null if it was applied, or one reason for each write if a condition does not hold. */
export async function transact(
  send: Send,
  TransactItems: readonly TransactItem[],
): Promise<readonly CancellationReason[] | null> {
  try {
    await settled(() => send({ name: 'TransactWriteItems', input: { TransactItems } }));
    return null;
  } catch (error) {
    if (error instanceof TransactionCancelled) return error.reasons;
    throw error;
  }
}

/** Runs a conditional write. Returns what failed its condition: an item, or null if there is none. */
export async function attempt(
  send: Send,
  command: Command,
): Promise<'done' | { readonly found: Item | null }> {
  try {
    await settled(() => send(command));
    return 'done';
  } catch (error) {
    if (error instanceof ConditionFailed) return { found: error.item };
    throw error;
  }
}

/** Repeats a write while transactions on the same items stop it. @throws {Refusal} THROTTLED if they never end */
async function settled<Result>(write: () => Promise<Result>): Promise<Result> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await write();
    } catch (error) {
      const isHindered =
        error instanceof TransactionCancelled && error.reasons.every(({ code }) => code !== 'condition');
      if (!isHindered) throw error;
      if (attempts === MAX_ATTEMPTS) throw throttled();
    }
    await backOff(attempts, undefined);
  }
}
