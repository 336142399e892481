import type { GraphQLSchema } from 'graphql';

import { compile } from '../src/engine/index.ts';
import { readServedSources, readSources } from '../src/app/schema-sources.ts';
import { readModel, type Model, type SchemaSource } from '../src/model/index.ts';

/** Reads and compiles the schema that the generated files are made from. @throws {Error} with all Problems */
export function loadApp(): { model: Model; schema: GraphQLSchema } {
  return load(readServedSources('schema/app'));
}

/** The API of one plane by itself: `schema/platform` or `schema/operator`. @throws {Error} with all Problems */
export function loadPlane(folder: string): { model: Model; schema: GraphQLSchema } {
  return load(readSources(folder));
}

function load(sources: readonly SchemaSource[]): { model: Model; schema: GraphQLSchema } {
  const { model, problems } = readModel(sources);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Error(errors.map(({ message, hint }) => `${message} ${hint ?? ''}`).join('\n'));
  return { model, schema: compile(model) };
}
