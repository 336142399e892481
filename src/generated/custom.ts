// Written by `npm run codegen`.
import type { CustomResolvers } from '../engine/index.ts';
import { Mutation } from '../resolvers/Mutation.ts';
import { Project } from '../resolvers/Project.ts';
import { Query } from '../resolvers/Query.ts';
import type { RequiredResolvers } from './resolvers.ts';

const all: RequiredResolvers = { Mutation, Project, Query };

/** All custom resolvers of src/resolvers, for the Lambda. */
export const resolvers = all as unknown as CustomResolvers;
