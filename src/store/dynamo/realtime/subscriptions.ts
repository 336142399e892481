import { isGone, isRefusal, type Scope } from '../../../tenant/index.ts';
import type { Json } from '../../../model/index.ts';
import { newId } from '../../port/new-id.ts';
import { placeholders } from '../commands/expression.ts';
import { deleteItems } from '../driver/batches.ts';
import type { Item, Send, TransactItem } from '../driver/send.ts';
import { PK, SK, TTL, type ItemKey } from '../keys/keys.ts';
import { RECORD_LIFE } from './connections.ts';
import { openEventLog, type EventLog } from './event-log.ts';
import { guarded, isOpen, openJoins, operationCount, type Joins } from './joins.ts';
import { itemsOf, pagesOf } from './range.ts';
import { operationKey, prefixOf, realtimePartition, topicKey } from '../keys/realtime-keys.ts';
import { attempt, transact } from './settle.ts';
import { attributesOf, RESUME, subscriptionOf, type Subscription } from './subscription.ts';
import { textOf } from './text-of.ts';

/** The subscriptions of one tenant. */
export interface Subscriptions extends Joins {
  /**
   * Arms a subscription of a connection that joined. When it returns, each later read of its topics finds the subscription.
   * @param most the most subscriptions of one connection
   * @returns `duplicate` if the connection has one with this id, `gone` if the subscription or the connection ended before,
   * `unjoined` if the connection has not joined the tenant, or `full`
   * @throws {Refusal} PAYLOAD_TOO_LARGE, or VALIDATION_FAILED for an id that is too long
   */
  arm(
    subscription: Subscription,
    options: { readonly most: number },
  ): Promise<'armed' | 'duplicate' | 'gone' | 'unjoined' | 'full'>;
  /** Ends a subscription. If there is none, it refuses one that is armed within a minute: its message may be late. */
  end(connectionId: string, id: string): Promise<void>;
  /** Reads the subscriptions to a topic as they are now, by pages of a megabyte: `Task`, `Mutation.closeProject`. */
  on(topic: string): AsyncIterable<readonly Subscription[]>;
  /**
   * Sets the position up to which a subscription has every event; null if nothing is pending.
   * @returns false if the subscription has ended, or has another position than the given one
   */
  advance(subscription: Subscription, to: string | null): Promise<boolean>;
  readonly log: EventLog;
}

/** Milliseconds in which a message may arrive after the one that ends its subscription. */
const LATE = 60_000;
/** What one arming of an id has of its own. */
const STAMP = 'stamp';
const TOPICS = 'topics';
/** Of an operation that ended before it began: until when it refuses an arming, in milliseconds since 1970. */
const REFUSED_UNTIL = 'refusedUntil';

/**
 * Opens the subscriptions of the scope's tenant. `now` returns milliseconds since 1970.
 *
 * Each has an item under its connection, by which it ends, and one under each topic, by which events find it. Both are
 * written in the transaction that checks the join of the connection. So no order of messages leaves one without the other,
 * and none is left of a connection that has gone.
 */
export function openSubscriptions(scope: Scope, send: Send, now: () => number): Subscriptions {
  const { tenantId, tenant } = scope;
  const joins = openJoins(scope, send, now);
  const expiry = (): number => Math.ceil(now() / 1000) + RECORD_LIFE;
  const topicKeys = (connectionId: string, id: string, topics: readonly string[]): ItemKey[] =>
    topics.map((topic) => topicKey(tenantId, topic, connectionId, id));

  const absent = () =>
    guarded((expression) => {
      const until = expression.name(REFUSED_UNTIL);
      return `attribute_not_exists(${expression.name(PK)}) OR ${until} <= ${expression.value(now())}`;
    });

  const read = async (Key: ItemKey): Promise<Item | null> =>
    (await send({ name: 'GetItem', input: { Key, ConsistentRead: true } })).Item ?? null;

  /** Ends a subscription by the item of its operation. Returns false if that has changed. */
  const ended = async (connectionId: string, id: string, operation: Item): Promise<boolean> => {
    const Key = operationKey(tenantId, connectionId, id);
    const isSame = guarded(
      (expression) => `${expression.name(STAMP)} = ${expression.value(operation[STAMP] ?? null)}`,
    );
    const reasons = await transact(send, [
      operationCount(scope, connectionId, -1, 0),
      { Delete: { Key, ...isSame } },
      ...topicKeys(connectionId, id, topicsOf(operation)).map((topic) => ({ Delete: { Key: topic } })),
    ]);
    if (reasons === null) return true;
    // The connection has left, and what ends its other operations ends this one.
    return reasons[0]?.code === 'condition';
  };

  return {
    join: (connectionId, options) => joins.join(connectionId, options),

    async arm(subscription, { most }) {
      const { connectionId, id } = subscription;
      const topics = [...new Set(subscription.topics)];
      const key = operationKey(tenantId, connectionId, id);
      const lasting = { [STAMP]: newId(), [TTL]: expiry() };
      const attributes = attributesOf(subscription);
      const reasons = await transact(send, [
        operationCount(scope, connectionId, 1, most),
        {
          Put: {
            Item: { ...key, ...lasting, id, [TOPICS]: topics },
            ...absent(),
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        ...topicKeys(connectionId, id, topics).map((topic): TransactItem => ({
          Put: { Item: { ...topic, ...lasting, ...attributes } },
        })),
      ]);
      if (reasons === null) return 'armed';
      const [joined, operation] = reasons;
      if (joined?.code === 'condition' && joined.item === null) return 'unjoined';
      if (joined?.code === 'condition' && !isOpen(joined.item)) return 'gone';
      if (operation?.code !== 'condition') return 'full';
      if (!(REFUSED_UNTIL in (operation.item ?? {}))) return 'duplicate';
      // It refuses one arming alone: the client may use the id again.
      const isTombstone = guarded((expression) => `attribute_exists(${expression.name(REFUSED_UNTIL)})`);
      await attempt(send, { name: 'DeleteItem', input: { Key: key, ...isTombstone } });
      return 'gone';
    },

    async end(connectionId, id) {
      const key = keyOrNull(() => operationKey(tenantId, connectionId, id));
      while (key) {
        const operation = await read(key);
        if (operation && !(REFUSED_UNTIL in operation)) {
          if (await ended(connectionId, id, operation)) return;
          continue;
        }
        if (isGone(tenant)) return;
        const until = now() + LATE;
        const Item = { ...key, [REFUSED_UNTIL]: until, [TTL]: Math.ceil(until / 1000) };
        const unarmed = guarded(
          (expression) =>
            `attribute_not_exists(${expression.name(PK)}) OR attribute_exists(${expression.name(REFUSED_UNTIL)})`,
        );
        if ((await attempt(send, { name: 'PutItem', input: { Item, ...unarmed } })) === 'done') return;
      }
    },

    async leave(connectionId) {
      const left = await joins.leave(connectionId);
      // No operation comes after the join has ended. A run that was cut off here is continued by the next one.
      const range = { partition: realtimePartition(tenantId, 'OP'), prefix: prefixOf(connectionId) };
      const operations = await itemsOf(range, send);
      const topics = operations.flatMap((item) =>
        topicKeys(connectionId, textOf(item, 'id'), topicsOf(item)),
      );
      // The operations are last, because only they lead to the rest.
      await deleteItems(topics, send);
      await deleteItems(operations.map(keyOf), send);
      return left;
    },

    async *on(topic) {
      const range = { partition: realtimePartition(tenantId, 'ON'), prefix: prefixOf(topic) };
      for await (const items of pagesOf(range, send))
        // DynamoDB deletes an item some days after it has expired.
        yield items.filter((item) => Number(item[TTL]) * 1000 > now()).map(subscriptionOf);
    },

    async advance({ connectionId, id, topics, resume }, to) {
      const keys = topicKeys(connectionId, id, [...new Set(topics)]);
      const reasons = await transact(
        send,
        keys.map((Key) => ({ Update: { Key, ...moved(resume, to) } })),
      );
      if (reasons === null) return true;
      // A repeat after a lost answer finds its own write.
      return reasons.every(
        ({ code, item }) => code !== 'condition' || (item && (item[RESUME] ?? null) === to),
      );
    },

    log: openEventLog(tenantId, send),
  };
}

/** Returns the change of a position, if it is as the caller knows it. */
function moved(from: string | null, to: string | null) {
  const expression = placeholders();
  const resume = expression.name(RESUME);
  const UpdateExpression = to === null ? `REMOVE ${resume}` : `SET ${resume} = ${expression.value(to)}`;
  const isSame = from === null ? `attribute_not_exists(${resume})` : `${resume} = ${expression.value(from)}`;
  const ConditionExpression = `attribute_exists(${expression.name(PK)}) AND ${isSame}`;
  return {
    UpdateExpression,
    ConditionExpression,
    ...expression.placeheld(UpdateExpression, ConditionExpression),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** Returns a key, or null if no item can have it. */
function keyOrNull(key: () => ItemKey): ItemKey | null {
  try {
    return key();
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

function topicsOf({ [TOPICS]: topics }: Item): readonly string[] {
  return Array.isArray(topics) ? (topics as readonly Json[]).map(String) : [];
}

function keyOf({ [PK]: pk, [SK]: sk }: Item): Item {
  return { [PK]: pk ?? null, [SK]: sk ?? null };
}
