import { backOff } from './backoff.ts';
import { throttled } from './dynamo-errors.ts';
import type { Item, Send } from './send.ts';

/** DynamoDB's limit (API reference, BatchWriteItem). */
const MAX_KEYS = 25;
/** Rounds in which DynamoDB may delete nothing of what is left. */
const MAX_IDLE_ROUNDS = 8;

/**
 * Deletes items, whether they are there or not; what DynamoDB leaves undone is sent again.
 * @throws {Refusal} THROTTLED when it never keeps up
 */
export async function deleteItems(keys: readonly Item[], send: Send): Promise<void> {
  for (let at = 0; at < keys.length; at += MAX_KEYS) {
    let left = keys.slice(at, at + MAX_KEYS);
    for (let idle = 0; left.length > 0;) {
      const { UnprocessedKeys = [] } = await send({ name: 'BatchWriteItem', input: { DeleteKeys: left } });
      idle = UnprocessedKeys.length < left.length ? 0 : idle + 1;
      if (idle >= MAX_IDLE_ROUNDS) throw throttled();
      left = [...UnprocessedKeys];
      if (left.length > 0) await backOff(idle, undefined);
    }
  }
}
