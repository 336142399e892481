import { isDeepStrictEqual } from 'node:util';

import { comparedForm, hasForm, type Json, keyFields, type ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type {
  AdvanceAccess,
  DeleteAccess,
  DrawAccess,
  PutAccess,
  Row,
  UpdateAccess,
} from '../../port/access.ts';
import { storable } from '../../port/storable.ts';
import { type Placeholders, placeholders, unchanged } from './expression.ts';
import type { Filter } from '../../port/filter.ts';
import { filteredOf, filterExpression } from './filter-expression.ts';
import { storedFields, timePair } from './row-codec.ts';
import { formName, HELD, indexKey, NONE, PK, RETIRED, rowKey, sequenceKey, slotNames } from '../keys/keys.ts';
import { guardedFields } from './write-effects.ts';
import type { Command, DeleteInput, Item, PutInput, UpdateInput } from '../driver/send.ts';

interface CommandOf<Name extends Command['name'], Input> {
  readonly name: Name;
  readonly input: Input;
}

/** The attribute of a sequence's item with the last number. */
export const LAST = 'last';

/** Returns the item of a row: its keys, the compared forms of its values, and its fields. */
export function itemOf(tenant: TenantId, type: ModelType, row: Row): Item {
  const indexes = type.indexes.map((index) => {
    const key = indexKey(tenant, type, index, row);
    const names = slotNames(index.slot);
    return key ? { [names.pk]: key.pk, [names.sk]: key.sk } : {};
  });
  const stored = storedFields(type, row);
  return Object.assign({ ...rowKey(tenant, type, row) }, ...indexes, formsOf(type, stored), stored) as Item;
}

/** Creates a row if none has its key. Does not store fields that are null. */
export function putCommand(tenant: TenantId, access: PutAccess): CommandOf<'PutItem', PutInput> {
  const { type, row } = access;
  checkFields(type, row);
  const expression = placeholders();
  const input: PutInput = {
    Item: itemOf(tenant, type, row),
    ...condition(
      `attribute_not_exists(${expression.name(PK)})`,
      { filter: access.condition, type },
      expression,
    ),
  };
  return { name: 'PutItem', input };
}

/**
 * Returns the fields, in addition to the written ones, that an update needs to compute the changed index
 * keys. If there are any, `access.current` must contain them.
 */
export function fieldsNeeded(access: UpdateAccess): readonly string[] {
  const { type, set } = access;
  const own = keyFields(type.key);
  const needed = type.indexes.flatMap((index): readonly string[] => {
    const fields = keyFields(index);
    const touched = fields.some((field) => field in set);
    const left = set[index.hash] === null;
    return touched && !left ? fields.filter((field) => !(field in set) && !own.includes(field)) : [];
  });
  return [...new Set([...needed, ...timesNeeded(access), ...guardedFields(access)])];
}

/** Returns the second timestamp if an update sets the first alone: an item without the second has the value of the first. */
function timesNeeded({ type, set }: UpdateAccess): readonly string[] {
  const pair = timePair(type);
  return pair && pair.createdAt in set && !(pair.updatedAt in set) ? [pair.updatedAt] : [];
}

/** Returns the fields that an update writes. */
function setFields(access: UpdateAccess): Row {
  const times = timesNeeded(access).map((name) => [name, access.current?.[name] ?? null] as const);
  return { ...Object.fromEntries(times), ...access.set };
}

/** Returns the condition that a field is as it was read. */
function guardOf(type: ModelType, field: string, value: Json, expression: Placeholders): string {
  const pair = timePair(type);
  if (field !== pair?.updatedAt) return unchanged(field, value, expression);
  const stored = expression.name(field);
  const first = unchanged(pair.createdAt, value, expression);
  const same = `(attribute_not_exists(${stored}) AND ${first})`;
  return `(${stored} = ${expression.value(value, field)} OR ${same})`;
}

/**
 * Changes an existing row. Guards fields that an index key is computed from and that are not set: the write
 * fails if they differ from `access.current`.
 */
export function updateCommand(tenant: TenantId, access: UpdateAccess): CommandOf<'UpdateItem', UpdateInput> {
  const { type, key, set, current } = access;
  checkFields(type, set);
  const own = keyFields(type.key).find((field) => field in set);
  if (own !== undefined)
    throw new Error(`"${type.name}.${own}" is part of the primary key and cannot be set.`);
  const needed = fieldsNeeded(access);
  if (needed.length > 0 && !current) throw new Error(`An update of "${type.name}" needs the current row.`);

  const expression = placeholders();
  const itemKey = rowKey(tenant, type, key);
  const row: Row = { ...current, ...key, ...set };
  const sets: string[] = [];
  const removes: string[] = [];
  const assign = (name: string, value: Row[string]): void => {
    if (value === null) removes.push(expression.name(name));
    else sets.push(`${expression.name(name)} = ${expression.value(value, name)}`);
  };
  for (const [name, value] of Object.entries(setFields(access))) {
    // A time that is left out would equal the other one, so one without a value is null.
    if (value === null && name === timePair(type)?.updatedAt)
      sets.push(`${expression.name(name)} = ${expression.value(null)}`);
    else assign(name, value);
    if (hasForm(type.fields, name) !== 'no') assign(formName(name), formOf(type, name, value));
  }
  for (const index of type.indexes) {
    if (!keyFields(index).some((field) => field in set)) continue;
    const entry = indexKey(tenant, type, index, row);
    const names = slotNames(index.slot);
    assign(names.pk, entry?.pk ?? null);
    assign(names.sk, entry?.sk ?? null);
  }
  if (access.increment) {
    const field = expression.name(access.increment);
    sets.push(`${field} = if_not_exists(${field}, ${expression.value(0)}) + ${expression.value(1)}`);
  }
  // An expression cannot be empty.
  if (sets.length === 0 && removes.length === 0) assign(NONE, null);
  const guards = needed.map((field) => guardOf(type, field, current?.[field] ?? null, expression));
  const there = [
    ...(access.retirable ? [`attribute_not_exists(${expression.name(RETIRED)})`] : []),
    ...(access.unheld ? [`attribute_not_exists(${expression.name(HELD)})`] : []),
  ];
  const exists = [`attribute_exists(${expression.name(PK)})`, ...there, ...guards].join(' AND ');
  const [changed, cleared] = [sets, removes].map((parts) => parts.join(', '));
  const UpdateExpression = [changed && `SET ${changed}`, cleared && `REMOVE ${cleared}`]
    .filter(Boolean)
    .join(' ');
  const conditions = condition(
    exists,
    { filter: access.condition, type: access.type },
    expression,
    UpdateExpression,
  );
  return {
    name: 'UpdateItem',
    input: { Key: itemKey, UpdateExpression, ...conditions, ReturnValues: 'ALL_NEW' },
  };
}

/** Deletes an existing row, or marks it for the job that continues the delete. */
export function deleteCommand(
  tenant: TenantId,
  access: DeleteAccess,
): CommandOf<'DeleteItem', DeleteInput> | CommandOf<'UpdateItem', UpdateInput> {
  const expression = placeholders();
  const { current, held, retirable, retire, retired } = access;
  const guards = current
    ? guardedFields(access).map((field) => guardOf(access.type, field, current[field] ?? null, expression))
    : retired !== undefined
      ? []
      : access.type.files.map(({ field }) => withoutFiles(field, expression));
  const exists = [
    retired !== undefined
      ? `${expression.name(RETIRED)} = ${expression.value(retired)}`
      : `attribute_exists(${expression.name(PK)})`,
    ...((retirable || retire !== undefined) && retired === undefined
      ? [`attribute_not_exists(${expression.name(RETIRED)})`]
      : []),
    ...guards,
    ...(held === undefined ? [] : [`${expression.name(HELD)} = ${expression.value(held)}`]),
  ].join(' AND ');
  const Key = rowKey(tenant, access.type, access.key);
  if (retire === undefined) {
    const input: DeleteInput = {
      Key,
      ...condition(exists, { filter: access.condition, type: access.type }, expression),
      ReturnValues: 'ALL_OLD',
    };
    return { name: 'DeleteItem', input };
  }
  const UpdateExpression = `SET ${expression.name(RETIRED)} = ${expression.value(retire)}`;
  const conditions = condition(
    exists,
    { filter: access.condition, type: access.type },
    expression,
    UpdateExpression,
  );
  return { name: 'UpdateItem', input: { Key, UpdateExpression, ...conditions, ReturnValues: 'ALL_NEW' } };
}

/** Returns the condition that a field holds no file. */
function withoutFiles(field: string, expression: Placeholders): string {
  const name = expression.name(field);
  return `(attribute_not_exists(${name}) OR ${name} = ${expression.value([])} OR ${name} = ${expression.value(null)})`;
}

/** Adds one to a sequence and returns its number. */
export function drawCommand(tenant: TenantId, access: DrawAccess): CommandOf<'UpdateItem', UpdateInput> {
  const expression = placeholders();
  const UpdateExpression = `ADD ${expression.name(LAST)} ${expression.value(1)}`;
  const input = {
    Key: sequenceKey(tenant, access.name),
    UpdateExpression,
    ...expression.placeheld(UpdateExpression),
    ReturnValues: 'ALL_NEW',
  } as const;
  return { name: 'UpdateItem', input };
}

/** Advances a sequence. */
export function advanceCommand(
  tenant: TenantId,
  access: AdvanceAccess,
): CommandOf<'UpdateItem', UpdateInput> {
  const expression = placeholders();
  const last = expression.name(LAST);
  const guard =
    access.from === 0 ? `attribute_not_exists(${last})` : `${last} = ${expression.value(access.from)}`;
  const UpdateExpression = `SET ${last} = ${expression.value(access.to)}`;
  const input = {
    Key: sequenceKey(tenant, access.name),
    UpdateExpression,
    ...condition(guard, null, expression, UpdateExpression),
  };
  return { name: 'UpdateItem', input };
}

/** Returns the condition of a write, with the names and values of its expressions. */
function condition(
  own: string,
  more: { readonly filter: Filter | null; readonly type: ModelType } | null,
  expression: Placeholders,
  update = '',
): Omit<PutInput, 'Item'> {
  const text = more?.filter && filterExpression(more.filter, expression, filteredOf(more.type));
  const ConditionExpression = !text ? own : `${own} AND ${text}`;
  return {
    ConditionExpression,
    ...expression.placeheld(ConditionExpression, update),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

/** Returns the attributes with the compared forms of a row's values. */
export function formsOf(type: ModelType, row: Row): Row {
  const forms = Object.keys(row).map(
    (name) => [formName(name), formOf(type, name, row[name] ?? null)] as const,
  );
  return Object.fromEntries(forms.filter(([, form]) => form !== null));
}

/** Returns the compared form of a value, or null if the value is in that form as stored. */
function formOf(type: ModelType, name: string, value: Json): Json {
  const form = comparedForm(type.fields, name, value);
  return isDeepStrictEqual(form, value) ? null : form;
}

function checkFields(type: ModelType, row: Row): void {
  for (const [name, value] of Object.entries(row)) {
    if (name.startsWith('__') || !Object.hasOwn(type.fields, name)) {
      throw new Error(`"${type.name}" has no field "${name}" to be stored.`);
    }
    storable(value, name);
  }
}
