import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import { countKind, type ModelType } from '../../../model/index.ts';
import { Refusal, type TenantId } from '../../../tenant/index.ts';
import { COUNT } from '../commands/effect-command.ts';
import { placeholders } from '../commands/expression.ts';
import { NEW_COUNTER, countedAnew, type LateCounter } from '../counts/late-counter.ts';
import { replaceCounter } from '../counts/late-counters.ts';
import { readCounter } from '../counts/read-total.ts';
import { backOff } from '../driver/backoff.ts';
import { ConditionFailed, type Item, type Send, TransactionCancelled } from '../driver/send.ts';
import { countKey, HELD, lateCountKey, SK } from '../keys/keys.ts';
import { walk } from './backfill-walk.ts';

/** Maximum rounds of a recount while other writers change the rows. They take some seconds. */
const MAX_ROUNDS = 60;

/** A counter before and after it was set to the truth. */
export interface Recount {
  readonly before: number;
  readonly after: number;
}

/** The number of rows that were read, and a hash of them. */
export interface Seen {
  readonly count: number;
  readonly digest: string;
}

/** The time of a recount. */
export interface RecountClock {
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export const CLOCK: RecountClock = {
  now: Date.now,
  pause: async (milliseconds) => {
    await setTimeout(milliseconds);
  },
};

/**
 * Sets the counter of a type to the number of its rows, even during writes. The counter that the schema had before is deleted.
 * @throws {Refusal} CONFLICT if the rows change during every round; nothing was changed then
 */
export async function recountRows(
  tenant: TenantId,
  type: ModelType,
  send: Send,
  clock: RecountClock,
): Promise<Recount> {
  const isLate = countKind(type) === 'EVENTUAL';
  const recount = isLate
    ? await recountLate(tenant, type, send, clock)
    : await recountExactly(tenant, type, send);
  const { shards } = await readCounter(tenant, type, send, { consistent: true });
  const others = isLate ? shards.map(({ key }) => key) : [lateCountKey(tenant, type)];
  for (const Key of others) await send({ name: 'DeleteItem', input: { Key } });
  return recount;
}

/**
 * Reads the rows, the counter, and the rows again. If both readings are equal, the counter belongs to exactly these rows. Every
 * write changes rows and counter together, so the difference stays correct.
 */
async function recountExactly(tenant: TenantId, type: ModelType, send: Send): Promise<Recount> {
  for (let round = 1; ; round++) {
    const first = await seeRows(tenant, type, send, faceOf);
    const { shards, exact } = await readCounter(tenant, type, send, { consistent: true });
    const second = await seeRows(tenant, type, send, faceOf);
    const before = exact ?? 0;
    if (first.digest === second.digest) {
      const { [SK]: sk, ...key } = countKey(tenant, type, 0);
      const from = shards.find((shard) => shard.key[SK] === sk)?.rows ?? null;
      const to = (from ?? 0) + first.count - before;
      if (from === to || (await moveCount(send, { [SK]: sk, ...key }, from ?? 0, to)))
        return { before, after: first.count };
    }
    if (round >= MAX_ROUNDS) throw tooBusy(type);
    await backOff(round, undefined);
  }
}

/** Milliseconds by which the clocks of DynamoDB and of the recount may differ. */
const SKEW = 500;

/**
 * Reads the rows, waits until a whole second has passed, and reads them again. If both readings have the same rows, these are
 * the rows of that second. The counter then ignores the records of it and of all before, however late the consumer is.
 */
async function recountLate(
  tenant: TenantId,
  type: ModelType,
  send: Send,
  { now, pause }: RecountClock,
): Promise<Recount> {
  const found = await readCounter(tenant, type, send, { consistent: true });
  const before = found.late?.rows ?? 0;
  for (let round = 1; ; round++) {
    const first = await seeRows(tenant, type, send, keyOf);
    // Whatever is written from now on, the consumer counts.
    if (first.count === 0 && !found.late && found.exact === null) return { before, after: 0 };
    if (round === 1 && !found.late) await put(null, { ...NEW_COUNTER, version: 'new', isPartial: true });
    const second = Math.ceil((now() + SKEW) / 1000);
    await pause(second * 1000 + 1000 + SKEW - now());
    const again = await seeRows(tenant, type, send, keyOf);
    const { late } = await readCounter(tenant, type, send, { consistent: true });
    const isBefore = !late || late.applied.length === 0 || late.asOf <= second;
    const isQuiet = first.digest === again.digest && isBefore;
    if (isQuiet && (await put(late, countedAnew(first.count, second)))) return { before, after: first.count };
    if (round >= MAX_ROUNDS) throw tooBusy(type);
    await backOff(round, undefined);
  }

  async function put(from: LateCounter | null, to: LateCounter): Promise<boolean> {
    return isDone(send(replaceCounter(tenant, type, from ?? NEW_COUNTER, to)));
  }
}

async function seeRows(
  tenant: TenantId,
  type: ModelType,
  send: Send,
  textOf: (item: Item) => string,
): Promise<Seen> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const { items } of walk(tenant, type, send)) {
    count += items.length;
    for (const item of items) hash.update(textOf(item));
  }
  return { count, digest: hash.digest('base64') };
}

function keyOf({ [SK]: sk }: Item): string {
  return JSON.stringify(sk);
}

/**
 * Returns a text that differs for each state of an item: its key, its plain values, and the stamp of its last
 * write.
 */
function faceOf(item: Item): string {
  const plain = Object.entries(item).filter(
    ([name, value]) => name !== HELD && (typeof value !== 'object' || value === null),
  );
  return JSON.stringify(plain.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Sets a shard, unless another write changed it. */
async function moveCount(send: Send, Key: Item, from: number, to: number): Promise<boolean> {
  const expression = placeholders();
  const name = expression.name(COUNT);
  const UpdateExpression = `SET ${name} = ${expression.value(to)}`;
  const ConditionExpression = sameCount(name, expression.value(from), from);
  const held = expression.placeheld(UpdateExpression, ConditionExpression);
  return isDone(send({ name: 'UpdateItem', input: { Key, UpdateExpression, ConditionExpression, ...held } }));
}

/** Returns the condition that a number is as it was read. None is zero. */
function sameCount(name: string, value: string, count: number): string {
  const equal = `${name} = ${value}`;
  return count === 0 ? `(attribute_not_exists(${name}) OR ${equal})` : equal;
}

/** Returns whether a conditional write was done. */
async function isDone(writing: Promise<unknown>): Promise<boolean> {
  try {
    await writing;
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed || error instanceof TransactionCancelled) return false;
    throw error;
  }
}

function tooBusy({ name }: ModelType): Refusal<'CONFLICT'> {
  return new Refusal(
    'CONFLICT',
    `The rows of "${name}" are written too often to be counted exactly: repeat it at a calmer time.`,
  );
}
