import {
  GraphQLInputObjectType,
  GraphQLInt,
  type GraphQLInputFieldConfig,
  type GraphQLInputFieldConfigMap,
} from 'graphql';

import {
  type Field,
  keyFields,
  type ModelType,
  rowType,
  type TypeRef,
  upperFirst,
} from '../../model/index.ts';

import type { Build } from '../build.ts';
import { makesId } from '../tables/makes-id.ts';
import { keyRef } from './key-arguments.ts';
import { optional } from './registry.ts';

/** Returns `CreateTaskInput`, the fields that a client sends. It may leave out what the engine fills in. */
export function createInput(build: Build, type: ModelType): GraphQLInputObjectType {
  return inputOf(build, `Create${upperFirst(type.name)}Input`, writable(type), (field) =>
    isFilled(build, type, field) ? optional(field.type) : rowType(field),
  );
}

/** Returns `UpdateTaskInput`: the key, and any of the other fields. */
export function updateInput(build: Build, type: ModelType): GraphQLInputObjectType {
  const key = new Set(keyFields(type.key));
  return inputOf(
    build,
    `Update${upperFirst(type.name)}Input`,
    writable(type),
    (field) => (key.has(field.name) ? { ...field.type, required: true } : optional(rowType(field))),
    expectedVersion(build, type),
  );
}

/** Returns `DeleteTaskInput`: only the key. */
export function deleteInput(build: Build, type: ModelType): GraphQLInputObjectType {
  const key = new Set(keyFields(type.key));
  const fields = Object.values(type.fields).filter((field) => key.has(field.name));
  return inputOf(
    build,
    `Delete${upperFirst(type.name)}Input`,
    fields,
    (field) => keyRef(type, field),
    expectedVersion(build, type),
  );
}

/** Returns the input's name of a type inside a row: the schema's own `AddressInput`, or one made from `Address`. */
function nestedInputName(build: Build, name: string): string {
  if (!build.model.objects[name]) return name;
  const inputName = `${upperFirst(name)}Input`;
  if (build.model.inputs[inputName]) return inputName;
  const object = build.model.objects[name];
  build.types.once(inputName, () => {
    const fields = Object.values(object.fields).filter((field) => !field.custom);
    return new GraphQLInputObjectType({
      name: inputName,
      description: object.description,
      fields: () =>
        Object.fromEntries(fields.map((field) => [field.name, { type: inputRef(build, field.type) }])),
    });
  });
  return inputName;
}

function inputRef(build: Build, ref: TypeRef): GraphQLInputFieldConfig['type'] {
  return build.types.input(ref, (name) => nestedInputName(build, name));
}

function inputOf(
  build: Build,
  name: string,
  fields: readonly Field[],
  refOf: (field: Field) => TypeRef,
  more: GraphQLInputFieldConfigMap = {},
): GraphQLInputObjectType {
  // An input of the schema is used as it is, as in Amplify. Another check refuses such a schema.
  if (build.model.inputs[name]) return build.types.named(name) as GraphQLInputObjectType;
  return build.types.once(
    name,
    () =>
      new GraphQLInputObjectType({
        name,
        fields: () => ({
          ...Object.fromEntries(
            fields.map((field) => {
              const ref = refOf(field);
              const deprecationReason = ref.required ? undefined : field.deprecated;
              return [
                field.name,
                { type: inputRef(build, ref), description: field.description, deprecationReason },
              ];
            }),
          ),
          ...more,
        }),
      }),
  );
}

/** Returns `expectedVersion` for a type with `@version`. */
function expectedVersion(build: Build, { version }: ModelType): GraphQLInputFieldConfigMap {
  if (version === null || build.compat) return {};
  const description = `The "${version}" last read: when the row was written since, this is refused.`;
  return { expectedVersion: { type: GraphQLInt, description } };
}

function writable(type: ModelType): Field[] {
  const stamps = new Set([type.timestamps.createdAt, type.timestamps.updatedAt]);
  return Object.values(type.fields).filter(
    ({ kind, declared, name }) =>
      kind.is === 'file' || (kind.is === 'stored' && (declared || !stamps.has(name))),
  );
}

/** Returns whether the engine supplies the value of a field that a create leaves out. */
function isFilled(build: Build, type: ModelType, field: Field): boolean {
  const { createdAt, updatedAt } = type.timestamps;
  if (field.name === createdAt || field.name === updatedAt) return true;
  if (field.name === 'id' && makesId(type)) return true;
  return !build.compat && field.default !== undefined;
}
