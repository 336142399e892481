import {
  comparedForm,
  comparedPrefix,
  type Index,
  type Json,
  keyFields,
  type ModelType,
} from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { CountAccess, QueryAccess, Range, TotalAccess } from '../../port/access.ts';
import type { ShardName } from '../keys/shards.ts';
import { AFTER_END, encodeText, encodeValue, END } from '../keys/encoding.ts';
import { placeholders } from './expression.ts';
import { filteredOf, filterExpression } from './filter-expression.ts';
import { projectionOf } from './projection.ts';
import {
  countPrefix,
  jobKey,
  indexPartition,
  PK,
  SK,
  slotNames,
  sortKey,
  typePartition,
  withinSortKey,
} from '../keys/keys.ts';
import type { Command, Item, QueryInput } from '../driver/send.ts';

/**
 * The position of a page: it begins after the row with these sort keys. The partition never comes from a
 * client.
 */
export interface Position {
  /** The sort key in the table. */
  readonly sk: string;
  /** The sort key in the index, or null on the primary key. */
  readonly indexSk: string | null;
}

/** A query of a table. */
export interface TableQuery extends QueryAccess {
  /** Reads whole items, with the keys of all indexes: upkeep compares and writes them. */
  readonly whole?: true;
}

/** What one call of a query reads. */
export interface Chunk {
  readonly limit: number;
  readonly start: Position | null;
  /** The shard that is read. Absent if the type has one. */
  readonly shard?: ShardName;
}

type QueryCommand = Extract<Command, { name: 'Query' }>;

/** Returns one call of a query. */
export function queryCommand(tenant: TenantId, access: TableQuery, chunk: Chunk): QueryCommand {
  const { type, index } = access;
  const names = index ? slotNames(index.slot) : { name: null, pk: PK, sk: SK };
  const partition = queryPartition(tenant, access, chunk.shard);
  const expression = placeholders();
  const bounds = boundsOf(access);
  const sk = (): string => expression.name(names.sk);
  const conditions = [`${expression.name(names.pk)} = ${expression.value(partition)}`];
  if (bounds.prefix !== undefined)
    conditions.push(`begins_with(${sk()}, ${expression.value(bounds.prefix)})`);
  if (bounds.low !== undefined && bounds.high !== undefined) {
    conditions.push(`${sk()} BETWEEN ${expression.value(bounds.low)} AND ${expression.value(bounds.high)}`);
  } else if (bounds.low !== undefined) conditions.push(`${sk()} >= ${expression.value(bounds.low)}`);
  else if (bounds.high !== undefined) conditions.push(`${sk()} <= ${expression.value(bounds.high)}`);
  const filter = access.filter && filterExpression(access.filter, expression, filteredOf(type));
  const KeyConditionExpression = conditions.join(' AND ');
  const projection = access.whole ? null : projectionOf(type, index, chunk.limit);
  const { ExpressionAttributeNames: held, ...values } = expression.placeheld(
    KeyConditionExpression,
    filter ?? '',
  );
  const input: QueryInput = {
    ...(names.name !== null && { IndexName: names.name }),
    KeyConditionExpression,
    ...(filter !== null && { FilterExpression: filter }),
    ...(projection && { ProjectionExpression: projection.expression }),
    ExpressionAttributeNames: { ...held, ...projection?.names },
    ...values,
    ScanIndexForward: access.direction === 'ASC',
    Limit: chunk.limit,
    ...(access.consistent && { ConsistentRead: true }),
    ...(chunk.start && { ExclusiveStartKey: startKey(chunk.start) }),
  };
  return { name: 'Query', input };

  function startKey(start: Position): Item {
    return {
      [PK]: typePartition(tenant, type, chunk.shard),
      [SK]: start.sk,
      ...(index && { [names.pk]: partition, [names.sk]: start.indexSk }),
    };
  }
}

/** Returns one call of a count. DynamoDB sends rows back only if `rows` is true. */
export function countCommand(
  tenant: TenantId,
  access: CountAccess,
  { start, shard = '', rows }: Omit<Chunk, 'limit'> & { readonly rows: boolean },
): QueryCommand {
  const query: QueryAccess = { ...access, op: 'query', limit: 0, direction: 'ASC', after: null, binding: '' };
  const { input } = queryCommand(tenant, query, { limit: 0, start, shard });
  const { Limit: _, ...rest } = input;
  return { name: 'Query', input: rows ? rest : { ...rest, Select: 'COUNT' } };
}

/** Returns the query of a tenant's jobs, of which there are few. */
export function jobsCommand(tenant: TenantId): QueryCommand {
  const expression = placeholders();
  const KeyConditionExpression = `${expression.name(PK)} = ${expression.value(jobKey(tenant, '')[PK])}`;
  const held = expression.placeheld(KeyConditionExpression);
  return { name: 'Query', input: { KeyConditionExpression, ...held, ScanIndexForward: true } };
}

/** Returns the query of all items of a type's counter. A shard that no write has chosen yet costs nothing. */
export function totalCommand(tenant: TenantId, { type, consistent }: TotalAccess): QueryCommand {
  const expression = placeholders();
  const { [PK]: partition, [SK]: prefix } = countPrefix(tenant, type);
  const KeyConditionExpression = `${expression.name(PK)} = ${expression.value(partition)} AND begins_with(${expression.name(SK)}, ${expression.value(prefix)})`;
  const held = expression.placeheld(KeyConditionExpression);
  const input = { KeyConditionExpression, ...held, ScanIndexForward: true };
  return { name: 'Query', input: { ...input, ...(consistent && { ConsistentRead: true }) } };
}

/** Returns the position of an item in the order of a query. */
export function positionIn(index: Index | null, item: Item): Position {
  const text = (name: string): string => {
    const value = item[name];
    return typeof value === 'string' ? value : '';
  };
  return { sk: text(SK), indexSk: index ? text(slotNames(index.slot).sk) : null };
}

/** Returns the partition that a query reads, or that of one shard. */
export function queryPartition(tenant: TenantId, access: QueryAccess, shard: ShardName = ''): string {
  const { type, index, where } = access;
  if (!index) return typePartition(tenant, type, shard);
  if (where.length === 0)
    throw new Error(`A query of the index "${index.name}" needs a value of "${index.hash}".`);
  return indexPartition(tenant, type, index, where[0], shard);
}

interface Bounds {
  readonly prefix?: string;
  /** Both included. */
  readonly low?: string;
  readonly high?: string;
}

/**
 * Returns the range of sort keys that a query reads. Sort keys end in END, so a bound without it never equals
 * one.
 */
function boundsOf(access: QueryAccess): Bounds {
  const { type, index, where, range } = access;
  const fields = index ? index.sort : keyFields(type.key);
  const equals = inForm(type, fields, index ? where.slice(1) : where);
  const ranged = range
    ? range.op === 'between'
      ? Math.max(range.from.length, range.to.length)
      : range.value.length
    : 0;
  if (equals.length + ranged > fields.length || (range && ranged === 0)) {
    throw new Error(`A query of "${type.name}" gives values that its key has no fields for.`);
  }
  const fixed = sortKey(fields, equals);
  const rest = fields.slice(equals.length);
  const bounds = range ? rangeBounds(rangeInForm(type, rest, range), fixed, rest) : {};
  const {
    prefix = bounds.low === undefined && fixed !== '' && bounds.high === undefined ? fixed : undefined,
  } = bounds;
  for (const bound of [prefix, bounds.low, bounds.high])
    if (bound !== undefined) withinSortKey(bound, fields);
  return prefix === undefined ? bounds : { prefix };
}

/** Returns values as keys hold them. */
function inForm(type: ModelType, fields: readonly string[], values: readonly Json[]): readonly Json[] {
  return values.map((value, at) => comparedForm(type.fields, fields[at] ?? '', value));
}

function rangeInForm(type: ModelType, fields: readonly string[], range: Range): Range {
  if (range.op === 'between')
    return { ...range, from: inForm(type, fields, range.from), to: inForm(type, fields, range.to) };
  const value = inForm(type, fields, range.value);
  const last = value.length - 1;
  if (range.op !== 'beginsWith') return { ...range, value };
  return {
    ...range,
    value: value.with(last, comparedPrefix(type.fields, fields[last] ?? '', range.value[last] ?? null)),
  };
}

function rangeBounds(range: Range, fixed: string, fields: readonly string[]): Bounds {
  if (range.op === 'between') {
    const low = fixed + sortKey(fields, range.from);
    const high = above(fixed + sortKey(fields, range.to));
    // DynamoDB refuses bounds in the wrong order. A bound that no sort key equals finds nothing.
    if (Buffer.compare(Buffer.from(low), Buffer.from(high)) <= 0) return { low, high };
    return { low: without(low), high: without(low) };
  }
  const last = range.value.length - 1;
  const base = fixed + sortKey(fields, range.value.slice(0, last));
  const value: Json = range.value[last] ?? null;
  const field = fields[last] ?? '';
  const exact = base + encodeValue(value, field) + END;
  // Rows without a value sort below END, so they are below every bound.
  const floor = { low: fixed + END };
  const ceiling = fixed === '' ? {} : { high: above(fixed) };
  switch (range.op) {
    case 'eq':
      return { prefix: exact };
    case 'lt':
      return { ...floor, high: without(exact) };
    case 'le':
      return { ...floor, high: above(exact) };
    case 'gt':
      return { low: above(exact), ...ceiling };
    case 'ge':
      return { low: exact, ...ceiling };
    case 'beginsWith':
      if (typeof value !== 'string')
        throw new Error(`The field "${field}" has no prefix: it does not hold text.`);
      return { prefix: base + encodeText(value) };
    default:
      return range satisfies never;
  }
}

/** Returns the bound just below everything that begins with these parts. */
function without(parts: string): string {
  return parts.slice(0, -END.length);
}

/** Returns the bound just above everything that begins with these parts. */
function above(parts: string): string {
  return without(parts) + AFTER_END;
}
