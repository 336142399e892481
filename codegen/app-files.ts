import { printSchema } from 'graphql';

import { compile } from '../src/engine/index.ts';

import type { App } from './app.ts';
import { deployedModel } from './deployed-model.ts';
import { resolversFile } from './files/resolvers.ts';
import { modelFiles, type Files } from './model-files.ts';
import type { Places } from './places.ts';

/** Returns every generated file of an app. */
export async function appFiles(app: App, places: Places, root = '.'): Promise<Files> {
  const api = printSchema(compile(app.model));
  return {
    ...modelFiles(app, places, { before: deployedModel(`${places.generated}/model.json`, root), root }),
    [`${places.generated}/api.graphql`]: `${api}\n`,
    [`${places.generated}/resolvers.ts`]: await resolversFile(app.model, api),
  };
}
