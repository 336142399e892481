import type { BatchWriteInput, Item, Send } from './send.ts';

/** DynamoDB's limit (API reference, BatchWriteItem). So many items of 400 KB stay below its other limit, 16 MB. */
const MAX_ITEMS = 25;

/**
 * Deletes items, whether they are there or not.
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
    await send({ name: 'BatchWriteItem', input: inputOf(items.slice(at, at + MAX_ITEMS)) });
  }
}
