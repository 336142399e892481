import type { GraphQLSchema } from 'graphql';

import { compile } from '../src/engine/index.ts';
import { readSources } from '../src/local/schema-sources.ts';
import { readModel, type Model } from '../src/model/index.ts';

/** Reads and compiles the schema that the generated files are made from. @throws {Error} with all Problems */
export function loadApp(path: string): { model: Model; schema: GraphQLSchema } {
  const { model, problems } = readModel(readSources(path));
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Error(errors.map(({ message, hint }) => `${message} ${hint ?? ''}`).join('\n'));
  return { model, schema: compile(model) };
}
