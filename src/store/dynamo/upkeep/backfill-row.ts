import { isDeepStrictEqual } from 'node:util';

import { hasForm, type Json, keyFields, type ModelType, type Unique } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { Row } from '../../port/access.ts';
import { placeholders } from '../commands/expression.ts';
import { PK, rowKey, SK } from '../keys/keys.ts';
import { derivedOf, keyOf, moveRow, sameRow } from '../rows/move-row.ts';
import { rowOf } from '../commands/row-codec.ts';
import type { Item, TransactItem } from '../driver/send.ts';
import { reserveItem, sideItem } from '../commands/effect-command.ts';

export interface RepairOptions {
  /** The uniques whose values must be reserved. Those with a settled value are reserved in any case. */
  readonly uniques: readonly Unique[];
  /** Unique values that the row cannot have. */
  readonly left: readonly Unique[];
  /** Values that were stored in an earlier form, as they must be stored. */
  readonly settled: Row;
}

/** The writes that adapt a stored row to its type. */
export interface Repair {
  /** One write or check of the row itself, or two that move it to another key: first the new one. */
  readonly rows: readonly TransactItem[];
  readonly claims: readonly { readonly unique: Unique; readonly item: TransactItem }[];
  /** Free the unique values that the row no longer has. */
  readonly freed: readonly TransactItem[];
  /** Whether the row itself changes. */
  readonly changes: boolean;
}

/**
 * Returns the writes that adapt an item to its type, or null if none is needed: index keys of every slot, compared forms,
 * required defaults, the first version, and the named unique values. They apply only if the fields that they depend on are
 * unchanged. A row whose key is compared otherwise than before moves to its new key, with all its unique values. One that
 * belongs into another shard moves there.
 * @throws {Refusal} VALIDATION_FAILED with the field, if a value cannot be in a key
 */
export function rowRepair(
  tenant: TenantId,
  type: ModelType,
  item: Item,
  { uniques, left, settled }: RepairOptions,
): Repair | null {
  const filled = { ...missingValues(type, item), ...settled };
  const row: Row = { ...rowOf(type, item), ...filled };
  const { derived, stale } = derivedOf(tenant, type, item, row);
  const sets = Object.entries({ ...derived, ...filled }).filter(
    ([name, value]) => !isDeepStrictEqual(item[name], value),
  );
  const { [PK]: partition, [SK]: own } = rowKey(tenant, type, row);
  const isRespelled = item[SK] !== own;
  const moves = isRespelled || item[PK] !== partition;
  const changes = moves || sets.length > 0 || stale.length > 0;
  const respelled = type.uniques.filter(({ fields }) => fields.some((field) => field in settled));
  const freed = respelled
    .filter(({ fields }) => fields.every((field) => (item[field] ?? null) !== null))
    .map((unique) => sideItem(tenant, { op: 'freeUnique', type, unique, row: rowOf(type, item) }));
  const claims = (isRespelled ? type.uniques : [...new Set([...uniques, ...respelled])])
    .filter((unique) => !left.includes(unique))
    .filter(({ fields }) => fields.every((field) => (row[field] ?? null) !== null))
    .map((unique) => ({
      unique,
      item: reserveItem(tenant, { type, unique, row }, [item[SK] ?? null, own]),
    }));
  if (!changes && claims.length === 0) return null;
  if (moves) return { rows: moveRow(tenant, type, item, filled), claims, freed, changes };

  const expression = placeholders();
  const read = [
    ...type.indexes.flatMap(keyFields),
    ...uniques.flatMap(({ fields }) => fields),
    ...Object.keys(row).filter((field) => hasForm(type.fields, field) !== 'no'),
    ...Object.keys(filled),
  ];
  const Key = keyOf(item);
  const ConditionExpression = sameRow(type, item, [...new Set(read)], expression);
  if (!changes) {
    const check = { Key, ConditionExpression, ...expression.placeheld(ConditionExpression) };
    return { rows: [{ ConditionCheck: check }], claims, freed, changes };
  }
  const UpdateExpression = [
    clause(
      'SET',
      sets.map(([name, value]) => `${expression.name(name)} = ${expression.value(value, name)}`),
    ),
    clause(
      'REMOVE',
      stale.map((name) => expression.name(name)),
    ),
  ].join('');
  const held = expression.placeheld(ConditionExpression, UpdateExpression);
  const Update = { Key, UpdateExpression, ConditionExpression, ...held };
  return { rows: [{ Update }], claims, freed, changes };
}

/** Returns the values that the type requires and this row lacks. */
function missingValues({ fields, version }: ModelType, item: Item): Row {
  const missing = Object.values(fields).flatMap((field): readonly (readonly [string, Json])[] => {
    if ((item[field.name] ?? null) !== null) return [];
    if (field.name === version) return [[field.name, 1]];
    return field.kind.is === 'stored' && field.type.required && field.default !== undefined
      ? [[field.name, field.default]]
      : [];
  });
  return Object.fromEntries(missing);
}

function clause(keyword: string, parts: readonly string[]): string {
  return parts.length > 0 ? `${keyword} ${parts.join(', ')} ` : '';
}
