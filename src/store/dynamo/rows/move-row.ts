import { keyFields, type ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { Row } from '../../port/access.ts';
import { newId } from '../../port/new-id.ts';
import { type Placeholders, placeholders, unchanged } from '../commands/expression.ts';
import { formsOf } from '../commands/write-command.ts';
import {
  FORM_PREFIX,
  indexKey,
  MOVED,
  PK,
  HELD,
  RETIRED,
  rowKey,
  shardsOf,
  SK,
  slotNames,
  typePartition,
} from '../keys/keys.ts';
import { fieldsOf, rowOf, storedFields } from '../commands/row-codec.ts';
import type { Item, TransactItem } from '../driver/send.ts';

const DERIVED = new RegExp(`^(\\d+[ps]$|${FORM_PREFIX})`);

/** Returns the attributes of an item that its row decides, index keys and compared forms, and the names of those that it has no more. */
export function derivedOf(
  tenant: TenantId,
  type: ModelType,
  item: Item,
  row: Row,
): { readonly derived: Row; readonly stale: readonly string[] } {
  const derived = { ...indexKeys(tenant, type, row), ...formsOf(type, storedFields(type, row)) };
  const stale = Object.keys(item).filter((name) => DERIVED.test(name) && !(name in derived));
  return { derived, stale };
}

/**
 * Returns the writes that put an item under the key of its row, if that key is free, and delete it under its old one, if it is
 * as it was read. A move to another shard is no change for subscribers and counts: nothing reads the end of the old item, so
 * the new one is marked as a copy.
 * @param filled fields that are to be stored in place of those of the item
 */
export function moveRow(tenant: TenantId, type: ModelType, item: Item, filled: Row): readonly TransactItem[] {
  const row: Row = { ...rowOf(type, item), ...filled };
  const { derived, stale } = derivedOf(tenant, type, item, row);
  const kept = Object.entries({ ...item, ...filled, ...derived }).filter(([name]) => !stale.includes(name));
  const key = rowKey(tenant, type, row);
  const mark: Item = item[SK] === key[SK] || hasLeft(tenant, type, item) ? { [MOVED]: newId() } : {};
  const [put, remove] = [placeholders(), placeholders()];
  const free = `attribute_not_exists(${put.name(PK)})`;
  const same = sameRow(type, item, [...Object.keys(fieldsOf(item)), HELD], remove);
  return [
    {
      Put: {
        Item: { ...Object.fromEntries(kept), ...mark, ...key },
        ConditionExpression: free,
        ...put.placeheld(free),
      },
    },
    { Delete: { Key: keyOf(item), ConditionExpression: same, ...remove.placeheld(same) } },
  ];
}

/** Returns whether an item is in a shard in which its type has no rows any more. */
function hasLeft(tenant: TenantId, type: ModelType, { [PK]: pk }: Item): boolean {
  return shardsOf(type).present.every((shard) => typePartition(tenant, type, shard) !== pk);
}

/** Returns the key under which an item is stored. */
export function keyOf(item: Item): Item {
  return { [PK]: item[PK] ?? null, [SK]: item[SK] ?? null };
}

/** Returns the condition that a row is there, marked or not as it was, and has these fields as they were read. */
export function sameRow(
  type: ModelType,
  item: Item,
  fields: readonly string[],
  expression: Placeholders,
): string {
  const own = keyFields(type.key);
  return [
    `attribute_exists(${expression.name(PK)})`,
    ...[...fields.filter((field) => !own.includes(field)), RETIRED].map((name) =>
      name in item
        ? unchanged(name, item[name] ?? null, expression)
        : `attribute_not_exists(${expression.name(name)})`,
    ),
  ].join(' AND ');
}

function indexKeys(tenant: TenantId, type: ModelType, row: Row): Readonly<Record<string, string>> {
  const entries = type.indexes.flatMap((index) => {
    const key = indexKey(tenant, type, index, row);
    const names = slotNames(index.slot);
    return key ? [[names.pk, key.pk] as const, [names.sk, key.sk] as const] : [];
  });
  return Object.fromEntries(entries);
}
