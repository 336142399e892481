import { randomUUID } from 'node:crypto';

import { Refusal, type TenantId } from '../tenant/index.ts';
import type { DeleteAccess, PutAccess, Row, UpdateAccess, WriteAccess } from './access.ts';
import { backOff } from './backoff.ts';
import { commandFor } from './command.ts';
import { throttled } from './dynamo-errors.ts';
import { rowOf } from './rows.ts';
import { ConditionFailed, type Item, type Send, TransactionCancelled } from './send.ts';
import { stamped, wroteIt } from './stamp.ts';
import { WriteFailed } from './store.ts';
import { fieldsNeeded } from './write-command.ts';

/** Attempts of a write that other writers of the same rows get in the way of. */
const MAX_ATTEMPTS = 20;

export interface Writing {
  readonly send: Send;
  readonly deadline?: AbortSignal | undefined;
}

/**
 * Writes one row and answers it: as created, as it is after the update, or as it was before the delete.
 * @throws {WriteFailed} when a condition does not hold. @throws {Refusal} CONFLICT when other writers never let it through.
 */
export async function writeRow(
  tenant: TenantId,
  access: PutAccess | UpdateAccess | DeleteAccess,
  writing: Writing,
): Promise<Row> {
  const stamp = randomUUID();
  let attempt = await withCurrent(tenant, access, 0, writing);
  for (let attempts = 1; ; attempts++) {
    const command = stamped(commandFor(tenant, attempt), stamp);
    try {
      const output = await writing.send(command);
      return rowOf(command.name === 'PutItem' ? command.input.Item : (output.Attributes ?? {}));
    } catch (error) {
      if (error instanceof ConditionFailed) {
        if (error.item && wroteIt(error.item, stamp)) return rowOf(error.item);
        attempt = retryOf(attempt, error.item, 0);
      } else if (!(error instanceof TransactionCancelled)) throw error;
    }
    if (attempts >= MAX_ATTEMPTS) throw conflict();
    await backOff(attempts, writing.deadline);
  }
}

/**
 * Writes rows, all or none.
 * @throws {WriteFailed} for the first write whose condition does not hold. @throws {Refusal} CONFLICT, THROTTLED.
 */
export async function writeAll(
  tenant: TenantId,
  accesses: readonly WriteAccess[],
  writing: Writing,
): Promise<void> {
  let writes = await Promise.all(
    accesses.map((access, index) => withCurrent(tenant, access, index, writing)),
  );
  for (let attempts = 1; ; attempts++) {
    const command = commandFor(tenant, { op: 'transact', writes });
    if (command.name !== 'TransactWriteItems') throw new Error('A transaction is one call.');
    try {
      await writing.send({ ...command, input: { ...command.input, ClientRequestToken: randomUUID() } });
      return;
    } catch (error) {
      if (!(error instanceof TransactionCancelled)) throw error;
      const { reasons } = error;
      writes = writes.map((write, index) => {
        const reason = reasons[index];
        return reason?.code === 'condition' ? retryOf(write, reason.item, index) : write;
      });
      if (attempts >= MAX_ATTEMPTS)
        throw reasons.some(({ code }) => code === 'throttled') ? throttled() : conflict();
    }
    await backOff(attempts, writing.deadline);
  }
}

/** The access with the row that it needs, read just now unless it was brought along. */
async function withCurrent<Access extends WriteAccess>(
  tenant: TenantId,
  access: Access,
  index: number,
  writing: Writing,
): Promise<Access> {
  if (access.op !== 'update' || access.current || fieldsNeeded(access).length === 0) return access;
  const { type, key } = access;
  const { Item } = await writing.send(commandFor(tenant, { op: 'get', type, key, consistent: true }));
  if (!Item) throw new WriteFailed('missing', null, index);
  return { ...access, current: rowOf(Item) };
}

/**
 * The write to try again after its condition did not hold, when that was only because an index key had been computed
 * from a row that changed meanwhile.
 * @throws {WriteFailed} otherwise.
 */
function retryOf<Access extends WriteAccess>(access: Access, item: Item | null, index: number): Access {
  const row = item && rowOf(item);
  if (access.op === 'put') throw new WriteFailed(row ? 'exists' : 'condition', row, index);
  if (access.op === 'advance') throw new WriteFailed('condition', row, index);
  if (!row) throw new WriteFailed('missing', null, index);
  if (access.op === 'update') {
    const { current } = access;
    const moved = fieldsNeeded(access).some((field) => (row[field] ?? null) !== (current?.[field] ?? null));
    if (moved) return { ...access, current: row };
  }
  throw new WriteFailed('condition', row, index);
}

function conflict(): Refusal<'CONFLICT'> {
  return new Refusal(
    'CONFLICT',
    'Someone else is changing the same rows: read them again and repeat the change.',
  );
}
