import type { RefusalCode, SavedCaller } from '../../../tenant/index.ts';
import type { Json } from '../../../model/index.ts';
import { newId } from '../../port/new-id.ts';
import { placeholders } from '../commands/expression.ts';
import { partitionQuery } from '../commands/partition-query.ts';
import type { Item, Send } from '../driver/send.ts';
import { PK, SK, TTL } from '../keys/keys.ts';
import { connectionKey, roundKey, shardPartition } from '../keys/realtime-keys.ts';
import { attempt } from './settle.ts';
import { textOf } from './text-of.ts';

/** The subprotocols of WebSocket that clients speak. `graphql-ws` is AppSync's. */
export type SocketProtocol = 'graphql-transport-ws' | 'graphql-ws';

/** An open connection of the WebSocket API. */
export interface Connection {
  readonly id: string;
  readonly protocol: SocketProtocol;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** The caller whom `connection_init` or AppSync's handshake proved. */
  readonly caller: { readonly tenantId: string; readonly saved: SavedCaller } | null;
  /** Why the gate did not admit the caller of AppSync's handshake, which the next message answers. */
  readonly refused: { readonly code: RefusalCode; readonly message: string } | null;
  /** The tenants that it may have joined. */
  readonly tenants: readonly string[];
}

/** The position of the sweep over all connections. */
export interface SweepRound {
  readonly shard: number;
  /** The last connection that was looked at. */
  readonly after: string | null;
  /** Whether the round keeps AppSync's connections alive. */
  readonly keepsAlive: boolean;
  /** When the last round with keep-alives began, in milliseconds since 1970. */
  readonly keptAliveAt: number;
}

/** The connections of the WebSocket API. No tenant owns them: the function of the API reaches them with its own role. */
export interface Connections {
  /** Records a connection, which no caller has yet. */
  open(connection: Pick<Connection, 'id' | 'protocol' | 'openedAt' | 'refused'>): Promise<void>;
  /** Saves the caller, once: a second caller gets `again`. */
  initialise(id: string, caller: NonNullable<Connection['caller']>): Promise<'done' | 'again' | 'gone'>;
  /** Notes a tenant, by which the end of the connection finds it. It precedes a join. */
  addTenant(id: string, tenantId: string): Promise<'done' | 'gone'>;
  find(id: string): Promise<Connection | null>;
  /** Deletes a connection and returns it. */
  remove(id: string): Promise<Connection | null>;
  /** Returns some connections of a shard, from 0 to 15, and the position of the next ones. */
  page(
    shard: number,
    after: string | null,
  ): Promise<{ readonly connections: readonly Connection[]; readonly next: string | null }>;
  /** Returns the position that the last sweep saved. */
  round(): Promise<SweepRound | null>;
  saveRound(round: SweepRound): Promise<void>;
}

/**
 * Seconds after which a connection's items may be deleted that nothing ended: API Gateway keeps a connection for two hours,
 * and the sweep has a day.
 */
export const RECORD_LIFE = 26 * 60 * 60;
/** Connections that one query reads. */
const PAGE = 200;

/** Opens the connections in the table `realtime`. */
export function openConnectionRecords(send: Send): Connections {
  return {
    async open({ id, protocol, openedAt, refused }) {
      const Item = {
        ...connectionKey(id),
        protocol,
        openedAt,
        ...(refused && { refused: JSON.stringify(refused) }),
        tenants: {},
        [TTL]: Math.ceil(openedAt / 1000) + RECORD_LIFE,
      };
      await send({ name: 'PutItem', input: { Item } });
    },

    async initialise(id, caller) {
      const expression = placeholders();
      const stamp = newId();
      const UpdateExpression = `SET ${expression.name('caller')} = ${expression.value(JSON.stringify(caller))}, ${expression.name('initialisedBy')} = ${expression.value(stamp)}`;
      const ConditionExpression = `attribute_exists(${expression.name(PK)}) AND attribute_not_exists(${expression.name('caller')})`;
      const written = await attempt(send, {
        name: 'UpdateItem',
        input: {
          Key: connectionKey(id),
          UpdateExpression,
          ConditionExpression,
          ...expression.placeheld(UpdateExpression, ConditionExpression),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      });
      if (written === 'done') return 'done';
      if (!written.found) return 'gone';
      // A repeat after a lost answer finds its own write.
      return written.found['initialisedBy'] === stamp ? 'done' : 'again';
    },

    async addTenant(id, tenantId) {
      const expression = placeholders();
      const UpdateExpression = `SET ${expression.name(['tenants', tenantId])} = ${expression.value(true)}`;
      const ConditionExpression = `attribute_exists(${expression.name(PK)})`;
      const written = await attempt(send, {
        name: 'UpdateItem',
        input: {
          Key: connectionKey(id),
          UpdateExpression,
          ConditionExpression,
          ...expression.placeheld(UpdateExpression, ConditionExpression),
        },
      });
      return written === 'done' ? 'done' : 'gone';
    },

    async find(id) {
      const { Item } = await send({
        name: 'GetItem',
        input: { Key: connectionKey(id), ConsistentRead: true },
      });
      return Item ? connectionOf(Item) : null;
    },

    async remove(id) {
      const input = { Key: connectionKey(id), ReturnValues: 'ALL_OLD' } as const;
      const { Attributes } = await send({ name: 'DeleteItem', input });
      return Attributes ? connectionOf(Attributes) : null;
    },

    async page(shard, after) {
      const partition = shardPartition(shard);
      const start = after === null ? null : { [PK]: partition, [SK]: after };
      const query = partitionQuery(PK, partition, { limit: PAGE, start });
      const { Items = [], LastEvaluatedKey } = await send(query);
      const next = LastEvaluatedKey?.[SK];
      return { connections: Items.map(connectionOf), next: typeof next === 'string' ? next : null };
    },

    async round() {
      const { Item } = await send({ name: 'GetItem', input: { Key: roundKey(), ConsistentRead: true } });
      return Item ? (JSON.parse(textOf(Item, 'round')) as SweepRound) : null;
    },

    async saveRound(round) {
      const expires = Math.ceil(round.keptAliveAt / 1000) + RECORD_LIFE;
      const Item = { ...roundKey(), round: JSON.stringify(round), [TTL]: expires };
      await send({ name: 'PutItem', input: { Item } });
    },
  };
}

function connectionOf(item: Item): Connection {
  const { protocol, openedAt, caller, refused, tenants } = item;
  return {
    id: textOf(item, SK),
    protocol: protocol as SocketProtocol,
    openedAt: Number(openedAt),
    caller: typeof caller === 'string' ? (JSON.parse(caller) as Connection['caller']) : null,
    refused: typeof refused === 'string' ? (JSON.parse(refused) as Connection['refused']) : null,
    tenants: Object.keys((tenants ?? {}) as Readonly<Record<string, Json>>).sort(),
  };
}
