import { backOff } from './backoff.ts';
import { throttled } from './dynamo-errors.ts';
import type { BatchWriteInput, Item, Send } from './send.ts';

/** DynamoDB's limit (API reference, BatchWriteItem). So many items of 400 KB stay below its other limit, 16 MB. */
const MAX_ITEMS = 25;
/** Rounds in which DynamoDB may do nothing of what is left. */
const MAX_IDLE_ROUNDS = 8;

/**
 * Deletes items, whether they are there or not; what DynamoDB leaves undone is sent again.
 * @throws {Refusal} THROTTLED when it never keeps up
 */
export function deleteItems(keys: readonly Item[], send: Send): Promise<void> {
  return inBatches(keys, (DeleteKeys) => ({ DeleteKeys }), send);
}

/** Puts items, in place of those with the same keys; otherwise as `deleteItems`. */
export function putItems(items: readonly Item[], send: Send): Promise<void> {
  return inBatches(items, (PutItems) => ({ PutItems }), send);
}

async function inBatches(
  items: readonly Item[],
  inputOf: (batch: readonly Item[]) => BatchWriteInput,
  send: Send,
): Promise<void> {
  for (let at = 0; at < items.length; at += MAX_ITEMS) {
    let left = items.slice(at, at + MAX_ITEMS);
    for (let idle = 0; left.length > 0;) {
      const { UnprocessedItems = [] } = await send({ name: 'BatchWriteItem', input: inputOf(left) });
      idle = UnprocessedItems.length < left.length ? 0 : idle + 1;
      if (idle >= MAX_IDLE_ROUNDS) throw throttled();
      left = [...UnprocessedItems];
      if (left.length > 0) await backOff(idle, undefined);
    }
  }
}
