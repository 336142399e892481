import type { GraphQLFieldResolver } from 'graphql';

import type { Context } from './context.ts';

/** Resolvers of the application by type and field: the exports of src/resolvers. */
export type CustomResolvers = Readonly<Record<string, Readonly<Record<string, CustomResolver>>>>;
export type CustomResolver = GraphQLFieldResolver<never, Context, never>;
