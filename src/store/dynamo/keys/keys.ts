import type { Index, Json, Key, ModelType, Unique } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { Row } from '../../port/access.ts';
import { encodeText, encodeValue, END, NOTHING, refuseKey } from './encoding.ts';
import type { Item } from '../driver/send.ts';

/** Attributes of the table's own. GraphQL reserves names that begin with `__`, so no field can be called so. */
export const PK = '__pk';
export const SK = '__sk';
export const TYPE = '__type';

/** The job that deletes a row. A row that has it is read by nobody. */
export const RETIRED = '__retired';

/** When DynamoDB may delete the item, in seconds since 1970: the table's TTL attribute. */
export const TTL = '__ttl';

/** How many rows that may not outlive this one refer to it. */
export const REFERRERS = '__referrers';

/** The name of an overloaded global secondary index and of its two key attributes. */
export function slotNames(slot: number): { readonly name: string; readonly pk: string; readonly sk: string } {
  return { name: `gsi${slot}`, pk: `__gsi${slot}pk`, sk: `__gsi${slot}sk` };
}

/** A key of the table. */
export interface ItemKey extends Item {
  readonly [PK]: string;
  readonly [SK]: string;
}

/** DynamoDB's limits in bytes of UTF-8 (Developer Guide, "Constraints in Amazon DynamoDB"). */
const PARTITION_KEY_BYTES = 2048;
const SORT_KEY_BYTES = 1024;

/** The fields of a key, the hash first. */
export function fieldsOf(key: Key): readonly string[] {
  return [key.hash, ...key.sort];
}

/** Every key of a tenant begins so, of the table and of every index: the IAM policy relies on it. */
function partition(tenant: TenantId, ...parts: readonly string[]): string {
  return `T#${tenant}#${parts.join(END)}`;
}

/** The partition that holds all rows of a type. */
export function typePartition(tenant: TenantId, type: Pick<ModelType, 'name'>): string {
  return partition(tenant, encodeText(type.name));
}

/**
 * What a tenant has beside its rows: unique values, jobs, backfills, counters, sequences, the audit. Each kind has one partition,
 * and a purge goes through this list, so that a kind that stands here cannot be forgotten by it.
 */
export const SYSTEM_PARTITIONS = [
  'UNIQUE',
  'JOB',
  'BACKFILL',
  'COUNT',
  'SEQ',
  'AUDIT',
  'AUDIT#NEW',
  'AUDIT#CHAIN',
] as const;
export type SystemPartition = (typeof SYSTEM_PARTITIONS)[number];

/** The partition of a kind. It ends in a separator, which the partition of a type never does. */
export function systemPartition(tenant: TenantId, side: SystemPartition): string {
  return partition(tenant, side, '');
}

/** The partition of an index that holds the rows with one value of the hash field. */
export function indexPartition(
  tenant: TenantId,
  type: ModelType,
  index: Index,
  hash: Json | undefined,
): string {
  const parts = [encodeText(type.name), encodeText(index.name), encodeValue(hash, index.hash)];
  return within(PARTITION_KEY_BYTES, partition(tenant, ...parts), [index.hash]);
}

/** Encoded parts, each ended: no run of parts is a prefix of another unless its values are. */
export function sortKey(fields: readonly string[], values: readonly (Json | undefined)[]): string {
  return withinSortKey(
    values.map((value, at) => encodeValue(value, fields[at] ?? '') + END).join(''),
    fields,
  );
}

function sortPart(value: Json | undefined, field: string): string {
  return ((value ?? null) === null ? NOTHING : encodeValue(value, field)) + END;
}

/** @throws {Refusal} VALIDATION_FAILED when a sort key, or a bound of one, is longer than DynamoDB takes. */
export function withinSortKey(text: string, fields: readonly string[]): string {
  return within(SORT_KEY_BYTES, text, fields);
}

/** The key of a row in the table. */
export function rowKey(tenant: TenantId, type: ModelType, row: Row): ItemKey {
  const fields = fieldsOf(type.key);
  return { [PK]: typePartition(tenant, type), [SK]: sortKey(fields, pick(row, fields)) };
}

/**
 * The key of a row in an index, or null when the row lacks the hash field and so is not in it. A sort field without a
 * value keeps no row out: such rows come first.
 */
export function indexKey(
  tenant: TenantId,
  type: ModelType,
  index: Index,
  row: Row,
): { readonly pk: string; readonly sk: string } | null {
  if ((row[index.hash] ?? null) === null) return null;
  const own = fieldsOf(type.key);
  const sort = index.sort.map((field) => sortPart(row[field], field)).join('');
  const sk = withinSortKey(sort + sortKey(own, pick(row, own)), [...index.sort, ...own]);
  return { pk: indexPartition(tenant, type, index, row[index.hash]), sk };
}

/** Whether an item, or a key, is of a row: the partitions of all else end in a separator. */
export function isRowKey({ [PK]: partitionKey }: Item): boolean {
  return typeof partitionKey === 'string' && !partitionKey.endsWith(END);
}

/** The key of a unique value: the row that has it is noted there. */
export function uniqueKey(tenant: TenantId, type: ModelType, unique: Unique, row: Row): ItemKey {
  const name = `${encodeText(type.name)}${END}${encodeText(unique.name)}${END}`;
  const values = sortKey(unique.fields, pick(row, unique.fields));
  return { [PK]: systemPartition(tenant, 'UNIQUE'), [SK]: withinSortKey(name + values, unique.fields) };
}

/** The key of a job. */
export function jobKey(tenant: TenantId, id: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'JOB'), [SK]: sortKey(['id'], [id]) };
}

/** The key of a backfill's record; it is not among the jobs, which requests take up. */
export function backfillKey(tenant: TenantId, name: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'BACKFILL'), [SK]: sortKey(['name'], [name]) };
}

/** The key of one shard of the counter of a type. */
export function countKey(tenant: TenantId, type: ModelType, shard: number): ItemKey {
  return {
    [PK]: systemPartition(tenant, 'COUNT'),
    [SK]: sortKey(['type', 'shard'], [type.name, String(shard)]),
  };
}

/** The key of a sequence. */
export function sequenceKey(tenant: TenantId, name: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'SEQ'), [SK]: sortKey(['name'], [name]) };
}

/** The key of an event that waits to be sealed. */
export function pendingEventKey(tenant: TenantId, id: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'AUDIT#NEW'), [SK]: sortKey(['id'], [id]) };
}

/** Digits of the greatest number that is exact. */
const SEQ_DIGITS = 16;

/** The number of the place in the chain that a key is of. */
export function seqOf(item: Item): number {
  const sk = item[SK];
  return typeof sk === 'string' ? Number.parseInt(sk, 10) : 0;
}

/** The key of an event in the chain of the audit. */
export function sealedEventKey(tenant: TenantId, seq: number): ItemKey {
  return {
    [PK]: systemPartition(tenant, 'AUDIT#CHAIN'),
    [SK]: sortKey(['seq'], [String(seq).padStart(SEQ_DIGITS, '0')]),
  };
}

/** The key of the chain's head. */
export function auditHeadKey(tenant: TenantId): ItemKey {
  return { [PK]: systemPartition(tenant, 'AUDIT'), [SK]: sortKey(['name'], ['head']) };
}

function pick(row: Row, fields: readonly string[]): (Json | undefined)[] {
  return fields.map((field) => row[field]);
}

function within(bytes: number, key: string, fields: readonly string[]): string {
  if (Buffer.byteLength(key) <= bytes) return key;
  const [first = ''] = fields;
  const others = fields.slice(1).map((field) => `"${field}"`);
  const together = others.length > 0 ? ` (together with ${others.join(', ')})` : '';
  throw refuseKey(first, `is too long for a key${together}: a key holds at most ${bytes} bytes.`);
}
