import { join } from 'node:path';

import { readApp } from '../../codegen/app.ts';
import { OWN_APP } from '../../codegen/places.ts';
import { staleSentence } from '../../codegen/stale-files.ts';
import type { DeployedApp } from '../lib/stage.ts';
import { INFRA } from './command.ts';

/**
 * Loads the app that the commands deploy.
 * @throws {Error} that names the generated files that do not fit the schema and the plans
 */
export async function loadFreshApp(): Promise<DeployedApp> {
  const root = join(INFRA, '..');
  const sentence = staleSentence(await readApp(OWN_APP, root), OWN_APP, root);
  if (sentence !== null) throw new Error(sentence);
  const { ownApp } = await import('./own-app.ts');
  return ownApp;
}
