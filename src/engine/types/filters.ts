import {
  GraphQLBoolean,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLString,
  type GraphQLInputFieldConfigMap,
  type GraphQLInputType,
} from 'graphql';

import {
  baseName,
  flatRules,
  isList,
  keyFields,
  type Field,
  type ModelType,
  upperFirst,
} from '../../model/index.ts';

import type { Build } from '../build.ts';
import { attributeTypes } from './enums.ts';
import { hasTextId } from './key-arguments.ts';
import { exactId, finiteFloat } from './numbers.ts';

/**
 * Returns `ModelTaskFilterInput`: every stored field with the operators of its type, and `and`, `or`, `not`.
 * Amplify leaves out its own timestamps if the type has no list.
 * @param spelled the type's name in the name of the input. Of a type `stock`, Amplify writes `ModelStockFilterInput` for lists
 * and `ModelstockFilterInput` for relations and indexes, so both are in the API.
 */
export function filterInput(
  build: Build,
  type: ModelType,
  spelled = upperFirst(type.name),
): GraphQLInputObjectType {
  const stamps = build.compat && type.operations.list === null ? addedTimestamps(type) : [];
  const fields = Object.values(type.fields).filter((field) => !stamps.includes(field.name));
  const more = { ...absentId(build, type), ...absentOwners(build, type, fields) };
  return conditions(build, `Model${spelled}FilterInput`, fields, more);
}

/** Returns `id` of a type without one under Amplify's exact API, whose filters have it. No row has a value there. */
function absentId(build: Build, { fields, operations }: ModelType): GraphQLInputFieldConfigMap {
  return build.compat && !fields['id'] && operations.list !== null
    ? { id: { type: scalarOperators(build, 'ID') } }
    : {};
}

function addedTimestamps(type: ModelType): readonly (string | null)[] {
  return Object.values(type.timestamps).filter((name) => name !== null && !type.fields[name]?.declared);
}

/** Returns `ModelTaskConditionInput`: the same without the fields of the primary key. */
export function conditionInput(build: Build, type: ModelType): GraphQLInputObjectType {
  const key = new Set([...keyFields(type.key), 'id']);
  // Amplify does so too: it recognises an implicit key only by its type.
  if (hasTextId(type)) key.delete('id');
  const fields = Object.values(type.fields).filter((field) => !key.has(field.name));
  const more = absentOwners(build, type, fields);
  return conditions(build, `Model${upperFirst(type.name)}ConditionInput`, fields, more);
}

function conditions(
  build: Build,
  name: string,
  fields: readonly Field[],
  more: GraphQLInputFieldConfigMap = {},
): GraphQLInputObjectType {
  return build.types.once(name, () => {
    const itself: GraphQLInputObjectType = new GraphQLInputObjectType({
      name,
      fields: () => ({
        ...Object.fromEntries(fields.flatMap((field) => comparable(build, field))),
        ...more,
        and: { type: new GraphQLList(itself) },
        or: { type: new GraphQLList(itself) },
        not: { type: itself },
      }),
    });
    return itself;
  });
}

/** Returns the owner fields that are not among these. Amplify compares them as text, also if they are keys. */
function absentOwners(
  build: Build,
  { rules, fields }: ModelType,
  among: readonly Field[],
): GraphQLInputFieldConfigMap {
  const all = [...rules, ...Object.values(fields).flatMap((field) => field.rules ?? [])];
  const owners = flatRules(all).flatMap((rule) => (rule.allow === 'owner' ? [rule.field] : []));
  const absent = owners.filter((name) => !among.some((field) => field.name === name));
  return Object.fromEntries(absent.map((name) => [name, { type: scalarOperators(build, 'String') }]));
}

/** Returns the operators of a field. Custom types and relations have none. */
function comparable(build: Build, field: Field): [string, { type: GraphQLInputType }][] {
  if (field.kind.is !== 'stored' && field.kind.is !== 'implicit') return [];
  const name = baseName(field.type);
  if (build.model.enums[name]) {
    // Amplify does not treat `[Status]!` as a list.
    const list = isList(field.type) && !(build.compat && field.type.required);
    return [[field.name, { type: enumOperators(build, name, list) }]];
  }
  const scalar = comparedAs(name);
  if (!scalar) return [];
  const list = isList(field.type) && !build.compat;
  return [[field.name, { type: list ? listOperators(build, scalar) : scalarOperators(build, scalar) }]];
}

/** The scalars of filters and key conditions. Operands of AWS scalars are text or numbers; the store compares them by value. */
const compared = {
  ID: exactId,
  String: GraphQLString,
  Int: GraphQLInt,
  Float: finiteFloat,
  Boolean: GraphQLBoolean,
};
export type Compared = keyof typeof compared;

export function comparedAs(scalar: string): Compared | null {
  if (scalar === 'AWSTimestamp') return 'Int';
  if (scalar.startsWith('AWS')) return 'String';
  return scalar in compared ? (scalar as Compared) : null;
}

export function comparedType(name: Compared): GraphQLInputType {
  return compared[name];
}

export function scalarOperators(build: Build, name: Compared): GraphQLInputObjectType {
  return build.types.once(`Model${name}Input`, () => {
    const type = compared[name];
    const text = name === 'ID' || name === 'String';
    const equality: GraphQLInputFieldConfigMap = { ne: { type }, eq: { type } };
    const order = { le: { type }, lt: { type }, ge: { type }, gt: { type } };
    const between = { between: { type: new GraphQLList(type) } };
    return new GraphQLInputObjectType({
      name: `Model${name}Input`,
      fields: {
        ...equality,
        ...(name === 'Boolean' ? {} : order),
        ...(text ? { contains: { type }, notContains: { type } } : {}),
        ...(name === 'Boolean' ? {} : between),
        ...(text ? { beginsWith: { type } } : {}),
        ...(build.compat || name === 'Boolean' ? {} : { in: { type: new GraphQLList(type) } }),
        attributeExists: { type: GraphQLBoolean },
        attributeType: { type: attributeTypes },
        ...(text ? { size: { type: sizeOperators } } : {}),
      },
    });
  });
}

/** Returns the operators of a list of scalars. Amplify offers those of its elements, of which most never hold. */
function listOperators(build: Build, name: Compared): GraphQLInputObjectType {
  return build.types.once(`Model${name}ListInput`, () => {
    const type = compared[name];
    return new GraphQLInputObjectType({
      name: `Model${name}ListInput`,
      fields: {
        contains: { type },
        notContains: { type },
        attributeExists: { type: GraphQLBoolean },
        attributeType: { type: attributeTypes },
        size: { type: sizeOperators },
      },
    });
  });
}

function enumOperators(build: Build, name: string, list: boolean): GraphQLInputObjectType {
  const inputName = list ? `Model${name}ListInput` : `Model${name}Input`;
  return build.types.once(inputName, () => {
    const element = build.types.named(name) as GraphQLInputType;
    const type = list ? new GraphQLList(element) : element;
    return new GraphQLInputObjectType({
      name: inputName,
      fields: {
        eq: { type },
        ne: { type },
        ...(list ? { contains: { type: element }, notContains: { type: element } } : {}),
        ...(build.compat || list ? {} : { in: { type: new GraphQLList(element) } }),
      },
    });
  });
}

const sizeOperators = new GraphQLInputObjectType({
  name: 'ModelSizeInput',
  fields: {
    ...Object.fromEntries(
      ['ne', 'eq', 'le', 'lt', 'ge', 'gt'].map((operator) => [operator, { type: GraphQLInt }]),
    ),
    between: { type: new GraphQLList(GraphQLInt) },
  },
});
