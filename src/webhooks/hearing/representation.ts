import {
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

import { keyFields, type Field, type Model, type ModelType } from '../../model/index.ts';

/** The fields of a file that a message has. Links end too early to be sent. */
const OF_FILES: readonly string[] = ['id', 'name', 'size', 'contentType', 'status', 'createdAt'];
/** Objects inside a row that may hold themselves are selected so deep. */
const MAX_DEPTH = 5;

/** What is selected of each field of a row, by the name of the field: ` { id name }`, or nothing. */
export type Selections = ReadonlyMap<string, string>;

/**
 * Returns the fields of a row that a message has: values, owners and files. Relations and the application's fields are not among
 * them, because each would cost reads for each event.
 */
export function fullSelections(schema: GraphQLSchema, model: Model, type: ModelType): Selections {
  const served = (schema.getType(type.name) as GraphQLObjectType).getFields();
  const isSent = ({ kind }: Field): boolean =>
    kind.is === 'stored' || kind.is === 'implicit' || kind.is === 'file';
  const fields = Object.values(type.fields).filter(
    (field) => isSent(field) && Object.hasOwn(served, field.name),
  );
  return new Map(
    fields.map(({ name, kind }): [string, string] => {
      const named = served[name] ? getNamedType(served[name].type) : null;
      if (!named) return [name, ''];
      return [name, kind.is === 'file' ? ` { ${OF_FILES.join(' ')} }` : insideOf(schema, model, named, 1)];
    }),
  );
}

/** Returns the fields of a row's key. */
export function thinSelections(type: ModelType): Selections {
  return new Map(keyFields(type.key).map((name) => [name, '']));
}

function insideOf(schema: GraphQLSchema, model: Model, type: GraphQLNamedOutputType, depth: number): string {
  if (isLeafType(type)) return '';
  if (isAbstractType(type)) {
    const possible = schema
      .getPossibleTypes(type)
      .map((one) => `... on ${one.name}${insideOf(schema, model, one, depth)}`);
    return ` { __typename ${possible.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const known = model.objects[type.name]?.fields ?? {};
  const fields = Object.entries(type.getFields()).flatMap(([name, field]) => {
    const inner = getNamedType(field.type);
    const isOwn = Object.hasOwn(known, name) && known[name]?.custom === false;
    if (!isOwn || (depth >= MAX_DEPTH && !isLeafType(inner))) return [];
    return [name + insideOf(schema, model, inner, depth + 1)];
  });
  return fields.length > 0 ? ` { ${fields.join(' ')} }` : ' { __typename }';
}
