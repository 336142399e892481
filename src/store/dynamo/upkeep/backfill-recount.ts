import { createHash } from 'node:crypto';

import type { ModelType } from '../../../model/index.ts';
import { Refusal, type TenantId } from '../../../tenant/index.ts';
import { walk } from './backfill-walk.ts';
import { backOff } from '../driver/backoff.ts';
import { placeholders } from '../commands/expression.ts';
import { PK, REFERRERS, rowKey, SK, countKey } from '../keys/keys.ts';
import { rowOf } from '../rows/rows.ts';
import { ConditionFailed, type Item, type Send, TransactionCancelled } from '../driver/send.ts';
import { COUNT } from '../commands/effect-command.ts';
import { effectsOf, TALLY_SHARDS, type TypesByName } from '../commands/write-effects.ts';

/** Maximum rounds of a recount while other writers change the rows. They take some seconds. */
const MAX_ROUNDS = 60;

/** A counter before and after it was set to the truth. */
export interface Recount {
  readonly before: number;
  readonly after: number;
}

/** The number of rows that were read, and a hash of them. */
interface Seen {
  readonly count: number;
  readonly digest: string;
}

/**
 * Sets the counter of a type to the number of its rows, exactly, even during writes. It reads the rows, the
 * counter, and the rows again. If both readings are equal, the counter belongs to exactly these rows. Every
 * write changes rows and counter together, so the difference stays correct.
 * @throws {Refusal} CONFLICT if the rows change during every round; nothing was changed then
 */
export async function recountRows(tenant: TenantId, type: ModelType, send: Send): Promise<Recount> {
  for (let round = 1; ; round++) {
    const first = await seeRows(tenant, type, send);
    const shards = await readShards(tenant, type, send);
    const second = await seeRows(tenant, type, send);
    const before = shards.reduce((sum, count) => sum + count, 0);
    if (first.digest === second.digest) {
      const by = first.count - before;
      if (by === 0 || (await moveShard(tenant, type, shards[0] ?? 0, by, send)))
        return { before, after: first.count };
    }
    if (round >= MAX_ROUNDS) throw tooBusy(type);
    await backOff(round, undefined);
  }
}

async function seeRows(tenant: TenantId, type: ModelType, send: Send): Promise<Seen> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const { items } of walk(tenant, type, send)) {
    count += items.length;
    for (const item of items) hash.update(faceOf(item));
  }
  return { count, digest: hash.digest('base64') };
}

async function readShards(tenant: TenantId, type: ModelType, send: Send): Promise<readonly number[]> {
  return Promise.all(
    Array.from({ length: TALLY_SHARDS }, async (_, shard) => {
      const Key = countKey(tenant, type, shard);
      const { Item } = await send({ name: 'GetItem', input: { Key, ConsistentRead: true } });
      return numberOf(Item?.[COUNT]);
    }),
  );
}

/** Adds to the first shard, unless another recount changed it. */
async function moveShard(
  tenant: TenantId,
  type: ModelType,
  from: number,
  by: number,
  send: Send,
): Promise<boolean> {
  const expression = placeholders();
  const name = expression.name(COUNT);
  const UpdateExpression = `SET ${name} = ${expression.value(from + by)}`;
  const ConditionExpression = same(name, expression.value(from), from);
  const held = expression.placeheld(UpdateExpression, ConditionExpression);
  return moved(send, { Key: countKey(tenant, type, 0), UpdateExpression, ConditionExpression, ...held });
}

/**
 * Sets the number of referrers in each row of a type, in the way of `recountRows`, one row at a time. Returns
 * how many rows were wrong.
 * @throws {Refusal} CONFLICT if some rows change during every round; the others are correct by then
 */
export async function recountReferrers(
  tenant: TenantId,
  type: ModelType,
  types: TypesByName,
  send: Send,
): Promise<number> {
  let open: ReadonlySet<string> | null = null;
  let changed = 0;
  for (let round = 1; ; round++) {
    const first = await seeReferrers(tenant, type, types, send);
    const counters = await readReferrers(tenant, type, send);
    const second = await seeReferrers(tenant, type, types, send);
    const left = new Set<string>();
    for (const [sk, { key, counted }] of counters) {
      if (open && !open.has(sk)) continue;
      const seen = first.get(sk) ?? NONE;
      if (seen.digest !== (second.get(sk) ?? NONE).digest) left.add(sk);
      else if (seen.count === counted) continue;
      else if (await moveReferrers(key, counted, seen.count, send)) changed++;
      else left.add(sk);
    }
    if (left.size === 0) return changed;
    if (round >= MAX_ROUNDS) throw tooBusy(type);
    open = left;
    await backOff(round, undefined);
  }
}

const NONE: Seen = { count: 0, digest: '' };

/** Returns the rows that refer to a target, by the target's sort key. */
async function seeReferrers(
  tenant: TenantId,
  target: ModelType,
  types: TypesByName,
  send: Send,
): Promise<ReadonlyMap<string, Seen>> {
  const seen = new Map<string, Seen>();
  for (const type of Object.values(types)) {
    if (!type.references.some((reference) => reference.target === target.name && reference.onDelete !== null))
      continue;
    for await (const { items } of walk(tenant, type, send)) {
      for (const item of items) {
        for (const side of effectsOf({ op: 'put', type, row: rowOf(item), condition: null }, types, 0)) {
          if (side.op !== 'countReferrer' || side.type.name !== target.name) continue;
          const { [SK]: sk } = rowKey(tenant, target, side.key);
          const { count, digest } = seen.get(sk) ?? NONE;
          const next = createHash('sha256')
            .update(digest + faceOf(item))
            .digest('base64');
          seen.set(sk, { count: count + 1, digest: next });
        }
      }
    }
  }
  return seen;
}

async function readReferrers(
  tenant: TenantId,
  type: ModelType,
  send: Send,
): Promise<ReadonlyMap<string, { readonly key: Item; readonly counted: number }>> {
  const counters = new Map<string, { key: Item; counted: number }>();
  for await (const { items } of walk(tenant, type, send)) {
    for (const item of items) {
      const { [PK]: pk = null, [SK]: sk, [REFERRERS]: counted } = item;
      if (typeof sk === 'string')
        counters.set(sk, { key: { [PK]: pk, [SK]: sk }, counted: numberOf(counted) });
    }
  }
  return counters;
}

async function moveReferrers(Key: Item, from: number, to: number, send: Send): Promise<boolean> {
  const expression = placeholders();
  const name = expression.name(REFERRERS);
  const UpdateExpression = `SET ${name} = ${expression.value(to)}`;
  const exists = `attribute_exists(${expression.name(PK)})`;
  const ConditionExpression = `${exists} AND ${same(name, expression.value(from), from)}`;
  const held = expression.placeheld(UpdateExpression, ConditionExpression);
  return moved(send, { Key, UpdateExpression, ConditionExpression, ...held });
}

async function moved(
  send: Send,
  input: Extract<Parameters<Send>[0], { name: 'UpdateItem' }>['input'],
): Promise<boolean> {
  try {
    await send({ name: 'UpdateItem', input });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed || error instanceof TransactionCancelled) return false;
    throw error;
  }
}

function same(name: string, value: string, count: number): string {
  const equal = `${name} = ${value}`;
  return count === 0 ? `(attribute_not_exists(${name}) OR ${equal})` : equal;
}

/**
 * Returns a text that differs for each state of an item: its key, its plain values, and the stamp of its last
 * write.
 */
function faceOf(item: Item): string {
  const plain = Object.entries(item).filter(
    ([name, value]) => name !== REFERRERS && (typeof value !== 'object' || value === null),
  );
  return JSON.stringify(plain.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function numberOf(value: Item[string] | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function tooBusy({ name }: ModelType): Refusal<'CONFLICT'> {
  return new Refusal(
    'CONFLICT',
    `The rows of "${name}" are written too often to be counted exactly: repeat it at a calmer time.`,
  );
}
