import {
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

import type { Model } from '../../model/index.ts';

import type { Route } from '../route.ts';
import { defaultFields, isAskable, isConnection } from '../selection/default-fields.ts';
import type { Components } from './components.ts';
import { exampleOf } from './example.ts';
import { describeGuard } from './describe-guard.ts';
import { enumSchema } from './input-schema.ts';
import { described, type JsonSchema, orNull } from './json-schema.ts';
import { scalarSchema } from './scalar-schema.ts';

/** What the schemas of answers are made from. */
export interface Source {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  readonly components: Components;
  /** All routes, so that an answer can name the operations on its row. */
  readonly routes: readonly Route[];
}

/** Returns the schema of a value that the API answers. */
export function outputSchema(source: Source, type: GraphQLOutputType): JsonSchema {
  if (isNonNullType(type)) return whole(source, type.ofType);
  return orNull(whole(source, type));
}

function whole(source: Source, type: GraphQLOutputType): JsonSchema {
  if (isNonNullType(type)) return whole(source, type.ofType);
  if (isListType(type)) return { type: 'array', items: outputSchema(source, type.ofType) };
  if (isEnumType(type)) return enumSchema(source.components, type);
  if (isObjectType(type)) return isConnection(type) ? pageSchema(source, type) : objectSchema(source, type);
  if (isAbstractType(type)) {
    const types = source.schema.getPossibleTypes(type);
    return source.components.refer(type.name, () =>
      described({ anyOf: types.map((one) => objectSchema(source, one)) }, type.description),
    );
  }
  return scalarSchema(type.name) ?? {};
}

/**
 * Returns a reference to the schema of an object. No member is required: `fields` chooses them, and an answer has none that a
 * rule hides.
 */
function objectSchema(source: Source, type: GraphQLObjectType | GraphQLInterfaceType): JsonSchema {
  return source.components.refer(type.name, () => {
    const properties = Object.fromEntries(
      Object.values(type.getFields())
        .filter(isAskable)
        .map((field) => [field.name, member(source, type.name, field)]),
    );
    if (isOneOfSeveral(source, type)) Object.assign(properties, { __typename: TYPENAME });
    const schema: JsonSchema = { type: 'object', properties, additionalProperties: false };
    return described({ ...schema, ...shownExample(source, type, schema) }, type.description);
  });
}

/** The name of the type of an object, where an answer may have objects of several types. */
const TYPENAME: JsonSchema = { type: 'string', description: 'The type of the object.' };

function isOneOfSeveral({ schema }: Source, type: GraphQLObjectType | GraphQLInterfaceType): boolean {
  return Object.values(schema.getTypeMap()).some(
    (other) => isAbstractType(other) && (other === type || schema.isSubType(other, type)),
  );
}

/** Returns an example of what an answer shows of an object if `fields` chooses nothing. */
function shownExample(
  { model, components }: Source,
  type: GraphQLObjectType | GraphQLInterfaceType,
  { properties = {} }: JsonSchema,
): Pick<JsonSchema, 'examples'> {
  const shown = defaultFields(model, type).flatMap(({ name }): [string, JsonSchema][] => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return schema ? [[name, schema]] : [];
  });
  const example = exampleOf(components, { type: 'object', properties: Object.fromEntries(shown) });
  return { examples: [example] };
}

function member(source: Source, on: string, field: GraphQLField<unknown, unknown>): JsonSchema {
  const { model } = source;
  const own = model.models[on]?.fields[field.name] ?? model.objects[on]?.fields[field.name];
  const guard = own ? describeGuard(`${on}.${field.name}`, own).trim() : '';
  const texts = [field.description, guard].filter(Boolean).join('\n\n');
  return described(outputSchema(source, field.type), texts, field.deprecationReason);
}

/** Returns a reference to the schema of a page: `items`, `nextCursor`, and `total` if the list can be counted. */
export function pageSchema(source: Source, type: GraphQLObjectType): JsonSchema {
  const { items, totalCount } = type.getFields();
  if (!items) throw new Error(`The type "${type.name}" is no page.`);
  const total = described(
    outputSchema(source, totalCount?.type ?? items.type),
    'The number of items of the whole list, with `total=true`. Null if it is refused.',
  );
  return source.components.refer(type.name, () => ({
    type: 'object',
    description: 'A page of a list.',
    properties: {
      items: outputSchema(source, items.type),
      nextCursor: {
        type: ['string', 'null'],
        description: 'The `cursor` of the next page. Null at the end of the list.',
      },
      ...(totalCount ? { total } : {}),
    },
    required: ['items', 'nextCursor'],
    additionalProperties: false,
  }));
}
