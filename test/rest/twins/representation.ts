import { getNamedType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';

import type { Model } from '../../../src/model/index.ts';

const FILE = '{ id name size contentType status createdAt }';

/** Returns the selection of what REST shows of a row by default: the stored, implicit and file fields of its type. */
export function representation(model: Model, schema: GraphQLSchema, name: string): string {
  const type = model.models[name];
  const object = schema.getType(name);
  if (!type || !isObjectType(object)) return `{ __typename }`;
  const parts = fieldsOf(model, schema, name).map((field) => {
    if (type.fields[field]?.kind.is === 'file') return `${field} ${FILE}`;
    return `${field}${below(schema, object, field, [])}`;
  });
  return `{ ${parts.join(' ')} }`;
}

/** Returns the names of the fields that REST shows of a row by default. */
export function fieldsOf(model: Model, schema: GraphQLSchema, name: string): string[] {
  const type = model.models[name];
  const object = schema.getType(name);
  if (!type || !isObjectType(object)) return [];
  return Object.values(type.fields)
    .filter(({ kind, name: field }) => {
      const isOurs = kind.is === 'stored' || kind.is === 'implicit' || kind.is === 'file';
      return isOurs && field in object.getFields();
    })
    .map((field) => field.name);
}

/** Objects of one type within each other that an answer shows by default. */
const MOST_WITHIN = 3;

/** Returns the selection of an object in a row. One that contains its own type ends at some depth. */
function below(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  name: string,
  around: readonly string[],
): string {
  const field = parent.getFields()[name];
  const type = field && getNamedType(field.type);
  if (!type || !isObjectType(type)) return '';
  const parts = Object.values(type.getFields()).flatMap((one) => {
    if (one.args.length > 0) return [];
    const isObject = isObjectType(getNamedType(one.type));
    if (isObject && around.filter((other) => other === type.name).length >= MOST_WITHIN) return [];
    return [`${one.name}${below(schema, type, one.name, [...around, type.name])}`];
  });
  return ` { ${parts.join(' ')} }`;
}
