import {
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLString,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLInputFieldConfigMap,
} from 'graphql';

import {
  baseName,
  type Field,
  flatRules,
  isList,
  type ModelType,
  type Rule,
  upperFirst,
} from '../../model/index.ts';

import type { Build } from '../build.ts';
import { comparedAs, type Compared, comparedType, scalarOperators } from './filters.ts';

/** Returns the arguments of a generated subscription: `filter`, and each field that holds one owner. */
export function subscriptionFilter(build: Build, type: ModelType): GraphQLFieldConfigArgumentMap {
  const owners = ownerFields(type).filter((name) => {
    const field = type.fields[name];
    return field && !isList(field.type);
  });
  return {
    filter: { type: filterInput(build, type) },
    ...Object.fromEntries(owners.map((name) => [name, { type: GraphQLString }])),
  };
}

/**
 * Returns `ModelSubscriptionTaskFilterInput`: the fields of a row that hold scalars or enums, and `and`, `or`. As in
 * Amplify, an owner is compared with all operators of lists, and a groups field is not compared.
 */
function filterInput(build: Build, type: ModelType): GraphQLInputObjectType {
  const name = `ModelSubscription${upperFirst(type.name)}FilterInput`;
  return build.types.once(name, () => {
    const deciding = new Set(rulesOf(type).flatMap((rule) => ('field' in rule ? [rule.field] : [])));
    const fields = Object.values(type.fields).filter((field) => !deciding.has(field.name));
    const owners = ownerFields(type).map(
      (field) => [field, { type: scalarOperators(build, 'String') }] as const,
    );
    const itself: GraphQLInputObjectType = new GraphQLInputObjectType({
      name,
      fields: () => ({
        ...Object.fromEntries(fields.flatMap((field) => comparable(build, field))),
        ...Object.fromEntries(owners),
        and: { type: new GraphQLList(itself) },
        or: { type: new GraphQLList(itself) },
      }),
    });
    return itself;
  });
}

function comparable(
  build: Build,
  { name, type, kind }: Field,
): readonly [string, { readonly type: GraphQLInputObjectType }][] {
  if (kind.is !== 'stored' && kind.is !== 'implicit') return [];
  const scalar = build.model.enums[baseName(type)] ? 'String' : comparedAs(baseName(type));
  return scalar ? [[name, { type: operators(build, scalar) }]] : [];
}

/** Returns `ModelSubscriptionStringInput` and its like, with the operators that AppSync has for events. */
function operators(build: Build, scalar: Compared): GraphQLInputObjectType {
  const name = `ModelSubscription${scalar}Input`;
  return build.types.once(name, () => {
    const type = comparedType(scalar);
    const list = { type: new GraphQLList(type) };
    const isText = scalar === 'ID' || scalar === 'String';
    const order: GraphQLInputFieldConfigMap = { le: { type }, lt: { type }, ge: { type }, gt: { type } };
    return new GraphQLInputObjectType({
      name,
      fields: {
        ne: { type },
        eq: { type },
        ...(scalar === 'Boolean' ? {} : order),
        ...(isText ? { contains: { type }, notContains: { type } } : {}),
        ...(scalar === 'Boolean' ? {} : { between: list }),
        ...(isText ? { beginsWith: { type } } : {}),
        ...(scalar === 'Boolean' ? {} : { in: list, notIn: list }),
      },
    });
  });
}

function ownerFields(type: ModelType): readonly string[] {
  return [...new Set(rulesOf(type).flatMap((rule) => (rule.allow === 'owner' ? [rule.field] : [])))];
}

function rulesOf({ rules, fields }: ModelType): readonly Rule[] {
  return flatRules([...rules, ...Object.values(fields).flatMap((field) => field.rules ?? [])]);
}
