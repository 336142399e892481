import type { IdempotentField, Kept, KeptAnswer } from '../../port/idempotency.ts';
import type { Command, Item, Send, TransactItem } from '../driver/send.ts';
import { ConditionFailed } from '../driver/send.ts';
import { TTL } from '../keys/keys.ts';
import { placeholders } from './expression.ts';

const REQUEST = 'request';
const ATTEMPT = 'attempt';
const ANSWER = 'answer';
/** In milliseconds. DynamoDB may delete an item days after its time to live. */
const EXPIRES = 'expiresAt';

/** How the items of a table hold answers. */
export interface AnswerItems {
  /** Returns the key of the item of a field. */
  readonly keyOf: (field: IdempotentField) => Item;
  readonly write: (kept: Kept) => string;
  /** Returns null for a text that can no longer be read. */
  readonly read: (text: string) => Kept | null;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Returns when an answer that is written now expires, in milliseconds since 1970. */
  readonly expiry: () => number;
}

/** Answers as JSON. */
export const PLAIN: Pick<AnswerItems, 'write' | 'read'> = {
  write: (kept) => JSON.stringify(kept),
  read: (text) => JSON.parse(text) as Kept,
};

/** Returns the item of a transaction that keeps an answer, if nothing is kept of the field. */
export function answerItem(items: AnswerItems, field: IdempotentField, kept: Kept): TransactItem {
  const expression = placeholders();
  const absent = `attribute_not_exists(${expression.name(REQUEST)})`;
  const expired = `${expression.name(EXPIRES)} <= ${expression.value(items.now())}`;
  const ConditionExpression = `${absent} OR ${expired}`;
  return {
    Put: {
      Item: itemOf(items, field, kept),
      ConditionExpression,
      ...expression.placeheld(ConditionExpression),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** Returns what an item keeps, or null if there is none or it has expired. */
export function keptIn(items: AnswerItems, item: Item | null | undefined): KeptAnswer | null {
  if (!item || Number(item[EXPIRES] ?? 0) <= items.now()) return null;
  const text = (name: string): string => (typeof item[name] === 'string' ? item[name] : '');
  const kept = items.read(text(ANSWER)) ?? { is: 'OMITTED' };
  return { fingerprint: text(REQUEST), attempt: text(ATTEMPT), kept };
}

/** Reads what is kept of a field. */
export async function readAnswer(
  items: AnswerItems,
  field: IdempotentField,
  send: Send,
): Promise<KeptAnswer | null> {
  const { Item } = await send({ name: 'GetItem', input: { Key: items.keyOf(field), ConsistentRead: true } });
  return keptIn(items, Item);
}

/** Returns whether this attempt at the field has kept an answer, and so made the write that the answer came with. */
export async function hasKept(items: AnswerItems, field: IdempotentField, send: Send): Promise<boolean> {
  const found = await readAnswer(items, field, send).catch(() => null);
  return found?.attempt === field.attempt;
}

/** Replaces what this attempt at the field keeps. Does nothing if it keeps nothing any more. */
export async function replaceAnswer(
  items: AnswerItems,
  field: IdempotentField,
  kept: Kept,
  send: Send,
): Promise<void> {
  const expression = placeholders();
  const ConditionExpression = `${expression.name(ATTEMPT)} = ${expression.value(field.attempt)}`;
  const command: Command = {
    name: 'PutItem',
    input: {
      Item: itemOf(items, field, kept),
      ConditionExpression,
      ...expression.placeheld(ConditionExpression),
    },
  };
  try {
    await send(command);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

function itemOf(items: AnswerItems, field: IdempotentField, kept: Kept): Item {
  const expires = items.expiry();
  return {
    ...items.keyOf(field),
    [REQUEST]: field.fingerprint,
    [ATTEMPT]: field.attempt,
    [ANSWER]: items.write(kept),
    [EXPIRES]: expires,
    [TTL]: Math.ceil(expires / 1000),
  };
}
