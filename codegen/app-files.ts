import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import { printSchema } from 'graphql';

import { compile } from '../src/engine/index.ts';
import { keepSlots, type Model } from '../src/model/index.ts';

import type { App } from './app.ts';
import { deployedModel } from './deployed-model.ts';
import { customFile } from './files/custom.ts';
import { modelsFile } from './files/models.ts';
import { resolversFile } from './files/resolvers.ts';
import type { Places } from './places.ts';

/** The texts of generated files by their paths, which are relative to the root. */
export type Files = Readonly<Record<string, string>>;

/** Makes every generated file of an app. */
export async function appFiles(app: App, places: Places, root = '.'): Promise<Files> {
  const api = printSchema(compile(app.model));
  return {
    ...filesOfModel(app, places, deployedModel(join(places.generated, 'model.json'), root)),
    [`${places.generated}/api.graphql`]: `${api}\n`,
    [`${places.generated}/resolvers.ts`]: await resolversFile(app.model, api),
  };
}

/**
 * Returns the paths of generated files that are not what codegen would write. It looks at those that are made of the
 * model and the plans at no cost; `api.graphql` and `resolvers.ts` are made of the same model.
 */
export function staleFiles(app: App, places: Places, root = '.'): string[] {
  const readGenerated = (file: string): string | null => {
    try {
      return readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n');
    } catch {
      return null;
    }
  };
  const model = readGenerated(`${places.generated}/model.json`);
  return Object.entries(filesOfModel(app, places, parseModel(model)))
    .filter(([file, text]) => readGenerated(file) !== text)
    .map(([file]) => file);
}

function parseModel(text: string | null): Model | null {
  try {
    return text === null ? null : (JSON.parse(text) as Model);
  } catch {
    return null;
  }
}

/** Indexes keep the slots that they have in the model `before`. */
function filesOfModel({ model, plans }: App, places: Places, before: Model | null): Files {
  const { generated } = places;
  const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
  return {
    // So that the Lambda parses no SDL at a cold start.
    [`${generated}/model.json`]: json(keepSlots(model, before)),
    // Checked and completed, so that the Lambda checks nothing at a cold start.
    [`${generated}/plans.json`]: json(plans),
    [`${generated}/models.ts`]: modelsFile(model, posix.relative(generated, 'src')),
    [`${generated}/custom.ts`]: customFile(model, {
      rooms: posix.relative(generated, 'src'),
      resolvers: posix.relative(generated, places.resolvers),
    }),
  };
}
