import {
  isList,
  type Field,
  type Json,
  type Model,
  type ModelType,
  type TypeRef,
} from '../../src/model/index.ts';
import type { Row } from '../../src/store/index.ts';

/** The user and the group that own the sample rows of a tenant. */
export interface Owner {
  readonly tenant: string;
  readonly username: string;
  readonly group: string;
}

/**
 * Returns rows of every type of a model for one tenant, built from the types of their fields, so that a new type of
 * the schema gets rows too. All rows of related types refer to row 0 of a type, except for the second side of a join
 * model, because two rows can be linked only once.
 */
export function sampleRows(model: Model, owner: Owner, count = 3): Record<string, Row[]> {
  const rows = Object.values(model.models).map((type): [string, Row[]] => [
    type.name,
    Array.from({ length: count }, (_, n) => rowOf(model, type, owner, n)),
  ]);
  return Object.fromEntries(rows);
}

function rowOf(model: Model, type: ModelType, owner: Owner, n: number): Row {
  const row: Record<string, Json> = {};
  for (const field of Object.values(type.fields)) {
    if (field.kind.is !== 'stored' && field.kind.is !== 'implicit') continue;
    const value = fieldValue(model, type, field, owner, n);
    if (value !== null) row[field.name] = value;
  }
  return row;
}

function fieldValue(model: Model, type: ModelType, field: Field, owner: Owner, n: number): Json {
  const link = linkOf(model, type, field.name);
  if (link) return fieldValue(model, link.type, link.field, owner, linksEach(type, field.name) ? n : 0);
  const held = type.rules.find((rule) => 'field' in rule && rule.field === field.name);
  if (held && 'many' in held) {
    const name = held.allow === 'owner' ? owner.username : owner.group;
    return held.many ? [name] : name;
  }
  if (field.owner && !field.owner.linked) return isList(field.type) ? [owner.username] : owner.username;
  const known = `${owner.tenant}-${type.name.toLowerCase()}-${n}`;
  const value = field.name === 'id' ? known : sampleValue(model, field.type, `${known}-${field.name}`, n);
  return field.validations.length > 0 ? valid(type, field, value) : value;
}

/** Returns null for a value that `@validate` rejects. @throws if the field is required. */
function valid(type: ModelType, field: Field, value: Json): Json {
  const length = typeof value === 'string' ? value.length : 0;
  for (const { type: rule, value: bound } of field.validations) {
    const fits =
      { minLength: length >= Number(bound), maxLength: length <= Number(bound) }[rule as string] ?? false;
    if (fits) continue;
    if (field.type.required)
      throw new Error(`There is no sample for ${type.name}.${field.name}: teach sample-rows.ts one.`);
    return null;
  }
  return value;
}

/** Returns the key field of a parent type whose value this field repeats; null if there is none. */
function linkOf(model: Model, type: ModelType, name: string): { type: ModelType; field: Field } | null {
  const to = (target: ModelType | undefined, field: string | undefined) => {
    const found = field === undefined ? undefined : target?.fields[field];
    return target && found && !(target === type && field === name) ? { type: target, field: found } : null;
  };
  for (const { kind } of Object.values(type.fields)) {
    if (kind.is !== 'toOne' || kind.index !== null || !kind.from.includes(name)) continue;
    const target = model.models[kind.target];
    if (target && !(kind.from.length === 1 && name === 'id'))
      return to(target, [target.key.hash, ...target.key.sort][kind.from.indexOf(name)]);
  }
  for (const parent of Object.values(model.models)) {
    for (const { kind } of Object.values(parent.fields)) {
      if ((kind.is !== 'toMany' && kind.is !== 'toOne') || kind.target !== type.name || kind.index === null)
        continue;
      const index = type.indexes.find((candidate) => candidate.name === kind.index);
      const place = index ? [index.hash, ...index.sort].indexOf(name) : -1;
      if (place >= 0 && place < kind.from.length) return to(parent, kind.from[place]);
    }
  }
  return null;
}

/** Returns true for the key of the second side of a join model. */
function linksEach(type: ModelType, name: string): boolean {
  return type.join === true && type.references.at(-1)?.fields.includes(name) === true;
}

/** Levels of objects in a sample: a type may contain itself. */
const DEPTH = 3;

/** Returns a value of a type; text in it contains `known`, so that it identifies one row of one tenant. */
function sampleValue(model: Model, ref: TypeRef, known: string, n: number, depth = DEPTH): Json {
  if ('list' in ref) return [sampleValue(model, ref.list, known, n, depth)];
  const first = model.enums[ref.name]?.values[0];
  if (first) return first.name;
  const object = model.objects[ref.name];
  if (object) {
    const fields = Object.values(object.fields).filter(
      ({ custom, type }) => !custom && (depth > 0 || type.required),
    );
    return Object.fromEntries(
      fields.map((field) => [field.name, sampleValue(model, field.type, known, n, depth - 1)]),
    );
  }
  return scalarValue(ref.name, known, n);
}

export function scalarValue(name: string, known: string, n: number): Json {
  const samples: Readonly<Record<string, Json>> = {
    ID: known,
    String: known,
    Int: n + 1,
    Float: n + 0.5,
    Boolean: true,
    AWSDate: `2026-03-0${n + 1}`,
    AWSTime: `10:0${n}:00Z`,
    AWSDateTime: `2026-03-0${n + 1}T10:00:00Z`,
    AWSTimestamp: 1_767_225_600 + n,
    AWSEmail: `${known}@example.test`,
    AWSJSON: '{"a":1}',
    AWSURL: `https://example.test/${known}`,
    AWSPhone: '+14155552671',
    AWSIPAddress: `10.0.0.${n + 1}`,
  };
  const value = samples[name];
  if (value === undefined)
    throw new Error(`There is no sample of the scalar "${name}": teach sample-rows.ts one.`);
  return value;
}
