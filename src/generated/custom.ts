// Written by `npm run codegen`.
import type { CustomResolvers } from '../engine/index.ts';
import { File } from '../resolvers/File.ts';
import { Mutation } from '../resolvers/Mutation.ts';
import { Project } from '../resolvers/Project.ts';
import { Query } from '../resolvers/Query.ts';
import type { RequiredResolvers } from './resolvers.ts';

const all: RequiredResolvers = { File, Mutation, Project, Query };

/** All custom resolvers of src/resolvers, for the Lambda. */
export const resolvers = all as unknown as CustomResolvers;
