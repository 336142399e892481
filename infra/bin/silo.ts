import { stageOf } from '../lib/check-stage.ts';
import { openAccount } from './account.ts';
import { run } from './command.ts';
import { createSilo } from './create-silo.ts';
import { loadFreshApp } from './fresh-app.ts';
import { listSilos } from './list-silos.ts';
import { openDeployedStage } from './deployed-stage.ts';
import { removeSilo } from './remove-silo.ts';
import { siloArguments } from './silo-arguments.ts';

/**
 * Runs `npm run silo -- create|list|remove --stage NAME [--tenant ID]`: makes the table of a tenant's own by a stack of
 * its own, lists these tables, or removes one.
 */
run(async () => {
  const wanted = siloArguments();
  const stage = stageOf(wanted.stage, await loadFreshApp());
  const deployed = await openDeployedStage(await openAccount(), stage);
  if (wanted.verb === 'list') await listSilos(deployed);
  else await (wanted.verb === 'create' ? createSilo : removeSilo)(deployed, wanted);
});
