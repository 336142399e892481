import type { GraphQLFieldConfig } from 'graphql';

import type { Model } from '../model/index.ts';
import type { Rights } from '../tenant/index.ts';

import type { Context } from './context.ts';
import type { CustomResolvers } from './custom-resolvers.ts';
import type { TypeRegistry } from './types/registry.ts';

/** The state that all makers of types and fields share while one schema is built. */
export interface Build {
  readonly model: Model;
  readonly types: TypeRegistry;
  readonly resolvers: CustomResolvers;
  /** Amplify's exact API: nullable items, no `in`, defaults that do not relax an input. */
  readonly compat: boolean;
  /** The rights of the caller, for `@permission`. */
  readonly rightsOf: (context: Context) => Rights;
}

export type FieldConfig = GraphQLFieldConfig<unknown, Context>;
export type FieldConfigs = Record<string, FieldConfig>;
