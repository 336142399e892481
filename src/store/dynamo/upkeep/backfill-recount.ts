import { createHash } from 'node:crypto';

import type { ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import { faceOf, isDone, MAX_ROUNDS, sameCount, type Seen, tooBusy } from './recount-rows.ts';
import { walk } from './backfill-walk.ts';
import { backOff } from '../driver/backoff.ts';
import { placeholders } from '../commands/expression.ts';
import { PK, REFERRERS, rowKey, SK } from '../keys/keys.ts';
import { rowOf } from '../commands/row-codec.ts';
import type { Item, Send } from '../driver/send.ts';
import { effectsOf, type TypesByName } from '../commands/write-effects.ts';

/**
 * Sets the number of referrers in each row of a type, in the way of `recountExactly`, one row at a time. Returns
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
        for (const side of effectsOf(
          { op: 'put', type, row: rowOf(type, item), condition: null },
          types,
          0,
        )) {
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
  const ConditionExpression = `${exists} AND ${sameCount(name, expression.value(from), from)}`;
  const held = expression.placeheld(UpdateExpression, ConditionExpression);
  return isDone(send({ name: 'UpdateItem', input: { Key, UpdateExpression, ConditionExpression, ...held } }));
}

function numberOf(value: Item[string] | undefined): number {
  return typeof value === 'number' ? value : 0;
}
