import {
  GraphQLInputObjectType,
  GraphQLList,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLInputType,
} from 'graphql';

import { baseName, type ModelType, type TypeRef, upperFirst } from '../../model/index.ts';

import type { Build } from '../build.ts';
import { optional } from './registry.ts';
import { comparedAs, comparedType, type Compared } from './filters.ts';

/** The argument that constrains the sort fields of a key: one field by its name, or several as one object. */
export interface SortArgument {
  readonly name: string;
  readonly fields: readonly string[];
}

/** Names the argument. Several sort fields are joined in camel case: `dueDate` and `status` are `dueDateStatus`. */
export function sortArgument(fields: readonly string[]): SortArgument | null {
  const [first, ...rest] = fields;
  if (first === undefined) return null;
  return { name: first + rest.map(upperFirst).join(''), fields };
}

/**
 * Returns the GraphQL argument for it.
 * @param keyName `Primary`, or the name of the index. It names the input types of a composite key.
 */
export function sortArgumentConfig(
  build: Build,
  type: ModelType,
  keyName: string,
  argument: SortArgument | null,
): GraphQLFieldConfigArgumentMap {
  if (!argument) return {};
  const [first] = argument.fields;
  const input =
    argument.fields.length === 1 && first !== undefined
      ? scalarCondition(build, comparedKey(build, type, first))
      : compositeCondition(build, type, upperFirst(keyName), argument.fields);
  return { [argument.name]: { type: input } };
}

/** Returns how a key field is compared. Enums in keys compare as text, as in Amplify. */
function comparedKey(build: Build, type: ModelType, field: string): Compared {
  const definition = type.fields[field];
  const name = definition ? baseName(definition.type) : 'String';
  return build.model.enums[name] ? 'String' : (comparedAs(name) ?? 'String');
}

function scalarCondition(build: Build, name: Compared): GraphQLInputObjectType {
  return operators(
    build,
    `Model${name}KeyConditionInput`,
    comparedType(name),
    name === 'ID' || name === 'String',
  );
}

function compositeCondition(
  build: Build,
  type: ModelType,
  keyName: string,
  fields: readonly string[],
): GraphQLInputObjectType {
  const prefix = `Model${type.name}${keyName}CompositeKey`;
  const parts = build.types.once(
    `${prefix}Input`,
    () =>
      new GraphQLInputObjectType({
        name: `${prefix}Input`,
        fields: () =>
          Object.fromEntries(
            fields.flatMap((name, place) => {
              const field = type.fields[name];
              const ref = field && (place === fields.length - 1 ? partRef(field.type) : optional(field.type));
              return ref ? [[name, { type: build.types.input(ref) }]] : [];
            }),
          ),
      }),
  );
  return operators(build, `${prefix}ConditionInput`, parts, true);
}

function operators(
  build: Build,
  name: string,
  type: GraphQLInputType,
  prefixed: boolean,
): GraphQLInputObjectType {
  return build.types.once(
    name,
    () =>
      new GraphQLInputObjectType({
        name,
        fields: {
          ...Object.fromEntries(['eq', 'le', 'lt', 'ge', 'gt'].map((operator) => [operator, { type }])),
          between: { type: new GraphQLList(type) },
          ...(prefixed ? { beginsWith: { type } } : {}),
        },
      }),
  );
}

/**
 * Returns the type of the last part of a composite key: a scalar compares as its text or number. Earlier parts keep their
 * type, because only the last may be a prefix, as in Amplify.
 */
function partRef(ref: TypeRef): TypeRef {
  return { name: comparedAs(baseName(ref)) ?? baseName(ref), required: false };
}
