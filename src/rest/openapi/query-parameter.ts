import { getNamedType, isInputObjectType, isListType, type GraphQLInputType } from 'graphql';

import { baseName, type ModelType } from '../../model/index.ts';
import { MAX_LIMIT } from '../../engine/index.ts';

import type { PathParameter, QueryParameter } from '../route.ts';
import type { Components } from './components.ts';
import { inputSchema } from './input-schema.ts';
import { type JsonSchema, notNull } from './json-schema.ts';
import { scalarExample } from './scalar-schema.ts';

/** A parameter of OpenAPI. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description?: string;
  readonly required?: true;
  readonly style?: 'form';
  readonly explode?: boolean;
  readonly schema?: JsonSchema;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  readonly example?: unknown;
}

/** A member, or a member of one that it leads to: `project`, `comments.author`. */
const NAMES: JsonSchema = { type: 'string', pattern: '^[_A-Za-z]\\w*(?:\\.[_A-Za-z]\\w*)*$' };

/** Returns a parameter of the path. */
export function pathParameter(components: Components, { name, type }: PathParameter): Parameter {
  const schema = ofValue(components, type);
  const isText = schema.type === 'string';
  return {
    name,
    in: 'path',
    required: true,
    schema: isText ? { ...schema, minLength: 1 } : schema,
    ...exampleOf(type, schema),
  };
}

/**
 * Returns a parameter of the query string.
 * @param target the type of the rows that the parameter filters
 */
export function queryParameter(
  components: Components,
  parameter: QueryParameter,
  target: ModelType | null,
): Parameter {
  const { name, description, required } = parameter;
  return {
    name,
    in: 'query',
    description,
    ...(required ? { required } : {}),
    ...valueOf(components, parameter, target),
  };
}

function valueOf(
  components: Components,
  { is, name, type, many, at }: QueryParameter,
  target: ModelType | null,
): Pick<Parameter, 'style' | 'explode' | 'schema' | 'content' | 'example'> {
  switch (is) {
    case 'fields':
    case 'expand':
      return { style: 'form', explode: false, schema: { type: 'array', items: NAMES, minItems: 1 } };
    case 'sort':
      return { schema: { type: 'string', pattern: '^-?[_A-Za-z]\\w*(?:,-?[_A-Za-z]\\w*)*$' } };
    case 'limit':
      return { schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT }, example: 50 };
    case 'cursor':
      return { schema: { type: 'string', minLength: 1 } };
    case 'total':
      return { schema: { type: 'boolean' } };
    case 'filter':
      return asJson(components, type);
    case 'field':
    case 'argument': {
      if (isListType(type)) return asJson(components, type);
      if (isInputObjectType(type) && !many) return asJson(components, type);
      const schema = isInputObjectType(type)
        ? { type: 'string' as const, contentMediaType: 'application/json' }
        : ofValue(components, type);
      if (many) return { style: 'form', explode: true, schema: { type: 'array', items: schema } };
      const field =
        is === 'field' && at.length <= 2 && !/\.(contains|notContains|beginsWith|attribute\w+)$/.test(name)
          ? target?.fields[at[0] ?? '']
          : undefined;
      const example = field && schema.type === 'string' ? scalarExample(baseName(field.type)) : undefined;
      return {
        schema,
        ...(typeof example === 'string' && example !== 'text' ? { example } : exampleOf(type, schema)),
      };
    }
    default:
      return is satisfies never;
  }
}

/** Returns a value that goes as JSON text. */
function asJson(components: Components, type: GraphQLInputType): Pick<Parameter, 'content'> {
  return { content: { 'application/json': { schema: ofValue(components, type) } } };
}

/** Returns the schema of one value that is not null. */
function ofValue(components: Components, type: GraphQLInputType): JsonSchema {
  return notNull(inputSchema(components, type));
}

function exampleOf(type: GraphQLInputType, schema: JsonSchema): { readonly example?: unknown } {
  return schema.$ref === undefined ? { example: scalarExample(getNamedType(type).name) } : {};
}
