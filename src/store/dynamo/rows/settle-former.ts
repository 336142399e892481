import type { ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { TypesByName } from '../commands/write-effects.ts';
import { backOff } from '../driver/backoff.ts';
import { isOfType, PK, shardsOf, SK, typePartition } from '../keys/keys.ts';
import { shardNameOf } from '../keys/shards.ts';
import { moveRow } from './move-row.ts';
import {
  type Command,
  type Item,
  type Output,
  type Send,
  type SendOptions,
  TransactionCancelled,
} from '../driver/send.ts';

/** A key of a row whose type has former shards, and where the row was before. */
interface Moving {
  readonly type: ModelType;
  readonly key: Item;
  readonly former: Item;
}

/**
 * Wraps `send` for types whose rows move to other shards (`formerShards`). A read by key that finds no row looks in its former
 * shard too. Before a write, the rows that it writes or checks move to their shard. Rows only leave former shards, so a row that
 * is not there will never be. Returns `send` itself if no type has former shards.
 */
export function settleFormer(tenant: TenantId, types: TypesByName, send: Send): Send {
  const moving = Object.values(types).filter(({ formerShards }) => formerShards !== undefined);
  if (moving.length === 0) return send;

  return async (command, options = {}) => {
    const keys = keysOf(command).flatMap(movingOf);
    if (keys.length === 0) return send(command, options);
    if (command.name !== 'GetItem' && command.name !== 'BatchGetItem') {
      await Promise.all(keys.map((key) => settle(key, options)));
      return send(command, options);
    }
    const output = await send(command, options);
    const found = output.Items ?? (output.Item ? [output.Item] : []);
    const missing = keys.filter(({ key }) => !found.some((item) => isSame(item, key)));
    const late = (await Promise.all(missing.map((key) => find(key, options)))).filter(
      (item) => item !== null,
    );
    return command.name === 'GetItem' ? withItem(output, late[0]) : { ...output, Items: [...found, ...late] };
  };

  function movingOf(key: Item): readonly Moving[] {
    const type = moving.find((one) => isOfType(tenant, one, key[PK]));
    const sk = key[SK];
    if (!type || typeof sk !== 'string' || !shardsOf(type).present.some((shard) => isIn(type, shard, key)))
      return [];
    const shard = shardNameOf(sk, type.formerShards ?? 1);
    return [
      {
        type,
        key: { [PK]: key[PK] ?? null, [SK]: sk },
        former: { [PK]: typePartition(tenant, type, shard), [SK]: sk },
      },
    ];
  }

  function isIn(type: ModelType, shard: string, key: Item): boolean {
    return key[PK] === typePartition(tenant, type, shard);
  }

  /** Returns a row that may have moved between two looks, under its key. */
  async function find({ key, former }: Moving, options: SendOptions): Promise<Item | null> {
    const item = (await read(former, options)) ?? (await read(key, options));
    return item && { ...item, ...key };
  }

  async function read(Key: Item, options: SendOptions): Promise<Item | null> {
    const { Item: item } = await send({ name: 'GetItem', input: { Key, ConsistentRead: true } }, options);
    return item ?? null;
  }

  /** Moves a row if it is in its former shard. If another row has its key by now, that one is written. */
  async function settle({ type, former }: Moving, { signal }: SendOptions): Promise<void> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const item = await read(former, { signal });
      if (!item) return;
      try {
        const TransactItems = moveRow(tenant, type, item, {});
        await send({ name: 'TransactWriteItems', input: { TransactItems } }, { signal });
        return;
      } catch (error) {
        if (!(error instanceof TransactionCancelled)) throw error;
        if (error.reasons[0]?.code === 'condition') return;
      }
      await backOff(attempt, signal);
    }
  }
}

/** Maximum attempts to move a row that others write. The write after them then meets them itself. */
const MAX_ATTEMPTS = 20;

function withItem(output: Output, item: Item | undefined): Output {
  return item ? { ...output, Item: item } : output;
}

function isSame(item: Item, key: Item): boolean {
  return item[PK] === key[PK] && item[SK] === key[SK];
}

/** Returns the keys, or whole items, that a command reads, writes or checks by key. */
function keysOf(command: Command): readonly Item[] {
  switch (command.name) {
    case 'Query':
      return [];
    case 'GetItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [command.input.Key];
    case 'PutItem':
      return [command.input.Item];
    case 'BatchGetItem':
      return command.input.Keys;
    case 'BatchWriteItem':
      return 'PutItems' in command.input ? command.input.PutItems : command.input.DeleteKeys;
    case 'TransactWriteItems':
      return command.input.TransactItems.map((item) => {
        if ('Put' in item) return item.Put.Item;
        if ('Update' in item) return item.Update.Key;
        return 'Delete' in item ? item.Delete.Key : item.ConditionCheck.Key;
      });
    default:
      return command satisfies never;
  }
}
