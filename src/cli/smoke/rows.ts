import { randomUUID } from 'node:crypto';

import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** A type of the app whose rows a run can make: the names of its fields, and a row without references. */
export interface RowType {
  readonly name: string;
  readonly create: string;
  readonly get: string;
  readonly list: string;
  /** Null if the API has none. */
  readonly remove: string | null;
  /** The subscription to new rows. Null if the API has none. */
  readonly listen: string | null;
  /** The name of the input of `create`. */
  readonly input: string;
  /** Returns an input; two of them share no text. */
  readonly row: () => Readonly<Record<string, unknown>>;
}

/** Values of the scalars that a row may need. Only texts differ, because only they are likely to be unique. */
const SAMPLES: Readonly<Record<string, () => unknown>> = {
  String: () => `Smoke ${randomUUID()}`,
  Int: () => 1,
  Float: () => 1.5,
  Boolean: () => true,
  AWSDate: () => '2026-01-31',
  AWSTime: () => '10:00:00Z',
  AWSDateTime: () => '2026-01-31T10:00:00Z',
  AWSTimestamp: () => 1_767_225_600,
  AWSEmail: () => `smoke-${randomUUID()}@example.com`,
  AWSJSON: () => '{}',
  AWSURL: () => `https://example.com/${randomUUID()}`,
  AWSPhone: () => '+14155552671',
  AWSIPAddress: () => '192.0.2.1',
};

/** Returns the types of which a run can make rows, in the order of the schema. */
export function rowTypesOf(schema: GraphQLSchema): readonly RowType[] {
  const queries = Object.values(schema.getQueryType()?.getFields() ?? {});
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const subscriptions = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  return mutations
    .filter(({ name }) => name.startsWith('create'))
    .flatMap((create) => {
      const type = create.type;
      const get = queries.find((field) => field.type === type && takesOnly(field, ['id']));
      const list = queries.find((field) => isListOf(field, getNamedType(type) as GraphQLObjectType));
      const input = inputOf(create);
      if (!isObjectType(type) || !get || !list || !input) return [];
      const remove = mutations.find((field) => field.type === type && field.name.startsWith('delete'));
      const listen = subscriptions.find((field) => field.type === type && field.name.startsWith('onCreate'));
      const names = { create: create.name, get: get.name, list: list.name };
      const others = { remove: remove?.name ?? null, listen: listen?.name ?? null };
      return [{ name: type.name, ...names, ...others, ...input }];
    });
}

/** Returns the type of the field's only required argument `input`, if every required part of it has a sample. */
function inputOf(field: GraphQLField<unknown, unknown>): Pick<RowType, 'input' | 'row'> | null {
  const argument = takesOnly(field, ['input']) ? field.args.find(({ name }) => name === 'input') : undefined;
  const type = argument && (isNonNullType(argument.type) ? argument.type.ofType : argument.type);
  if (!isInputObjectType(type) || sampleOf(type) === undefined) return null;
  return { input: type.name, row: () => sampleOf(type) as Readonly<Record<string, unknown>> };
}

/** Returns a value of an input type; undefined if it needs the id of another row or an unknown scalar. */
function sampleOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return SAMPLES[type.name]?.();
  const values = Object.values(type.getFields())
    .filter(isRequiredInputField)
    .map((field) => [field.name, field.name === 'id' ? randomUUID() : sampleOf(field.type)] as const);
  return values.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(values);
}

/** Returns true if the field has the arguments, and can be asked with them alone. */
function takesOnly({ args }: GraphQLField<unknown, unknown>, wanted: readonly string[]): boolean {
  return (
    wanted.every((name) => args.some((argument) => argument.name === name)) &&
    args.every((argument) => wanted.includes(argument.name) || !isRequiredArgument(argument))
  );
}

/** Returns true for `listTasks(limit, nextToken): { items: [Task!]!, nextToken }`. */
function isListOf(field: GraphQLField<unknown, unknown>, row: GraphQLObjectType): boolean {
  const page = getNamedType(field.type);
  if (!isObjectType(page) || !takesOnly(field, ['limit', 'nextToken'])) return false;
  const { items, nextToken } = page.getFields();
  return (
    items !== undefined &&
    nextToken !== undefined &&
    getNamedType(items.type) === row &&
    row.getFields()['id'] !== undefined
  );
}

/**
 * Returns the name of a field of the platform as this API has it: the app may have given them a prefix. Null if there is
 * none.
 */
export function platformField(schema: GraphQLSchema, name: string): string | null {
  const fields = Object.keys(schema.getQueryType()?.getFields() ?? {});
  return fields.find((field) => field.toLowerCase().endsWith(name.toLowerCase())) ?? null;
}
