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
  keyFields,
  isList,
  type ModelType,
  type Rule,
  upperFirst,
} from '../../model/index.ts';

import type { Build } from '../build.ts';
import { comparedAs, type Compared, comparedType, scalarOperators } from './filters.ts';

/** Returns the arguments of a generated subscription: `filter`, and each field that holds one owner who may listen. */
export function subscriptionFilter(build: Build, type: ModelType): GraphQLFieldConfigArgumentMap {
  const listening = rulesOf(type).filter(({ operations }) => operations.includes('listen'));
  const owners = type.subscriptions.public
    ? []
    : ownerFields(listening).filter((name) => {
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
    const rules = rulesOf(type);
    const deciding = new Set(rules.flatMap((rule) => ('field' in rule ? [rule.field] : [])));
    const fields = fieldsOf(build, type).filter((field) => !deciding.has(field.name));
    const owner = { type: scalarOperators(build, 'String') };
    const itself: GraphQLInputObjectType = new GraphQLInputObjectType({
      name,
      fields: () => ({
        ...(type.fields['id'] || !build.compat ? {} : { id: { type: operators(build, 'ID') } }),
        ...Object.fromEntries(fields.flatMap((field) => comparable(build, field))),
        ...Object.fromEntries(ownerFields(rules).map((field) => [field, owner])),
        and: { type: new GraphQLList(itself) },
        or: { type: new GraphQLList(itself) },
      }),
    });
    return itself;
  });
}

/**
 * Returns the fields of a row. Under Amplify's exact API an implicit key of `@hasMany` is a field of the type that has the
 * relation, whose rows have no value there, and not of the type whose rows hold it.
 */
function fieldsOf({ compat, model: { models } }: Build, type: ModelType): readonly Field[] {
  const own = Object.values(type.fields);
  if (!compat) return own;
  const keysOf = (parent: ModelType, child?: ModelType): readonly Field[] =>
    Object.values(parent.fields).flatMap(({ kind }) => {
      if (kind.is !== 'toMany' || kind.directive !== 'hasMany') return [];
      const target = models[kind.target];
      const index = target?.indexes.find((one) => one.name === kind.index && !one.declared);
      if (!target || !index || (child && child !== target)) return [];
      return keyFields(index)
        .flatMap((name) => target.fields[name] ?? [])
        .filter(({ declared }) => !declared);
    });
  const moved = new Set(Object.values(models).flatMap((parent) => keysOf(parent, type)));
  return [...own.filter((field) => !moved.has(field)), ...keysOf(type)];
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

function ownerFields(rules: readonly Rule[]): readonly string[] {
  return [...new Set(rules.flatMap((rule) => (rule.allow === 'owner' ? [rule.field] : [])))];
}

function rulesOf({ rules, fields }: ModelType): readonly Rule[] {
  return flatRules([...rules, ...Object.values(fields).flatMap((field) => field.rules ?? [])]);
}
