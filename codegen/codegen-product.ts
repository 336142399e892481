import { runCommand } from '../src/cli/run-command.ts';
import { prelude } from '../src/model/index.ts';

import { readApp } from './app.ts';
import { appFiles } from './app-files.ts';
import { clientFiles } from './files/client.ts';
import { errorPages } from './files/error-pages.ts';
import { planeFiles } from './files/planes.ts';
import { FIXTURE } from './places.ts';
import { writeFiles } from './write-files.ts';

/**
 * Runs `npm run codegen:product`: writes the files that depend on the product's own schemas, and those of its tests.
 */
runCommand(async () => {
  const fixture = await appFiles(await readApp(FIXTURE), FIXTURE);
  writeFiles({
    ...fixture,
    ...(await planeFiles()),
    ...(await clientFiles(fixture[`${FIXTURE.generated}/api.graphql`] ?? '')),
    ...errorPages(),
    'schema/aws.graphql': prelude,
  });
});
