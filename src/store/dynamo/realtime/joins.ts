import { isGone, type Scope } from '../../../tenant/index.ts';
import { placeholders } from '../commands/expression.ts';
import type { Item, Send, TransactItem } from '../driver/send.ts';
import { PK, TTL } from '../keys/keys.ts';
import { RECORD_LIFE } from './connections.ts';
import { connectionCountKey, joinKey, shardOf } from '../keys/realtime-keys.ts';
import { attempt, transact } from './settle.ts';

/** The connections that joined a tenant, and their number. */
export interface Joins {
  /**
   * Counts a connection among those of the tenant, once.
   * @returns `full` if the tenant has as many as it may, or `gone` if the connection has left
   */
  join(connectionId: string, options: JoinOptions): Promise<'done' | 'full' | 'gone'>;
  /**
   * Ends a join, and refuses any later one. Returns when it joined, in milliseconds since 1970: to one caller alone, and null
   * to all others.
   */
  leave(connectionId: string): Promise<{ readonly joinedAt: number } | null>;
}

export interface JoinOptions {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** When the connection ends at the latest, in seconds since 1970. */
  readonly expiresAt: number;
  /** The most connections of the tenant; null means no limit. */
  readonly most: number | null;
}

/** Parts of the number of a tenant's connections, so that many clients can connect at once. */
const SHARDS = 8;
/** Seconds in which a message may arrive after the end of its connection: a function has half a minute. */
const LATE = 60 * 60;

const JOINED_AT = 'joinedAt';
const SHARD = 'shard';
const LEFT = 'left';
const OPEN = 'open';
/** The number of operations of a connection. */
const OPERATIONS = 'operations';

/** Opens the joins of the scope's tenant. `now` returns milliseconds since 1970. */
export function openJoins({ tenantId, tenant }: Scope, send: Send, now: () => number): Joins {
  // What a purge deleted must not come back.
  const isPurged = isGone(tenant);
  const left = (connectionId: string): Item => ({
    ...joinKey(tenantId, connectionId),
    [LEFT]: true,
    [TTL]: Math.ceil(now() / 1000) + LATE,
  });

  /** Returns the writes that count one connection in a shard, of which each has its share of the limit. */
  const counted = (id: string, shard: number, { at, expiresAt, most }: JoinOptions): TransactItem[] => [
    {
      Put: {
        Item: {
          ...joinKey(tenantId, id),
          [JOINED_AT]: at,
          [SHARD]: shard,
          [OPERATIONS]: 0,
          [TTL]: expiresAt + RECORD_LIFE,
        },
        ...guarded((expression) => `attribute_not_exists(${expression.name(PK)})`),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    oneMore(shard, expiresAt + RECORD_LIFE, most === null ? null : shareOf(most, shard)),
  ];

  const oneMore = (shard: number, expires: number, most: number | null): TransactItem => {
    const expression = placeholders();
    const open = expression.name(OPEN);
    const UpdateExpression = `SET ${expression.name(TTL)} = ${expression.value(expires)} ADD ${open} ${expression.value(1)}`;
    const hasRoom =
      most === null ? null : `attribute_not_exists(${open}) OR ${open} < ${expression.value(most)}`;
    return {
      Update: {
        Key: connectionCountKey(tenantId, shard),
        UpdateExpression,
        ...(hasRoom !== null && { ConditionExpression: hasRoom }),
        ...expression.placeheld(UpdateExpression, hasRoom ?? ''),
      },
    };
  };

  const oneLess = (shard: number): TransactItem => {
    const expression = placeholders();
    const UpdateExpression = `ADD ${expression.name(OPEN)} ${expression.value(-1)}`;
    const ConditionExpression = `attribute_exists(${expression.name(PK)})`;
    return {
      Update: {
        Key: connectionCountKey(tenantId, shard),
        UpdateExpression,
        ConditionExpression,
        ...expression.placeheld(UpdateExpression, ConditionExpression),
      },
    };
  };

  const read = async (id: string): Promise<Item | null> => {
    const input = { Key: joinKey(tenantId, id), ConsistentRead: true } as const;
    return (await send({ name: 'GetItem', input })).Item ?? null;
  };

  return {
    async join(id, options) {
      const home = shardOf(id, SHARDS);
      for (let step = 0; step < SHARDS; step++) {
        const shard = (home + step) % SHARDS;
        if (options.most !== null && shareOf(options.most, shard) === 0) continue;
        const reasons = await transact(send, counted(id, shard, options));
        if (reasons === null) return 'done';
        const [own] = reasons;
        if (own?.code === 'condition') return own.item?.[LEFT] ? 'gone' : 'done';
      }
      // A repeat of a connection that joined is no further one.
      const known = await read(id);
      if (!known) return 'full';
      return known[LEFT] ? 'gone' : 'done';
    },

    async leave(id) {
      for (;;) {
        const joined = await read(id);
        if (joined?.[LEFT]) return null;
        if (!joined) {
          if (isPurged) return null;
          const unjoined = guarded((expression) => `attribute_not_exists(${expression.name(PK)})`);
          const input = { Item: left(id), ...unjoined };
          if ((await attempt(send, { name: 'PutItem', input })) === 'done') return null;
          continue;
        }
        const joinedAt = Number(joined[JOINED_AT]);
        const isSame = guarded(
          (expression) => `${expression.name(JOINED_AT)} = ${expression.value(joinedAt)}`,
        );
        const replaced: TransactItem = isPurged
          ? { Delete: { Key: joinKey(tenantId, id), ...isSame } }
          : { Put: { Item: left(id), ...isSame } };
        const reasons = await transact(send, [replaced, oneLess(Number(joined[SHARD]))]);
        if (reasons === null) return { joinedAt };
        const [own] = reasons;
        if (own?.code === 'condition') continue;
        // The number is deleted, as it is by a purge.
        if ((await transact(send, [replaced])) === null) return { joinedAt };
      }
    },
  };
}

/** Returns the share of a limit that a shard has. The shares add up to the limit. */
function shareOf(most: number, shard: number): number {
  return Math.floor((most + shard) / SHARDS);
}

/** Returns the condition of a write with its names and values. */
export function guarded(
  condition: (expression: ReturnType<typeof placeholders>) => string,
): { readonly ConditionExpression: string } & ReturnType<ReturnType<typeof placeholders>['placeheld']> {
  const expression = placeholders();
  const ConditionExpression = condition(expression);
  return { ConditionExpression, ...expression.placeheld(ConditionExpression) };
}

/** Returns the write that adds to the number of a connection's operations. It fails if the connection has left. */
export function operationCount(scope: Scope, connectionId: string, by: 1 | -1, most: number): TransactItem {
  const expression = placeholders();
  const operations = expression.name(OPERATIONS);
  const UpdateExpression = `ADD ${operations} ${expression.value(by)}`;
  // One that left has no number of operations.
  const ConditionExpression =
    by === 1 ? `${operations} < ${expression.value(most)}` : `attribute_exists(${operations})`;
  return {
    Update: {
      Key: joinKey(scope.tenantId, connectionId),
      UpdateExpression,
      ConditionExpression,
      ...expression.placeheld(UpdateExpression, ConditionExpression),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** Returns whether the item of a join is of an open connection. */
export function isOpen(item: Item | null): boolean {
  return item !== null && OPERATIONS in item;
}
