import { backOff } from './backoff.ts';
import { throttled } from './dynamo-errors.ts';
import type { Item } from './send.ts';

/** Rounds in which DynamoDB may process nothing of what is left. */
const MAX_IDLE_ROUNDS = 8;

/** What one call of a batch did. */
export interface BatchPart {
  readonly items: readonly Item[];
  /** The keys or items that DynamoDB did not process. */
  readonly left: readonly Item[];
  readonly capacity: number;
}

/**
 * Sends a batch until DynamoDB has processed all of it. Returns all items and the capacity of all calls.
 * @throws {Refusal} THROTTLED if DynamoDB never keeps up, TIMEOUT if the deadline passes
 */
export async function wholeBatch(
  all: readonly Item[],
  signal: AbortSignal | undefined,
  send: (left: readonly Item[]) => Promise<BatchPart>,
): Promise<Omit<BatchPart, 'left'>> {
  const items: Item[] = [];
  let capacity = 0;
  let left = all;
  for (let idle = 0; ;) {
    const part = await send(left);
    items.push(...part.items);
    capacity += part.capacity;
    if (part.left.length === 0) return { items, capacity };
    idle = part.left.length < left.length ? 0 : idle + 1;
    if (idle >= MAX_IDLE_ROUNDS) throw throttled();
    left = part.left;
    await backOff(idle, signal);
  }
}
