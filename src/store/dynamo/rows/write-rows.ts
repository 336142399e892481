import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { Refusal, type TenantId } from '../../../tenant/index.ts';
import type {
  FreeUniqueAccess,
  ReleaseFileAccess,
  Row,
  RowWrite,
  EffectAccess,
  WriteAccess,
} from '../../port/access.ts';
import type { Origin } from '../../port/audit-event.ts';
import type { IdempotentField, Kept } from '../../port/idempotency.ts';
import { isOutcomeUnknown } from '../driver/attempts.ts';
import { holdOf, isGivenUp } from '../commands/hold-command.ts';
import { commandFor } from '../commands/command.ts';
import { throttled } from '../driver/dynamo-errors.ts';
import { growingShards } from '../counts/growing-shards.ts';
import { HELD, RETIRED } from '../keys/keys.ts';
import { conflict } from './conflict.ts';
import { putLinks, requireReferred } from './referred-rows.ts';
import { giveUp, verifyPut, type Verifying } from './verify-put.ts';
import { releaseId, planTransaction, type Planned } from './plan-transaction.ts';
import { fieldsOf, rowOf } from '../commands/row-codec.ts';
import {
  type CancellationReason,
  ConditionFailed,
  type Item,
  type TransactItem,
  TransactionCancelled,
} from '../driver/send.ts';
import { needsTransaction, guardedFields } from '../commands/write-effects.ts';
import { hasNoFiles } from '../commands/file-effects.ts';
import { type AnswerItems, answerItem, hasKept, keptIn } from '../commands/answer-item.ts';
import { stamped, isOurWrite, newStamp } from '../commands/stamp.ts';
import { SWEEP_AFTER } from '../../port/sweep-after.ts';
import { WriteFailed } from '../../port/store.ts';
import { fieldsNeeded } from '../commands/write-command.ts';

/** Maximum attempts of a write that conflicts with other writers. */
export const MAX_ATTEMPTS = 20;

/** DynamoDB's limit (API reference, TransactWriteItems). */
const MAX_ITEMS = 100;

export interface Writing extends Verifying {
  /** The caller and the request, for the audit. */
  readonly origin: Origin;
  /** Keeps the answer to a mutation with an idempotency key in the transaction of the write. */
  readonly keeping?: Keeping | undefined;
}

export interface Keeping {
  readonly items: AnswerItems;
  readonly field: IdempotentField;
  /** Returns what to keep, of the rows that the writes return. */
  readonly keptOf: (rows: readonly (Row | null)[]) => Kept;
}

/**
 * Writes one row. Returns it as created, as updated, or as it was before the delete. Its effects (unique
 * values, references, counts) are in the same transaction.
 * @throws {WriteFailed} if a condition does not hold
 * @throws {Refusal} CONFLICT if other writers interfere each time
 */
export async function writeRow(tenant: TenantId, access: RowWrite, writing: Writing): Promise<Row> {
  const stamp = newStamp();
  const { types } = writing;
  const isTransaction = writing.keeping !== undefined || needsTransaction(access, types);
  let attempt = isTransaction ? access : await withCurrent(tenant, access, 0, writing);
  for (let attempts = 1; ; attempts++) {
    // The row that was read may have files.
    if (isTransaction || needsTransaction(attempt, types)) {
      const [written] = await writeAll(tenant, [attempt], writing);
      return written ?? {};
    }
    await Promise.all([
      requireReferred(tenant, [attempt], writing, false),
      attempts === 1 ? putLinks(tenant, [attempt], writing) : null,
    ]);
    const written = await writeOnce(tenant, attempt, stamp, writing);
    if ('row' in written) {
      if (attempt.op === 'put') await verifyPut(tenant, attempt, stamp, writing);
      return written.row;
    }
    attempt = written.retry;
    if (attempts >= MAX_ATTEMPTS) throw conflict();
    await writing.pause(attempts);
  }
}

/** Sends a single write. Returns the row, or the write to send again. */
async function writeOnce(
  tenant: TenantId,
  access: RowWrite,
  stamp: string,
  writing: Writing,
): Promise<{ readonly row: Row } | { readonly retry: RowWrite }> {
  const command = stamped(commandFor(tenant, access), stamp);
  try {
    const output = await writing.send(command, { once: true });
    const item = command.name === 'PutItem' ? command.input.Item : (output.Attributes ?? {});
    return { row: rowOf(access.type, item) };
  } catch (error) {
    if (error instanceof ConditionFailed) {
      if (error.item && isOurWrite(error.item, stamp)) return { row: rowOf(access.type, error.item) };
      return { retry: retryOf(access, error.item, 0) };
    }
    if (isOutcomeUnknown(error)) {
      const row = await rowWritten(tenant, access, stamp, writing).catch(() => null);
      if (row) return { row };
    }
    if (error instanceof TransactionCancelled) return { retry: access };
    throw error;
  }
}

/**
 * Returns the row if the call with this stamp wrote it last. Otherwise the outcome stays unknown: another writer may have
 * changed the row since, whose change a repeat would overwrite.
 */
async function rowWritten(
  tenant: TenantId,
  access: RowWrite,
  stamp: string,
  { send }: Writing,
): Promise<Row | null> {
  const { type } = access;
  const key = access.op === 'put' ? access.row : access.key;
  const { Item } = await send(commandFor(tenant, { op: 'get', type, key, consistent: true }));
  return Item && isOurWrite(Item, stamp) ? rowOf(type, Item) : null;
}

/**
 * Writes rows in one transaction. Returns what `writeRow` returns for each, or null for a sequence.
 * @throws {WriteFailed} for the first write whose condition does not hold
 * @throws {Refusal} CONFLICT, THROTTLED, and INVALID_ARGUMENTS if all is more than one transaction holds
 * @throws {AlreadyAnswered} if an earlier request kept an answer under the same key
 */
export async function writeAll(
  tenant: TenantId,
  accesses: readonly WriteAccess[],
  writing: Writing,
): Promise<readonly (Row | null)[]> {
  let writes: readonly WriteAccess[] = await Promise.all(
    accesses.map((access, index) => withCurrent(tenant, access, index, writing, true)),
  );
  const { types, origin } = writing;
  const shards = growingShards();
  const releasedIds = new Set<string>();
  const sweep = { id: randomUUID(), due: new Date(writing.now() + SWEEP_AFTER).toISOString() };
  let isReplanned = true;
  for (let attempts = 1; ; attempts++) {
    await Promise.all([
      requireReferred(tenant, writes, writing, true),
      isReplanned ? putLinks(tenant, writes, writing) : null,
    ]);
    const { shard } = shards;
    const planned = planTransaction(tenant, writes, { types, origin, shard, releasedIds, sweep });
    const rows = writes.map(writtenRow);
    const kept = answersOf(writing.keeping, rows);
    if (planned.length + kept.length > MAX_ITEMS) throw tooMany(planned.length + kept.length);
    const command = commandFor(tenant, { op: 'transact', writes: planned.map(({ access }) => access) });
    if (command.name !== 'TransactWriteItems') throw new Error('A transaction is one call.');
    try {
      const TransactItems = [...command.input.TransactItems, ...kept];
      await writing.send({ ...command, input: { TransactItems, ClientRequestToken: randomUUID() } });
      return rows;
    } catch (error) {
      if (isOutcomeUnknown(error) && (await isKept(writing))) return rows;
      if (!(error instanceof TransactionCancelled)) throw error;
      if (writing.keeping) requireUnanswered(writing.keeping, error.reasons[planned.length]);
      shards.grow(planned, error.reasons);
      const next = afterCancellation(writes, planned, error.reasons);
      isReplanned = next.writes.some((write, at) => write !== writes[at]);
      // Another request may have given back to a changed row what it had taken from it.
      if (isReplanned) releasedIds.clear();
      for (const access of next.gone) releasedIds.add(releaseId(tenant, access));
      writes = next.writes;
      await giveUpHolds(tenant, planned, error.reasons, writing);
      if (attempts >= MAX_ATTEMPTS)
        throw error.reasons.some(({ code }) => code === 'throttled') ? throttled() : conflict();
    }
    await writing.pause(attempts);
  }
}

/** Ends holds that kept a transaction from a row, if their deletes have ended without releasing them. */
async function giveUpHolds(
  tenant: TenantId,
  planned: readonly Planned[],
  reasons: readonly CancellationReason[],
  writing: Writing,
): Promise<void> {
  for (const [at, { access }] of planned.entries()) {
    const hold = holdOf(reasons[at]?.item ?? {});
    if (hold === null || !isGivenUp(hold, writing.now())) continue;
    if (access.op === 'requireRow' || (access.op === 'update' && access.unheld))
      await giveUp(tenant, { type: access.type, key: access.key, hold }, writing);
  }
}

function answersOf(keeping: Keeping | undefined, rows: readonly (Row | null)[]): TransactItem[] {
  return keeping ? [answerItem(keeping.items, keeping.field, keeping.keptOf(rows))] : [];
}

/** Returns whether the transaction was applied, as the answer that it keeps shows. */
async function isKept({ keeping, send }: Writing): Promise<boolean> {
  return keeping !== undefined && hasKept(keeping.items, keeping.field, send);
}

/** @throws {AlreadyAnswered} if an earlier request kept an answer under the same key */
function requireUnanswered({ items, field }: Keeping, reason: CancellationReason | undefined): void {
  if (reason?.code !== 'condition') return;
  throw field.meet(keptIn(items, reason.item));
}

interface NextAttempt {
  readonly writes: readonly WriteAccess[];
  /** What rows give up, though it is missing or not their own. */
  readonly gone: readonly (FreeUniqueAccess | ReleaseFileAccess)[];
}

/**
 * Returns the rows to write in the next attempt.
 * @throws {WriteFailed} if another attempt would change nothing
 */
function afterCancellation(
  writes: readonly WriteAccess[],
  planned: readonly Planned[],
  reasons: readonly CancellationReason[],
): NextAttempt {
  const next = [...writes];
  const gone: (FreeUniqueAccess | ReleaseFileAccess)[] = [];
  /** The writes whose rows have changed. Their effects are other ones by now. */
  const replanned = new Set<number>();
  planned.forEach(({ access, origin }, at) => {
    const reason = reasons[at];
    const write = next[origin];
    if (reason?.code !== 'condition' || !write) return;
    if (access.op === 'requireRow' && isHeld(reason.item)) return;
    if (!isSide(access)) {
      next[origin] = retryOf(write, reason.item, origin);
      replanned.add(origin);
    } else if (!replanned.has(origin)) {
      // A row may release what is missing or not its own, but may not begin to hold it.
      if (access.op !== 'freeUnique' && access.op !== 'releaseFile') throw sideFailed(access, origin);
      gone.push(access);
    }
  });
  return { writes: next, gone };
}

/** Returns whether a row exists and only a delete that looks at it is in the way. */
function isHeld(item: Item | null): boolean {
  return item !== null && HELD in item && !(RETIRED in item);
}

function isSide(access: WriteAccess | EffectAccess): access is EffectAccess {
  return Object.hasOwn(SIDES, access.op);
}

const SIDES: Readonly<Record<EffectAccess['op'], true>> = {
  reserveUnique: true,
  freeUnique: true,
  requireRow: true,
  adjustCount: true,
  auditEvent: true,
  claimFile: true,
  releaseFile: true,
  putFileDue: true,
  deleteFileDue: true,
};

function sideFailed(access: EffectAccess, origin: number): WriteFailed {
  switch (access.op) {
    case 'reserveUnique':
      return new WriteFailed('taken', null, origin, access.unique.fields);
    case 'requireRow':
      return new WriteFailed('dangling', null, origin, access.reference.fields);
    case 'claimFile':
      return new WriteFailed('no-file', null, origin, [access.field]);
    case 'freeUnique':
    case 'adjustCount':
    case 'auditEvent':
    case 'releaseFile':
    case 'putFileDue':
    case 'deleteFileDue':
      return new WriteFailed('condition', null, origin);
    default:
      return access satisfies never;
  }
}

/** Returns the row of a write. DynamoDB's transactions return no rows. */
function writtenRow(access: WriteAccess): Row | null {
  switch (access.op) {
    case 'put':
      return withoutNulls(access.row);
    case 'update': {
      const { current = {}, key, set, increment } = access;
      const before = current[increment ?? ''];
      const bumped = increment ? { [increment]: (typeof before === 'number' ? before : 0) + 1 } : {};
      return withoutNulls({ ...key, ...current, ...set, ...bumped });
    }
    case 'delete':
      return access.current ?? {};
    case 'advance':
    case 'announce':
    case 'saveJob':
    case 'deleteJob':
    case 'saveSweep':
    case 'endSweep':
    case 'requireAbsent':
    case 'requireRetired':
      return null;
    default:
      return access satisfies never;
  }
}

function withoutNulls(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => (value ?? null) !== null));
}

/**
 * Returns the access with the row that it needs. Reads it unless the access brought it; a transaction always
 * needs it for the answer.
 */
async function withCurrent<Access extends WriteAccess>(
  tenant: TenantId,
  access: Access,
  index: number,
  writing: Writing,
  always = false,
): Promise<Access> {
  if (access.op !== 'update' && access.op !== 'delete') return access;
  if (access.current) return access;
  const needed =
    access.op === 'update' ? fieldsNeeded(access).length > 0 : needsTransaction(access, writing.types);
  const answered = always && !(access.op === 'delete' && access.retired);
  if (!needed && !answered) return access;
  const { type, key } = access;
  const { Item } = await writing.send(commandFor(tenant, { op: 'get', type, key, consistent: true }));
  if (!Item) throw new WriteFailed('missing', null, index);
  return { ...access, current: rowOf(type, Item) };
}

/**
 * Returns the write to retry after its condition failed, if it failed only because the row changed after the
 * plan.
 * @throws {WriteFailed} otherwise
 */
function retryOf<Access extends WriteAccess>(access: Access, item: Item | null, index: number): Access {
  const row = item && ('type' in access ? rowOf(access.type, item) : fieldsOf(item));
  if (access.op === 'put') throw new WriteFailed(row ? 'exists' : 'condition', row, index);
  if (access.op === 'endSweep') throw new WriteFailed('missing', null, index);
  if (access.op !== 'update' && access.op !== 'delete') throw new WriteFailed('condition', row, index);
  const gone = !row || (RETIRED in item && !(access.op === 'delete' && access.retired));
  if (gone) throw new WriteFailed('missing', null, index);
  const { current } = access;
  const needed = access.op === 'update' ? fieldsNeeded(access) : guardedFields(access);
  const moved = needed.some((field) => !isDeepStrictEqual(row[field] ?? null, current?.[field] ?? null));
  if (current && moved) return { ...access, current: row };
  // Only a row without files is deleted unread.
  const isUnread = access.op === 'delete' && !access.retired && !current;
  if (isUnread && !hasNoFiles(access.type, row)) return { ...access, current: row };
  if (access.op === 'update' && access.unheld && isHeld(item)) return access;
  if (access.op === 'delete' && access.held !== undefined && holdOf(item) !== access.held)
    throw new WriteFailed('outdated', row, index);
  throw new WriteFailed('condition', row, index);
}

function tooMany(items: number): Refusal {
  return new Refusal(
    'INVALID_ARGUMENTS',
    `This comes to ${items} writes at once, and ${MAX_ITEMS} is the most: send it in smaller parts.`,
  );
}
