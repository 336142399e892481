import { readFileSync } from 'node:fs';

import { printProblems, readModel, type Model } from '../model/index.ts';
import { readServedSources, UsageError } from '../app/index.ts';

/** A schema that cannot be read. The message lists its Problems. */
class UnreadableSchema extends Error {
  override readonly name = 'UnreadableSchema';
}

/**
 * Reads the model of a schema: a `.graphql` file, a folder of them, or a `model.json` with its slots.
 * @throws {UsageError} if there is none
 * @throws {UnreadableSchema} if it has errors
 */
export function readSchema(path: string): Model {
  if (path.endsWith('.json')) return readModelFile(path);
  const sources = readServedSources(path);
  const { model, problems } = readModel(sources);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UnreadableSchema(printProblems(errors, sources));
  return model;
}

function readModelFile(path: string): Model {
  let model: Partial<Model>;
  try {
    model = JSON.parse(readFileSync(path, 'utf8')) as Partial<Model>;
  } catch {
    throw new UsageError(`The file "${path}" cannot be read as JSON: name a schema or a model.json.`);
  }
  if (!model.models) throw new UsageError(`The file "${path}" is not a model.json: name the generated one.`);
  return model as Model;
}
