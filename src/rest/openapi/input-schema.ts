import {
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';

import { type ModelType, rowType } from '../../model/index.ts';

import type { Components } from './components.ts';
import { constrain } from './constrain.ts';
import { described, type JsonSchema, notNull, orNull } from './json-schema.ts';
import { scalarSchema } from './scalar-schema.ts';

/** How an object in an input is described. */
export interface InputForm {
  /** The name of the component. By default that of the GraphQL type. */
  readonly name?: string;
  /** The type whose fields the input holds. They say what `@validate` demands. */
  readonly type?: ModelType;
  /** Fields that the input does not take, such as the key that the path has. */
  readonly without?: ReadonlySet<string>;
  /** The fields that must be given. By default those that GraphQL requires. */
  readonly required?: readonly string[];
  /** True for a merge patch: no member is required, in nested objects too, and null removes a value that a row need not have. */
  readonly patch?: true;
}

/** Returns the schema of a value that a client sends. An object refuses members that it does not know. */
export function inputSchema(
  components: Components,
  type: GraphQLInputType,
  form: InputForm = {},
): JsonSchema {
  if (isNonNullType(type)) return whole(components, type.ofType, form);
  return orNull(whole(components, type, form));
}

function whole(components: Components, type: GraphQLInputType, form: InputForm): JsonSchema {
  if (isNonNullType(type)) return whole(components, type.ofType, form);
  // A list in a patch is replaced, so its items are whole.
  if (isListType(type)) return { type: 'array', items: inputSchema(components, type.ofType) };
  if (isInputObjectType(type)) return inputObject(components, type, form);
  if (isEnumType(type)) return enumSchema(components, type);
  return scalarSchema(type.name) ?? {};
}

/** Returns a reference to the schema of an input object. */
export function inputObject(
  components: Components,
  input: GraphQLInputObjectType,
  form: InputForm = {},
): JsonSchema {
  const { patch, type, without = new Set() } = form;
  const name = form.name ?? (patch ? `${input.name}.patch` : input.name);
  return components.refer(name, () => {
    const fields = Object.values(input.getFields()).filter((field) => !without.has(field.name));
    const required =
      form.required ?? (patch ? [] : fields.filter(isRequiredInputField).map((field) => field.name));
    return described(
      {
        type: 'object',
        properties: Object.fromEntries(
          fields.map((field) => {
            const nested = inputSchema(components, field.type, patch ? { patch } : {});
            const inType = type?.fields[field.name];
            const given = patch && inType && rowType(inType).required ? notNull(nested) : nested;
            const narrowed = type && inType ? constrain(type, inType, given) : given;
            const value = field.defaultValue === undefined ? {} : { default: field.defaultValue };
            return [
              field.name,
              described({ ...narrowed, ...value }, field.description, field.deprecationReason),
            ];
          }),
        ),
        ...(required.length > 0 ? { required } : {}),
        additionalProperties: false,
      },
      input.description,
    );
  });
}

/** Returns a reference to the schema of an enum. */
export function enumSchema(components: Components, type: GraphQLEnumType): JsonSchema {
  return components.refer(type.name, () => {
    const values = type.getValues();
    const lines = values.flatMap(({ name, description }) =>
      description ? [`- \`${name}\`: ${description}`] : [],
    );
    const texts = [type.description, lines.join('\n')].filter(Boolean).join('\n\n');
    return described({ type: 'string', enum: values.map(({ name }) => name) }, texts);
  });
}
