import {
  comparedForm,
  type Index,
  type Json,
  keyFields,
  type ModelType,
  type Unique,
} from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { Row } from '../../port/access.ts';
import { encodeExact, encodeText, encodeValue, END, NOTHING, refuseKey } from './encoding.ts';
import { type ShardName, shardNameOf, shardNames } from './shards.ts';
import type { Item } from '../driver/send.ts';

/**
 * Attributes of the table's own. GraphQL reserves names that begin with `__`, and no name begins with a digit, so no field can
 * be called so. What every row has begins with a digit: a name costs as many bytes as it has, in each index too.
 */
export const PK = '__pk';
export const SK = '__sk';

const UNDERSCORE = 95;
const ZERO = 48;
const NINE = 57;

/** Returns whether an attribute is a field of a row, and not the table's own. Each attribute of each row is asked about. */
export function isField(name: string): boolean {
  const first = name.charCodeAt(0);
  if (first === UNDERSCORE) return name.charCodeAt(1) !== UNDERSCORE;
  return !(first >= ZERO && first <= NINE);
}

/** An attribute that no item has. */
export const NONE = '__none';

/** The id of the job that deletes the row. Readers ignore a row that has it. */
export const RETIRED = '__retired';

/**
 * The id of the copier that put the item into this table, when its tenant moved. A put with a new id is no change of the row,
 * and a later update leaves the id as it is.
 */
export const MOVED = '__moved';

/** When DynamoDB may delete the item, in seconds since 1970: the table's TTL attribute. */
export const TTL = '__ttl';

/**
 * The hold of a delete that looks at the rows which refer to this one. Readers see the row; a row that the delete must know waits
 * before it refers to it.
 */
export const HELD = '__held';

/**
 * Returns the attribute with the compared form of a field's value: `__as:dueAt`. An item has it only if the form differs
 * from the stored value.
 */
export function formName(field: string): string {
  return FORM_PREFIX + field;
}
export const FORM_PREFIX = '__as:';

/** The name of an overloaded global secondary index and of its two key attributes: `gsi1`, `1p` and `1s`. */
export function slotNames(slot: number): { readonly name: string; readonly pk: string; readonly sk: string } {
  return { name: `gsi${slot}`, pk: `${slot}p`, sk: `${slot}s` };
}

/** A key of the table. */
export interface ItemKey extends Item {
  readonly [PK]: string;
  readonly [SK]: string;
}

/** DynamoDB's limits in bytes of UTF-8 (Developer Guide, "Constraints in Amazon DynamoDB"). */
const PARTITION_KEY_BYTES = 2048;
const SORT_KEY_BYTES = 1024;

/**
 * Returns a partition key: `T#acme#3`. Every key of a tenant begins with it, in the table and in every
 * index. The IAM policy relies on that.
 */
function partition(tenant: TenantId, ...parts: readonly string[]): string {
  return `T#${tenant}#${parts.join(END)}`;
}

/** Returns the partition of all rows of a type, by its number, or of those in one shard: `T#acme#3`, `T#acme#3/8.5`. */
export function typePartition(
  tenant: TenantId,
  type: Pick<ModelType, 'number'>,
  shard: ShardName = '',
): string {
  return partition(tenant, `${type.number}${shard}`);
}

/** Returns whether a partition holds rows of a type of the tenant, in whichever shard. */
export function isOfType(tenant: TenantId, type: ModelType, partitionKey: unknown): boolean {
  const own = typePartition(tenant, type);
  return partitionKey === own || (typeof partitionKey === 'string' && partitionKey.startsWith(`${own}/`));
}

/** Returns the shards in which rows of a type may be: first those of its former number, which rows leave. */
export function shardsOf({ shards = 1, formerShards }: ModelType): {
  readonly former: readonly ShardName[];
  readonly present: readonly ShardName[];
} {
  return {
    former: formerShards === undefined ? [] : shardNames(formerShards),
    present: shardNames(shards),
  };
}

/**
 * The partitions of links, by a hash of the row that they lead to: a link says that a row refers to it since a moment ago.
 */
export const LINK_BUCKETS = [
  'LINK#0',
  'LINK#1',
  'LINK#2',
  'LINK#3',
  'LINK#4',
  'LINK#5',
  'LINK#6',
  'LINK#7',
  'LINK#8',
  'LINK#9',
  'LINK#A',
  'LINK#B',
  'LINK#C',
  'LINK#D',
  'LINK#E',
  'LINK#F',
] as const;

/**
 * The kinds of a tenant's side items: unique values, jobs, sweeps, links, backfills, counters, sequences, the audit, answers, events,
 * files, deliveries of webhooks. Each kind has one partition. A purge deletes every kind in this list.
 */
export const SYSTEM_PARTITIONS = [
  'UNIQUE',
  'JOB',
  'SWEEP',
  ...LINK_BUCKETS,
  'BACKFILL',
  'COUNT',
  'SEQ',
  'AUDIT',
  'AUDIT#NEW',
  'AUDIT#CHAIN',
  'ANSWER',
  'EVENT',
  'FILE',
  'FILEDUE',
  'FILEBYTES',
  'HOOK',
  'HOOKDUE',
  'HOOKSTATE',
] as const;
export type SystemPartition = (typeof SYSTEM_PARTITIONS)[number];

/**
 * Returns the partition of a kind: `T#acme#SEQ#`. It ends in a separator, which the partition of a type never
 * does.
 */
export function systemPartition(tenant: TenantId, side: SystemPartition): string {
  return partition(tenant, side, '');
}

/** Returns the partition of an index for one value of the hash field, by the numbers of type and index: `T#acme#3.1#p`. */
export function indexPartition(
  tenant: TenantId,
  type: ModelType,
  index: Index,
  hash: Json | undefined,
  shard: ShardName = '',
): string {
  const value = encodeExact(form(type, index.hash, hash), index.hash);
  const key = partition(tenant, `${type.number}.${index.number}${shard}`, value);
  return within(PARTITION_KEY_BYTES, key, [index.hash]);
}

/**
 * Returns a sort key of encoded parts, which are in the form by which they are compared. Each part is terminated, so a
 * run of parts is a prefix of another only if its values are.
 */
export function sortKey(fields: readonly string[], values: readonly (Json | undefined)[]): string {
  return withinSortKey(
    values.map((value, at) => encodeValue(value, fields[at] ?? '') + END).join(''),
    fields,
  );
}

function sortPart(value: Json | undefined, field: string): string {
  return ((value ?? null) === null ? NOTHING : encodeValue(value, field)) + END;
}

/**
 * Checks the length of a sort key, or of a bound of one.
 * @throws {Refusal} VALIDATION_FAILED if it is longer than DynamoDB allows
 */
export function withinSortKey(text: string, fields: readonly string[]): string {
  return within(SORT_KEY_BYTES, text, fields);
}

/** Returns the key of a row in the table. */
export function rowKey(tenant: TenantId, type: ModelType, row: Row): ItemKey {
  const fields = keyFields(type.key);
  const sk = sortKey(fields, forms(type, row, fields));
  return { [PK]: typePartition(tenant, type, shardNameOf(sk, type.shards ?? 1)), [SK]: sk };
}

/** Returns the id of a row among all rows of a tenant. Partition keys contain no control characters, so the pair is unambiguous. */
export function idOfRow(tenant: TenantId, type: ModelType, row: Row): string {
  return idOfKey(rowKey(tenant, type, row));
}

/** Returns a text that is unique to a key. */
export function idOfKey(key: ItemKey): string {
  return `${key[PK]}\0${key[SK]}`;
}

/**
 * Returns the key of a row in an index, or null if the row has no hash field. A row without a sort field is
 * in the index too, and comes first.
 */
export function indexKey(
  tenant: TenantId,
  type: ModelType,
  index: Index,
  row: Row,
): { readonly pk: string; readonly sk: string } | null {
  if ((row[index.hash] ?? null) === null) return null;
  const own = keyFields(type.key);
  const sort = index.sort.map((field) => sortPart(form(type, field, row[field]), field)).join('');
  // The row's own key only orders entries of equal values.
  const tie = own.map((field) => encodeExact(form(type, field, row[field]), field) + END).join('');
  const sk = withinSortKey(sort + tie, [...index.sort, ...own]);
  const { shards = 1 } = type;
  const shard = shards === 1 ? '' : shardNameOf(sortKey(own, forms(type, row, own)), shards);
  return { pk: indexPartition(tenant, type, index, row[index.hash], shard), sk };
}

/** Returns whether a key belongs to a row. All other partitions end in a separator. */
export function isRowKey({ [PK]: partitionKey }: Item): boolean {
  return typeof partitionKey === 'string' && !partitionKey.endsWith(END);
}

/** Returns the key of a unique value's item, which names its row. */
export function uniqueKey(tenant: TenantId, type: ModelType, unique: Unique, row: Row): ItemKey {
  const name = `${encodeText(type.name)}${END}${encodeText(unique.name)}${END}`;
  const values = sortKey(unique.fields, forms(type, row, unique.fields));
  return { [PK]: systemPartition(tenant, 'UNIQUE'), [SK]: withinSortKey(name + values, unique.fields) };
}

/** Returns the key of a job. */
export function jobKey(tenant: TenantId, id: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'JOB'), [SK]: sortKey(['id'], [id]) };
}

/** Returns the key of a sweep. Sweeps are in the order of the time when they are due, in ISO 8601. */
export function sweepKey(tenant: TenantId, due: string, id: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'SWEEP'), [SK]: sortKey(['due', 'id'], [due, id]) };
}

/** Returns the key of a backfill's record. It is not among the jobs, which requests resume. */
export function backfillKey(tenant: TenantId, name: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'BACKFILL'), [SK]: sortKey(['name'], [name]) };
}

/** Returns what the keys of a type's counter begin with. */
export function countPrefix(tenant: TenantId, type: ModelType): ItemKey {
  return { [PK]: systemPartition(tenant, 'COUNT'), [SK]: sortKey(['type'], [type.name]) };
}

/** Returns the key of one shard of a type's exact counter. */
export function countKey(tenant: TenantId, type: ModelType, shard: number): ItemKey {
  const { [PK]: partition, [SK]: prefix } = countPrefix(tenant, type);
  return { [PK]: partition, [SK]: prefix + sortKey(['shard'], [String(shard)]) };
}

/** Returns the key of the counter that the consumer of changes keeps. */
export function lateCountKey(tenant: TenantId, type: ModelType): ItemKey {
  const { [PK]: partition, [SK]: prefix } = countPrefix(tenant, type);
  return { [PK]: partition, [SK]: prefix + sortKey(['kind'], ['late']) };
}

/** Returns the key of a sequence. */
export function sequenceKey(tenant: TenantId, name: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'SEQ'), [SK]: sortKey(['name'], [name]) };
}

/** Returns the key of an event that waits to be sealed. */
export function pendingEventKey(tenant: TenantId, id: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'AUDIT#NEW'), [SK]: sortKey(['id'], [id]) };
}

/** Returns the key of the answer to a mutation with an idempotency key. */
export function answerKey(tenant: TenantId, id: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'ANSWER'), [SK]: sortKey(['id'], [id]) };
}

/** Returns the key of the announced answer of a mutation. Ids are in the order of time. */
export function announcedKey(tenant: TenantId, id: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'EVENT'), [SK]: sortKey(['id'], [id]) };
}

/** Digits of the greatest number that is exact. */
const SEQ_DIGITS = 16;

/** Returns the number in the chain of an event's key. */
export function seqOf(item: Item): number {
  const sk = item[SK];
  return typeof sk === 'string' ? Number.parseInt(sk, 10) : 0;
}

/** Returns the key of an event in the chain. */
export function sealedEventKey(tenant: TenantId, seq: number): ItemKey {
  return {
    [PK]: systemPartition(tenant, 'AUDIT#CHAIN'),
    [SK]: sortKey(['seq'], [String(seq).padStart(SEQ_DIGITS, '0')]),
  };
}

/** Returns the key of the chain's head. */
export function auditHeadKey(tenant: TenantId): ItemKey {
  return { [PK]: systemPartition(tenant, 'AUDIT'), [SK]: sortKey(['name'], ['head']) };
}

/** Returns the values of fields as keys hold them: in the form by which they are compared. */
function forms(type: ModelType, row: Row, fields: readonly string[]): (Json | undefined)[] {
  return fields.map((field) => form(type, field, row[field]));
}

function form(type: ModelType, field: string, value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : comparedForm(type.fields, field, value);
}

function within(bytes: number, key: string, fields: readonly string[]): string {
  if (Buffer.byteLength(key) <= bytes) return key;
  const [first = ''] = fields;
  const others = fields.slice(1).map((field) => `"${field}"`);
  const together = others.length > 0 ? ` (together with ${others.join(', ')})` : '';
  throw refuseKey(first, `is too long for a key${together}: a key holds at most ${bytes} bytes.`);
}
