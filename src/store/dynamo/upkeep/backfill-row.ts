import { type Json, keyFields, type ModelType, type Unique } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { Row } from '../../port/access.ts';
import { placeholders, unchanged } from '../commands/expression.ts';
import { indexKey, PK, RETIRED, rowKey, slotNames } from '../keys/keys.ts';
import { rowOf } from '../rows/rows.ts';
import type { ConditionCheckInput, Item, TransactItem, UpdateInput } from '../driver/send.ts';
import { sideItem } from '../commands/effect-command.ts';

/**
 * The writes that adapt a stored row to its type: one for the row itself, the others for its unique values.
 */
export interface Repair {
  readonly row: { readonly Update: UpdateInput } | { readonly ConditionCheck: ConditionCheckInput };
  readonly claims: readonly { readonly unique: Unique; readonly item: TransactItem }[];
  /** Whether the row itself changes. */
  readonly changes: boolean;
}

const INDEX_KEY = /^__gsi\d+[ps]k$/;

/**
 * Returns the writes that adapt an item to its type, or null if none is needed: index keys of every slot,
 * required defaults, the first version, and the named unique values. They apply only if the fields that they
 * depend on are unchanged.
 * @throws {Refusal} VALIDATION_FAILED with the field, if a value cannot be in a key
 */
export function rowRepair(
  tenant: TenantId,
  type: ModelType,
  item: Item,
  uniques: readonly Unique[],
): Repair | null {
  const filled = missingValues(type, item);
  const row: Row = { ...rowOf(item), ...filled };
  const keys = indexKeys(tenant, type, row);
  const stale = Object.keys(item).filter((name) => INDEX_KEY.test(name) && !(name in keys));
  const sets = Object.entries({ ...keys, ...filled }).filter(([name, value]) => item[name] !== value);
  const changes = sets.length > 0 || stale.length > 0;
  const claims = uniques
    .filter(({ fields }) => fields.every((field) => (row[field] ?? null) !== null))
    .map((unique) => ({
      unique,
      item: sideItem(tenant, { op: 'reserveUnique', type, unique, row, from: row }),
    }));
  if (!changes && claims.length === 0) return null;

  const expression = placeholders();
  const own = keyFields(type.key);
  const read = [
    ...type.indexes.flatMap(keyFields),
    ...uniques.flatMap(({ fields }) => fields),
    ...Object.keys(filled),
  ];
  const guards = [...new Set(read)]
    .filter((field) => !own.includes(field))
    .map((field) => unchanged(field, item[field] ?? null, expression));
  const ConditionExpression = [
    `attribute_exists(${expression.name(PK)})`,
    `attribute_not_exists(${expression.name(RETIRED)})`,
    ...guards,
  ].join(' AND ');
  const Key = rowKey(tenant, type, row);
  if (!changes) {
    const check = { Key, ConditionExpression, ...expression.placeheld(ConditionExpression) };
    return { row: { ConditionCheck: check }, claims, changes };
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
  return { row: { Update: { Key, UpdateExpression, ConditionExpression, ...held } }, claims, changes };
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

function indexKeys(tenant: TenantId, type: ModelType, row: Row): Readonly<Record<string, string>> {
  const entries = type.indexes.flatMap((index) => {
    const key = indexKey(tenant, type, index, row);
    const names = slotNames(index.slot);
    return key ? [[names.pk, key.pk] as const, [names.sk, key.sk] as const] : [];
  });
  return Object.fromEntries(entries);
}

function clause(keyword: string, parts: readonly string[]): string {
  return parts.length > 0 ? `${keyword} ${parts.join(', ')} ` : '';
}
