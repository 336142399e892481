import {
  getNamedType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
} from 'graphql';

import { isInRow, platformTypeName, type Model } from '../../model/index.ts';

type AnyField = GraphQLField<unknown, unknown>;
export type WithFields = GraphQLObjectType | GraphQLInterfaceType;

/** What an answer shows of a file by default. A link is made for each caller, so it is asked for by name. */
const FILE: readonly string[] = ['id', 'name', 'size', 'contentType', 'status', 'createdAt'];

/** Returns the fields that an object has by default: those that are stored, and whose arguments are optional. */
export function defaultFields(model: Model, type: WithFields): readonly AnyField[] {
  const fields = Object.values(type.getFields());
  const own = Object.hasOwn(model.models, type.name) ? model.models[type.name] : undefined;
  if (own) {
    return fields.filter(({ name }) => {
      const field = Object.hasOwn(own.fields, name) ? own.fields[name] : undefined;
      return field !== undefined && isInRow(field);
    });
  }
  if (type.name === platformTypeName(model.platformPrefix ?? '', 'File'))
    return fields.filter(({ name }) => FILE.includes(name));
  return fields.filter((field) => field.args.length === 0 && !isRow(model, field));
}

/** Returns whether a field leads to rows, which an answer includes only if the client asks for them. */
function isRow(model: Model, { type }: AnyField): boolean {
  return Object.hasOwn(model.models, getNamedType(type).name);
}

/** Returns whether a client can ask for a field: it needs no argument. */
export function isAskable({ args }: AnyField): boolean {
  return args.every(({ type, defaultValue }) => !isNonNullType(type) || defaultValue !== undefined);
}

/** Returns whether a type is a page of rows or records. */
export function isConnection(type: unknown): type is GraphQLObjectType {
  if (!isObjectType(type)) return false;
  const fields = type.getFields();
  return 'items' in fields && 'nextToken' in fields;
}

/** Returns the type whose fields can be selected, or null for a leaf or a union. */
export function withFields(type: unknown): WithFields | null {
  return isObjectType(type) || isInterfaceType(type) ? type : null;
}
