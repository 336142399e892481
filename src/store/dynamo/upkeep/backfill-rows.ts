import { Refusal, type TenantId } from '../../../tenant/index.ts';
import { keyFields, type ModelType, type Unique } from '../../../model/index.ts';
import type { Row } from '../../port/access.ts';
import { rowRepair } from './backfill-row.ts';
import { walkShards } from './backfill-walk.ts';
import { backOff } from '../driver/backoff.ts';
import { PK, RETIRED, rowKey, SK, typePartition, uniqueKey } from '../keys/keys.ts';
import { shardNameOf } from '../keys/shards.ts';
import { keyOf, moveRow } from '../rows/move-row.ts';
import { rowOf } from '../commands/row-codec.ts';
import { ConditionFailed, type Item, type Send, TransactionCancelled } from '../driver/send.ts';
import { HOLDER } from '../commands/effect-command.ts';

/** Two rows that share a value which must be unique. */
export interface Duplicate {
  readonly unique: Unique;
  /** The key of the row that did not get the value… */
  readonly key: Row;
  /** …and of the one that has it; null when it is gone by now. */
  readonly holder: Row | null;
}

/** A row that cannot be adapted, and the reason. */
export interface Unfit {
  readonly key: Row;
  readonly message: string;
}

/** The result of a page of rows. */
export interface RepairedPage {
  readonly looked: number;
  readonly changed: number;
  readonly duplicates: readonly Duplicate[];
  readonly unfit: readonly Unfit[];
  /** The position after the page, or null at the end. */
  readonly after: string | null;
}

interface Outcome {
  readonly changed: boolean;
  readonly duplicates: readonly Duplicate[];
  readonly unfit: readonly Unfit[];
}

/** Returns values of a row that are stored in an earlier form, as they must be stored. */
export type Settle = (type: ModelType, row: Row) => Promise<Row>;

interface Wanted {
  readonly uniques: readonly Unique[];
  /** Numbers of shards that the type had, in which rows may be. */
  readonly shards: readonly number[];
  readonly settle: Settle;
}

/** Number of rows that are repaired in parallel. */
const AT_ONCE = 10;
const MAX_ATTEMPTS = 20;

const SAME_KEY =
  'another row has an equal key, now that values are compared. Delete that one by its key, then apply again.';

/** Adapts the rows of a type to it, one page at a time. It is safe during writes of requests. */
export async function* repairRows(
  tenant: TenantId,
  type: ModelType,
  wanted: Wanted,
  send: Send,
  after: string | null,
): AsyncGenerator<RepairedPage> {
  for await (const page of walkShards(tenant, type, send, { after, more: wanted.shards })) {
    const outcomes: Outcome[] = [];
    for (let first = 0; first < page.items.length; first += AT_ONCE) {
      const some = page.items.slice(first, first + AT_ONCE);
      outcomes.push(...(await Promise.all(some.map((item) => repairRow(tenant, type, wanted, send, item)))));
    }
    yield {
      // A row that has moved is seen again in its shard.
      looked: outcomes.filter(({ changed }) => !(page.isFormer && changed)).length,
      changed: outcomes.filter(({ changed }) => changed).length,
      duplicates: outcomes.flatMap(({ duplicates }) => duplicates),
      unfit: outcomes.flatMap(({ unfit }) => unfit),
      after: page.after,
    };
  }
}

/** Repairs one row as it is at the time of the write. Leaves out and reports a value that another row has. */
async function repairRow(
  tenant: TenantId,
  type: ModelType,
  { uniques, settle }: Wanted,
  send: Send,
  read: Item,
): Promise<Outcome> {
  const duplicates: Duplicate[] = [];
  const key = Object.fromEntries(keyFields(type.key).map((field) => [field, read[field] ?? null]));
  let item: Item | null = read;
  for (let attempt = 1; item; attempt++) {
    if (RETIRED in item)
      return { changed: await moveRetired(tenant, type, item, send), duplicates, unfit: [] };
    const settled = await settle(type, rowOf(type, item));
    const row = { ...rowOf(type, item), ...settled };
    let repair;
    try {
      const left = duplicates.map(({ unique }) => unique);
      repair = rowRepair(tenant, type, item, { uniques, left, settled });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { changed: false, duplicates, unfit: [{ key, message: error.message }] };
    }
    if (!repair) break;
    try {
      const writes = [...repair.rows, ...repair.claims.map((claim) => claim.item), ...repair.freed];
      const [first] = writes;
      if (first && 'Update' in first && writes.length === 1) {
        await send({ name: 'UpdateItem', input: first.Update });
      } else await send({ name: 'TransactWriteItems', input: { TransactItems: writes } });
      return { changed: repair.changes, duplicates, unfit: [] };
    } catch (error) {
      if (!(error instanceof ConditionFailed || error instanceof TransactionCancelled)) throw error;
      if (attempt >= MAX_ATTEMPTS) throw error;
      const reasons = error instanceof TransactionCancelled ? error.reasons : [];
      if (repair.rows.length > 1 && reasons[0]?.code === 'condition') {
        // A request may have moved it first.
        const isLeft = (await readItem(send, keyOf(item))) === null;
        return { changed: false, duplicates, unfit: isLeft ? [] : [{ key, message: SAME_KEY }] };
      }
      for (const [at, { unique }] of repair.claims.entries()) {
        if (reasons[at + repair.rows.length]?.code !== 'condition') continue;
        duplicates.push({ unique, key, holder: await holderOf(tenant, type, unique, row, send) });
      }
    }
    await backOff(attempt, undefined);
    item = await readItem(send, keyOf(item));
  }
  return { changed: false, duplicates: item ? duplicates : [], unfit: [] };
}

/** Moves a row that its job deletes later, if it is in a former shard. */
async function moveRetired(tenant: TenantId, type: ModelType, item: Item, send: Send): Promise<boolean> {
  if (rowKey(tenant, type, rowOf(type, item))[PK] === item[PK]) return false;
  const TransactItems = moveRow(tenant, type, item, {});
  try {
    await send({ name: 'TransactWriteItems', input: { TransactItems } });
    return true;
  } catch (error) {
    // Only its job writes such a row, and moves it too.
    if (error instanceof TransactionCancelled) return false;
    throw error;
  }
}

async function holderOf(
  tenant: TenantId,
  type: ModelType,
  unique: Unique,
  row: Row,
  send: Send,
): Promise<Row | null> {
  const claim = await readItem(send, uniqueKey(tenant, type, unique, row));
  const sk = claim?.[HOLDER];
  if (typeof sk !== 'string') return null;
  const shard = shardNameOf(sk, type.shards ?? 1);
  const item = await readItem(send, { [PK]: typePartition(tenant, type, shard), [SK]: sk });
  return item && Object.fromEntries(keyFields(type.key).map((field) => [field, item[field] ?? null]));
}

async function readItem(send: Send, Key: Item): Promise<Item | null> {
  const { Item: item } = await send({ name: 'GetItem', input: { Key, ConsistentRead: true } });
  return item ?? null;
}
