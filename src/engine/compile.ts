import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';

import { baseName, type CustomField, type CustomSubscription, type Model } from '../model/index.ts';

import type { Build, FieldConfig, FieldConfigs } from './build.ts';
import type { Context } from './context.ts';
import { batchFields } from './fields/batch.ts';
import { indexFields } from './fields/by-index.ts';
import { countField } from './fields/count.ts';
import { createField } from './fields/create.ts';
import { customField } from './fields/custom.ts';
import type { CustomResolvers } from './custom-resolvers.ts';
import { deleteField } from './fields/delete.ts';
import { getField } from './fields/get.ts';
import { guarded } from './fields/guarded.ts';
import { listField } from './fields/list.ts';
import { customEventField, eventFields } from './fields/on-event.ts';
import { permitSelection } from './fields/permit-selection.ts';
import { updateField } from './fields/update.ts';
import { defineTypes } from './types/objects.ts';
import { TypeRegistry } from './types/registry.ts';

/** The generated fields of a model, one file each, in the order of the printed API. */
const QUERIES = [getField, listField, countField, indexFields];
const MUTATIONS = [createField, updateField, deleteField, batchFields];
const SUBSCRIPTIONS = [eventFields];

export interface CompileOptions {
  /** Amplify's exact API, for clients that were generated against it. */
  readonly compat?: boolean;
  /** The rights of the caller. By default those of the scope's caller. */
  readonly rightsOf?: Build['rightsOf'];
}

/**
 * Compiles a model into one executable schema, which serves every tenant.
 * Every resolver reaches data only through `context.store`, which is bound to the caller's tenant.
 * @param resolvers the custom fields; `checkResolvers` reports whether they fit the model
 *
 * @example
 * ```ts
 * const { model } = readModel(sources);
 * const schema = compile(model, resolvers);
 * ```
 */
export function compile(
  model: Model,
  resolvers: CustomResolvers = {},
  { compat = false, rightsOf = (context) => context.scope.caller.rights }: CompileOptions = {},
): GraphQLSchema {
  const build: Build = { model, types: new TypeRegistry(), resolvers, compat, rightsOf };
  defineTypes(build);
  const query = root(build, 'Query', QUERIES, model.queries);
  const mutation = root(build, 'Mutation', MUTATIONS, model.mutations);
  const subscription = root(build, 'Subscription', SUBSCRIPTIONS, model.subscriptions);
  return new GraphQLSchema({
    query:
      Object.keys(query).length > 0
        ? rootType('Query', query)
        : rootType('Query', { _empty: { type: GraphQLString } }),
    ...(Object.keys(mutation).length > 0 ? { mutation: rootType('Mutation', mutation) } : {}),
    ...(Object.keys(subscription).length > 0 ? { subscription: rootType('Subscription', subscription) } : {}),
    // GraphQL finds these types only through an interface or a union.
    types: Object.keys({ ...model.models, ...model.objects }).map((name) => build.types.named(name)),
    assumeValid: true,
  });
}

function root(
  build: Build,
  name: string,
  makers: readonly ((build: Build, type: Model['models'][string]) => FieldConfigs)[],
  custom: Readonly<Record<string, CustomField | CustomSubscription>>,
): FieldConfigs {
  const fields: FieldConfigs = {};
  for (const type of Object.values(build.model.models)) {
    for (const make of makers) Object.assign(fields, make(build, type));
  }
  for (const field of Object.values(custom)) {
    fields[field.name] = {
      ...guarded(build, name, field, declaredField(build, name, field)),
      description: field.description,
      deprecationReason: field.deprecated,
    };
  }
  return fields;
}

function declaredField(build: Build, root: string, field: CustomField | CustomSubscription): FieldConfig {
  if ('mutations' in field) return customEventField(build, field);
  return selecting(build, root, field, customField(build, root, field));
}

/** Lets a mutation of the schema check its selection before its resolver runs. */
function selecting(build: Build, root: string, field: CustomField, config: FieldConfig): FieldConfig {
  const { resolve } = config;
  if (root !== 'Mutation' || !resolve) return config;
  return {
    ...config,
    resolve: (parent, args, context, info) => {
      permitSelection(build, baseName(field.type), null, context, info);
      return resolve(parent, args, context, info);
    },
  };
}

function rootType(name: string, fields: FieldConfigs): GraphQLObjectType {
  return new GraphQLObjectType<unknown, Context>({ name, fields });
}
