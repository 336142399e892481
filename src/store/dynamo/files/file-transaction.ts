import { Refusal, type TenantId } from '../../../tenant/index.ts';
import type { FileRecord } from '../../port/files.ts';
import { placeholders } from '../commands/expression.ts';
import type { attempted } from '../driver/attempted.ts';
import type { Item, Send, TransactItem } from '../driver/send.ts';
import { fileBytesKey, fileDueKey } from '../keys/file-keys.ts';

/** The attributes of the item with a tenant's usage. */
export const BYTES = 'bytes';
export const FILES = 'files';
/** Counts the changes of the usage, so that a recount sees whether one came between. */
export const WRITES = 'writes';

/** Attempts of a transaction. All of a tenant's uploads change its usage, so many may meet there. */
export const MAX_ATTEMPTS = 200;

/** What the operations on a tenant's files need. */
export interface FileWork {
  readonly tenant: TenantId;
  readonly send: Send;
  readonly now: () => number;
  readonly deadline: AbortSignal | undefined;
  /** Sends a transaction: see `attempted`. */
  readonly transact: (items: readonly TransactItem[]) => ReturnType<typeof attempted>;
  /** Returns the item of a file as last written, or null. */
  readonly read: (id: string) => Promise<Item | null>;
  /** Returns files by their ids. */
  readonly readAll: (ids: readonly string[]) => Promise<ReadonlyMap<string, FileRecord>>;
}

/** Returns the refusal of a change that others prevent each time. */
export function crowded(): Refusal<'CONFLICT'> {
  return new Refusal('CONFLICT', 'Too many files change at once: send the request again.');
}

/** Adds to the usage of a tenant. With a limit, the bytes may not exceed it. */
export function usageItem(
  tenant: TenantId,
  by: { readonly bytes: number; readonly files: number },
  limit: number | null = null,
): TransactItem {
  const expression = placeholders();
  const bytes = expression.name(BYTES);
  const adds = [
    `${bytes} ${expression.value(by.bytes)}`,
    `${expression.name(FILES)} ${expression.value(by.files)}`,
    `${expression.name(WRITES)} ${expression.value(1)}`,
  ];
  const UpdateExpression = `ADD ${adds.join(', ')}`;
  const Key = fileBytesKey(tenant);
  if (limit === null || by.bytes <= 0)
    return { Update: { Key, UpdateExpression, ...expression.placeheld(UpdateExpression) } };
  const none = by.bytes <= limit ? `attribute_not_exists(${bytes}) OR ` : '';
  const ConditionExpression = `(${none}${bytes} <= ${expression.value(limit - by.bytes)})`;
  const held = expression.placeheld(UpdateExpression, ConditionExpression);
  const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
  return {
    Update: { Key, UpdateExpression, ConditionExpression, ...held, ReturnValuesOnConditionCheckFailure },
  };
}

/** Moves the entry of a file among those that are due. Null: it has none. */
export function dueItems(
  tenant: TenantId,
  id: string,
  { from, to }: { readonly from: string | null; readonly to: string | null },
): TransactItem[] {
  if (from === to) return [];
  return [
    ...(from === null ? [] : [{ Delete: { Key: fileDueKey(tenant, from, id) } }]),
    ...(to === null ? [] : [{ Put: { Item: fileDueKey(tenant, to, id) } }]),
  ];
}
