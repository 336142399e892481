import { dynamoSend, openControl, openDirectory } from '../store/index.ts';
import { jsonLog } from '../server/index.ts';
import plans from '../generated/plans.json';

import { readConfiguration } from './configuration.ts';
import { triggerHooks } from './trigger-hooks.ts';

/** What each of Cognito's triggers works with, from the environment. @throws {Error} that lists what it lacks */
export function openTrigger(env: Readonly<Record<string, string | undefined>>) {
  const { region, controlTable } = readConfiguration(env, ['region', 'controlTable']);
  const send = dynamoSend({ region, table: controlTable });
  const log = jsonLog((line) => process.stdout.write(`${line}\n`));
  const hooks = triggerHooks({ control: openControl(send), plans, now: Date.now }, log);
  return { hooks, directory: openDirectory(send) };
}
