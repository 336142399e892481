import type { Json } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import { placeholders, type Placeholders } from '../commands/expression.ts';
import type { DeleteInput, Item, PutInput, UpdateInput } from '../driver/send.ts';
import { fileKey } from '../keys/file-keys.ts';
import { PK } from '../keys/keys.ts';

/** Attributes of a file's item. Null: the item does not have it. */
type Attributes = Readonly<Record<string, Json>>;

/** Changes a file that is as it was read in some attributes. */
export function updateFile(tenant: TenantId, id: string, was: Attributes, set: Attributes): UpdateInput {
  const expression = placeholders();
  const sets: string[] = [];
  const removes: string[] = [];
  for (const [name, value] of Object.entries(set)) {
    if (value === null) removes.push(expression.name(name));
    else sets.push(`${expression.name(name)} = ${expression.value(value)}`);
  }
  const UpdateExpression = [
    ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
    ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
  ].join(' ');
  return { Key: fileKey(tenant, id), UpdateExpression, ...ifUnchanged(was, expression, UpdateExpression) };
}

/** Deletes a file that is as it was read in some attributes. */
export function deleteFile(tenant: TenantId, id: string, was: Attributes): DeleteInput {
  return { Key: fileKey(tenant, id), ...ifUnchanged(was, placeholders()) };
}

/** Puts the item of a file in place of one that is as it was read, or of none. */
export function putFile(item: Item, was: Attributes | null): PutInput {
  const expression = placeholders();
  if (was !== null) return { Item: item, ...ifUnchanged(was, expression) };
  const ConditionExpression = `attribute_not_exists(${expression.name(PK)})`;
  return { Item: item, ConditionExpression, ...expression.placeheld(ConditionExpression), ...WITH_ITEM };
}

const WITH_ITEM = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

function ifUnchanged(was: Attributes, expression: Placeholders, update = '') {
  const conditions = Object.entries(was).map(([name, value]) =>
    value === null
      ? `attribute_not_exists(${expression.name(name)})`
      : `${expression.name(name)} = ${expression.value(value)}`,
  );
  const ConditionExpression = [`attribute_exists(${expression.name(PK)})`, ...conditions].join(' AND ');
  return { ConditionExpression, ...expression.placeheld(ConditionExpression, update), ...WITH_ITEM };
}
