import { dynamoSend, openControl, openDirectory } from '../store/index.ts';
import { jsonLog } from '../server/index.ts';
import plans from '../generated/plans.json';

import { readConfiguration } from './configuration.ts';
import { triggerHooks } from './trigger-hooks.ts';

/**
 * Creates the parts of a Cognito trigger from its environment.
 * @throws {Error} with the names of all missing variables
 */
export function openTrigger(env: Readonly<Record<string, string | undefined>>) {
  const { region, controlTable } = readConfiguration(env, ['region', 'controlTable']);
  const send = dynamoSend({ region, table: controlTable });
  const log = jsonLog((line) => process.stdout.write(`${line}\n`));
  const hooks = triggerHooks({ control: openControl(send), plans, now: Date.now }, log);
  return { hooks, directory: openDirectory(send) };
}
