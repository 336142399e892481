import { Refusal, type SavedCaller } from '../../../tenant/index.ts';
import type { Json } from '../../../model/index.ts';
import type { Item } from '../driver/send.ts';
import type { SocketProtocol } from './connections.ts';
import { textOf } from './text-of.ts';

/** An armed subscription of one connection. */
export interface Subscription {
  readonly connectionId: string;
  /** The id that the client gave the operation. */
  readonly id: string;
  readonly protocol: SocketProtocol;
  /** What it is about: names of types, or `Mutation.<name>`. */
  readonly topics: readonly string[];
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Json;
  readonly caller: SavedCaller;
  /** The position in the log up to which it has every event. Null if nothing is pending. */
  readonly resume: string | null;
}

/** Bytes of a subscription with document, variables and claims, as JSON. An event reads all subscriptions to its topic. */
const MAX_BYTES = 32 * 1024;

/** The attributes of a subscription: its text never changes, and its position does. */
export const RESUME = 'resume';
const TEXT = 'text';

/**
 * Returns the attributes of a subscription. The document is in each item: a text apart would cost a write and a read more, and
 * would have to outlive all subscriptions that use it.
 * @throws {Refusal} PAYLOAD_TOO_LARGE
 */
export function attributesOf({ resume, ...rest }: Subscription): Item {
  const text = JSON.stringify(rest);
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw new Refusal(
      'PAYLOAD_TOO_LARGE',
      'A subscription has at most 32 KB: shorten its document, its variables, or the claims of the token.',
    );
  return { [TEXT]: text, ...(resume !== null && { [RESUME]: resume }) };
}

/** Returns the subscription of an item. */
export function subscriptionOf(item: Item): Subscription {
  const rest = JSON.parse(textOf(item, TEXT)) as Omit<Subscription, 'resume'>;
  return { ...rest, resume: RESUME in item ? textOf(item, RESUME) : null };
}
