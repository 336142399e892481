import type { GraphQLFieldResolver } from 'graphql';

import type { Context } from './context.ts';

/** Resolvers written by hand, by type and field: what the files of src/resolvers export. */
export type CustomResolvers = Readonly<Record<string, Readonly<Record<string, CustomResolver>>>>;
export type CustomResolver = GraphQLFieldResolver<never, Context, never>;
