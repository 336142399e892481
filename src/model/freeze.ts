import { type FieldDraft, isModel, type ModelTypeDraft, type TypeDraft } from './draft.ts';
import type { SchemaDraft } from './schema-draft.ts';
import type {
  CustomField,
  CustomSubscription,
  Field,
  Model,
  ModelType,
  ObjectField,
  ObjectType,
} from './model.ts';
import { pluralOf } from './names.ts';
import { referenceIndex } from './reference-index.ts';
import { awsScalars } from './scalars/index.ts';
import { baseName } from './type-ref.ts';

/** Turns the draft into the Model: plain data, without what only reading needed. */
export function freeze(schema: SchemaDraft): Model {
  const types = [...schema.types.values()];
  const of = <T>(chosen: readonly TypeDraft[], make: (type: TypeDraft) => T) =>
    Object.fromEntries(chosen.map((type) => [type.name, make(type)]));
  const models = types.filter(isModel);
  return {
    models: Object.fromEntries(models.map((type, place) => [type.name, freezeModel(type, place + 1)])),
    objects: of(
      types.filter((type) => type.is === 'object' && !type.model),
      (type) => freezeObject(type, schema),
    ),
    interfaces: of(
      types.filter((type) => type.is === 'interface'),
      (type) => freezeObject(type, schema),
    ),
    unions: Object.fromEntries(schema.unions),
    inputs: Object.fromEntries(schema.inputs),
    enums: Object.fromEntries(schema.enums),
    queries: customFields(schema.types.get('Query')),
    mutations: customFields(schema.types.get('Mutation')),
    subscriptions: customSubscriptions(schema.types.get('Subscription')),
  };
}

function freezeModel(type: ModelTypeDraft, number: number): ModelType {
  const { key, indexes, uniques, files, version, rules, join, feature, audit, webhook } = type.model;
  const { exactCount, shards, formerShards } = type.model;
  const { operations, subscriptions, timestamps } = type.model;
  const references = type.model.references.map(({ target, fields, onDelete }) => ({
    target,
    fields,
    onDelete,
    index: referenceIndex(type, fields),
  }));
  const ordered = [
    ...indexes.filter((index) => index.declared),
    ...indexes.filter((index) => !index.declared),
  ];
  return {
    ...described(type),
    number,
    lastIndex: ordered.length,
    fields: fieldsOf(type, (field) => ({ ...freezeField(field), ...formOf(field, timestamps) })),
    interfaces: type.interfaces,
    key,
    indexes: ordered.map((index, place) => ({ ...index, slot: place + 1, number: place + 1 })),
    uniques,
    references,
    files,
    version,
    operations,
    subscriptions,
    timestamps,
    rules,
    plural: pluralOf(type.name),
    ...(join ? { join: true } : {}),
    ...(exactCount ? { exactCount: true } : {}),
    ...(feature === undefined ? {} : { feature }),
    ...(audit ? { audit } : {}),
    ...(webhook ? { webhook } : {}),
    ...(shards === undefined ? {} : { shards }),
    ...(formerShards === undefined ? {} : { formerShards }),
  };
}

function freezeField(field: FieldDraft): Field {
  return {
    ...described(field),
    type: field.type,
    kind: field.kind,
    declared: field.declared,
    arguments: field.arguments,
    ...deprecation(field),
    ...(field.default === undefined ? {} : { default: field.default }),
    validations: field.validations,
    rules: field.rules,
    ...demands(field),
    ...(field.sensitive ? { sensitive: true } : {}),
    ...(field.owner ? { owner: field.owner } : {}),
  };
}

function formOf(
  { name, type, kind }: FieldDraft,
  { createdAt, updatedAt }: ModelType['timestamps'],
): Pick<Field, 'form'> {
  if (kind.is !== 'stored' && kind.is !== 'implicit') return {};
  const base = baseName(type);
  if (base === 'String' && (name === createdAt || name === updatedAt)) return { form: 'AWSDateTime' };
  const scalar = Object.values(awsScalars).find((one) => one.name === base);
  return scalar?.comparison ? { form: scalar.name } : {};
}

function freezeObject(type: TypeDraft, schema: SchemaDraft): ObjectType {
  const freezeOne = (field: FieldDraft): ObjectField => ({
    ...described(field),
    type: field.type,
    arguments: field.arguments,
    ...deprecation(field),
    rules: field.rules ?? type.rules,
    ...demands(field),
    custom: Object.keys(field.arguments).length > 0 || isModel(schema.types.get(baseName(field.type))),
  });
  return { ...described(type), fields: fieldsOf(type, freezeOne), interfaces: type.interfaces };
}

function customFields(root: TypeDraft | undefined): Readonly<Record<string, CustomField>> {
  return root ? fieldsOf(root, (field) => customField(root, field)) : {};
}

function customSubscriptions(root: TypeDraft | undefined): Readonly<Record<string, CustomSubscription>> {
  if (!root) return {};
  return fieldsOf(root, (field) => ({ ...customField(root, field), mutations: field.mutations ?? [] }));
}

function customField(root: TypeDraft, field: FieldDraft): CustomField {
  return {
    ...described(field),
    type: field.type,
    arguments: field.arguments,
    ...deprecation(field),
    rules: field.rules ?? root.rules,
    ...demands(field),
  };
}

function fieldsOf<T>(type: TypeDraft, make: (field: FieldDraft) => T): Readonly<Record<string, T>> {
  return Object.fromEntries([...type.fields].map(([name, field]) => [name, make(field)]));
}

function described({ name, description }: { name: string; description: string | undefined }) {
  return { name, ...(description === undefined ? {} : { description }) };
}

function demands({ permission, feature }: FieldDraft) {
  return {
    ...(permission === undefined ? {} : { permission }),
    ...(feature === undefined ? {} : { feature }),
  };
}

function deprecation({ deprecated }: FieldDraft) {
  return deprecated === undefined ? {} : { deprecated };
}
