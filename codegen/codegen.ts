import { runCommand } from '../src/cli/run-command.ts';

import { readApp } from './app.ts';
import { appFiles } from './app-files.ts';
import { OWN_APP } from './places.ts';
import { writeFiles } from './write-files.ts';

/**
 * Runs `npm run codegen`: writes src/generated from schema/app, schema/plans.json and the fields that src/resolvers
 * answers.
 */
runCommand(async () => {
  writeFiles(await appFiles(readApp(OWN_APP), OWN_APP));
});
