import { randomUUID } from 'node:crypto';

import { dependentsOf, isGuarding, keyFields } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { PutAccess, Row } from '../../port/access.ts';
import { WriteFailed } from '../../port/store.ts';
import { SWEEP_AFTER } from '../../port/sweep-after.ts';
import { commandFor } from '../commands/command.ts';
import { placeholders } from '../commands/expression.ts';
import { holdOf, isGivenUp } from '../commands/hold-command.ts';
import { WRITE } from '../commands/stamp.ts';
import { saveSweepItem } from '../commands/sweep-items.ts';
import { newReferences, type NewReference } from '../commands/write-effects.ts';
import { outcomeUnknown } from '../driver/attempts.ts';
import { ConditionFailed, type Item, TransactionCancelled } from '../driver/send.ts';
import { idOfKey, idOfRow, type ItemKey, RETIRED, rowKey } from '../keys/keys.ts';
import { conflict } from './conflict.ts';
import type { Referring } from './referred-rows.ts';

/** The most waits for a delete that holds a row. They take some seconds. */
const MOST_WAITS = 20;

export interface Verifying extends Referring {
  readonly pause: (attempt: number) => Promise<void>;
}

/**
 * Verifies a row that was put without a transaction: each row to which it refers with `onDelete` must still exist, as last written.
 * If one does not, it deletes the row again. A delete marks or holds its row before its last look at the rows that refer to it. So either the delete
 * finds the new row, or this read finds the mark.
 * @param stamp that of the put: only the row as it was put is deleted
 * @throws {WriteFailed} `dangling` after the row was deleted again
 * @throws {Refusal} CONFLICT after a delete held a row for long; TIMEOUT with the outcome UNKNOWN if the rows cannot be read
 */
export async function verifyPut(
  tenant: TenantId,
  put: PutAccess,
  stamp: string,
  verifying: Verifying,
): Promise<void> {
  const own = idOfRow(tenant, put.type, put.row);
  const lasting = newReferences(put, verifying.types).filter(
    ({ reference, type, key }) => reference.onDelete !== null && idOfRow(tenant, type, key) !== own,
  );
  if (lasting.length === 0) return;
  let refusal: Error | null;
  try {
    refusal = await whyUnsound(tenant, put, lasting, verifying);
    const isUndone = refusal === null || (await undo(tenant, put, stamp, verifying));
    // A row without its parent goes with the next sweep. Any other row that another request has changed since stays.
    if (!isUndone && !(refusal instanceof WriteFailed)) throw outcomeUnknown();
  } catch {
    throw outcomeUnknown();
  }
  if (refusal) throw refusal;
}

async function whyUnsound(
  tenant: TenantId,
  put: PutAccess,
  lasting: readonly NewReference[],
  verifying: Verifying,
): Promise<Error | null> {
  const { types, now, pause } = verifying;
  for (let waits = 1; ; waits++) {
    const items = await itemsOf(tenant, lasting, verifying);
    const itemOf = ({ type, key }: NewReference): Item | undefined => items.get(idOfRow(tenant, type, key));
    const gone = lasting.find((one) => RETIRED in (itemOf(one) ?? { [RETIRED]: null }));
    if (gone) return new WriteFailed('dangling', null, 0, gone.reference.fields);
    const held = lasting.flatMap((one) => {
      const hold = isGuarding(types, put.type, one.reference) ? holdOf(itemOf(one) ?? {}) : null;
      return hold === null ? [] : [{ ...one, hold }];
    });
    if (held.length === 0) return null;
    for (const { type, key, hold } of held)
      if (isGivenUp(hold, now())) await giveUp(tenant, { type, key, hold }, verifying);
    if (waits >= MOST_WAITS) return conflict();
    await pause(waits);
  }
}

/** Ends a hold whose delete has ended without releasing it. A delete that is only slow then fails, and begins again. */
export async function giveUp(
  tenant: TenantId,
  held: Pick<NewReference, 'type' | 'key'> & { readonly hold: string },
  { send }: Pick<Verifying, 'send'>,
): Promise<void> {
  try {
    await send(commandFor(tenant, { op: 'release', ...held }));
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

async function itemsOf(
  tenant: TenantId,
  lasting: readonly NewReference[],
  { send }: Verifying,
): Promise<ReadonlyMap<string, Item>> {
  const keys = new Map(
    lasting.map(({ type, key }) => [idOfRow(tenant, type, key), rowKey(tenant, type, key)] as const),
  );
  const [first] = keys.values();
  if (keys.size === 1 && first) {
    const { Item } = await send({ name: 'GetItem', input: { Key: first, ConsistentRead: true } });
    return new Map(Item ? [[idOfKey(first), Item]] : []);
  }
  const input = { Keys: [...keys.values()], ConsistentRead: true } as const;
  const { Items = [] } = await send({ name: 'BatchGetItem', input });
  return new Map(Items.map((item) => [idOfKey(item as ItemKey), item]));
}

/**
 * Deletes the row that was put, unless another request has changed it since. If rows of other types may refer to it, its sweep is in the
 * same transaction: another request may have created one that refers to it.
 * @returns whether the row is deleted
 */
async function undo(
  tenant: TenantId,
  put: PutAccess,
  stamp: string,
  { send, types, now }: Verifying,
): Promise<boolean> {
  const expression = placeholders();
  const ConditionExpression = `${expression.name(WRITE)} = ${expression.value(stamp)}`;
  const Key = rowKey(tenant, put.type, put.row);
  const input = { Key, ConditionExpression, ...expression.placeheld(ConditionExpression) };
  try {
    if (dependentsOf(types, put.type).length === 0) await send({ name: 'DeleteItem', input });
    else {
      const due = new Date(now() + SWEEP_AFTER).toISOString();
      const targets = [{ type: put.type.name, key: keyOf(put) }];
      const sweep = saveSweepItem(tenant, { id: randomUUID(), due, targets });
      const TransactItems = [{ Delete: input }, sweep];
      await send({ name: 'TransactWriteItems', input: { TransactItems, ClientRequestToken: randomUUID() } });
    }
    return true;
  } catch (error) {
    const isChanged = error instanceof TransactionCancelled && error.reasons[0]?.code === 'condition';
    if (isChanged || error instanceof ConditionFailed) return false;
    throw error;
  }
}

function keyOf({ type, row }: PutAccess): Row {
  return Object.fromEntries(keyFields(type.key).map((field) => [field, row[field] ?? null]));
}
