import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Model } from '../src/model/index.ts';

import type { App } from './app.ts';
import { modelFiles } from './model-files.ts';
import type { Places } from './places.ts';

/**
 * Returns the paths of generated files that differ from what codegen would write. It compares the files that cost nothing
 * to make; `api.graphql` and `resolvers.ts` are made of the same model.
 */
function staleFiles(app: App, places: Places, root = '.'): string[] {
  const read = (file: string): string | null => readGenerated(join(root, file));
  const before = parseModel(read(`${places.generated}/model.json`));
  return Object.entries(modelFiles(app, places, { before, root }))
    .filter(([file, text]) => read(file) !== text)
    .map(([file]) => file);
}

/** Says in one sentence which generated files are stale and what to do; null if none is. */
export function staleSentence(app: App, places: Places, root = '.'): string | null {
  const stale = staleFiles(app, places, root);
  if (stale.length === 0) return null;
  const verb = stale.length === 1 ? 'is' : 'are';
  return `${stale.join(', ')} ${verb} stale: run "npm run codegen".`;
}

function readGenerated(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}

function parseModel(text: string | null): Model | null {
  try {
    return text === null ? null : (JSON.parse(text) as Model);
  } catch {
    return null;
  }
}
