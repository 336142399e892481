import {
  GraphQLInputObjectType,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLUnionType,
  type GraphQLNamedType,
} from 'graphql';

import type {
  Field,
  InputType,
  InterfaceType,
  ModelType,
  ObjectField,
  ObjectType,
} from '../../model/index.ts';

import type { Build, FieldConfig, FieldConfigs } from '../build.ts';
import type { Context } from '../context.ts';
import { customField } from '../fields/custom.ts';
import { fileField } from '../fields/file.ts';
import { guarded } from '../fields/guarded.ts';
import { storedField } from '../fields/stored.ts';
import { toManyField } from '../fields/to-many.ts';
import { toOneField } from '../fields/to-one.ts';
import { defaultValue } from './default-value.ts';
import { enumType } from './enums.ts';

/** Defines how every type of the model is made. Each is made when the schema first refers to it. */
export function defineTypes(build: Build): void {
  const { model, types } = build;
  const defineAll = <Type extends { name: string }>(
    group: Readonly<Record<string, Type>>,
    make: (build: Build, type: Type) => GraphQLNamedType,
  ): void => {
    for (const type of Object.values(group)) types.define(type.name, () => make(build, type));
  };
  defineAll(model.models, modelObject);
  defineAll(model.objects, plainObject);
  defineAll(model.interfaces, interfaceType);
  defineAll(model.inputs, inputType);
  defineAll(model.enums, (_build, type) => enumType(type));
  defineAll(
    model.unions,
    (_build, { name, description, types: members }) =>
      new GraphQLUnionType({
        name,
        description,
        types: () => members.map((member) => types.named(member) as GraphQLObjectType),
      }),
  );
}

function modelObject(build: Build, type: ModelType): GraphQLObjectType {
  return new GraphQLObjectType<unknown, Context>({
    name: type.name,
    description: type.description,
    interfaces: () => interfacesOf(build, type),
    fields: () =>
      fieldsOf(type.fields, (field) => guarded(build, type.name, field, modelField(build, type, field))),
  });
}

function modelField(build: Build, type: ModelType, field: Field): FieldConfig {
  switch (field.kind.is) {
    case 'stored':
    case 'implicit':
      return storedField(build, field);
    case 'file':
      return fileField(build, type, field);
    case 'toOne':
      return toOneField(build, type, field, field.kind);
    case 'toMany':
      return toManyField(build, type, field, field.kind);
    case 'custom':
      return customField(build, type.name, field);
    default:
      return field.kind satisfies never;
  }
}

function plainObject(build: Build, type: ObjectType): GraphQLObjectType {
  return new GraphQLObjectType<unknown, Context>({
    name: type.name,
    description: type.description,
    interfaces: () => interfacesOf(build, type),
    fields: () =>
      fieldsOf(type.fields, (field) =>
        guarded(build, type.name, field, customField(build, type.name, field)),
      ),
  });
}

function interfaceType(build: Build, type: InterfaceType): GraphQLInterfaceType {
  return new GraphQLInterfaceType({
    name: type.name,
    description: type.description,
    interfaces: () => interfacesOf(build, type),
    fields: () => fieldsOf(type.fields, (field: ObjectField) => customField(build, type.name, field)),
  });
}

function inputType(build: Build, type: InputType): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: type.name,
    description: type.description,
    fields: () =>
      Object.fromEntries(
        Object.values(type.fields).map(({ name, type: ref, description, deprecated, default: value }) => {
          const type = build.types.input(ref);
          return [name, { type, description, deprecationReason: deprecated, ...defaultValue(type, value) }];
        }),
      ),
  });
}

function interfacesOf(
  build: Build,
  type: { readonly interfaces: readonly string[] },
): GraphQLInterfaceType[] {
  return type.interfaces.map((name) => build.types.named(name) as GraphQLInterfaceType);
}

function fieldsOf<Member extends { name: string; description?: string; deprecated?: string }>(
  fields: Readonly<Record<string, Member>>,
  make: (field: Member) => FieldConfig,
): FieldConfigs {
  return Object.fromEntries(
    Object.values(fields).map((field) => [
      field.name,
      { ...make(field), description: field.description, deprecationReason: field.deprecated },
    ]),
  );
}
