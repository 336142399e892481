import { siloNameOf } from '../lib/silo-name.ts';
import { deployInSteps } from './cdk-deploy.ts';
import { confirm, install } from './command.ts';
import { type DeployedStage, placeOfTenant } from './deployed-stage.ts';
import { lookAtTable } from './silos.ts';
import { stackState } from './stack-state.ts';

/**
 * Makes the table of a tenant's own, or brings it in line with the schema and the stage.
 * @throws {Error} if the stage has no such tenant, or if the table exists without its stack
 */
export async function createSilo(
  deployed: DeployedStage,
  { tenant, yes }: { readonly tenant: string; readonly yes: boolean },
): Promise<void> {
  const { account, stage } = deployed;
  const place = await placeOfTenant(deployed, tenant);
  if (place === null || place.status === 'DELETED')
    throw new Error(
      `The stage "${stage.name}" has no tenant "${tenant}": npm run tenant -- list shows them.`,
    );
  const stack = siloNameOf(stage, tenant);
  const state = await stackState(account, stack);
  if (state === 'none' && (await lookAtTable(account, stack)) !== null)
    throw new Error(
      `The table "${stack}" exists, but its stack does not: npm run silo -- remove --stage ${stage.name} --tenant ${tenant} deletes it, if it is empty.`,
    );
  process.stdout.write(`${stack} in account ${account.id}, ${account.region}, as ${account.caller}\n`);
  if (stage.keep && !yes)
    await confirm(`This makes a table in stage "${stage.name}", which keeps its data.`, tenant);
  install();
  await deployInSteps(account, {
    stack,
    state,
    of: { stage: stage.name, tenants: [tenant] },
    keep: stage.keep,
    makes: 'make the table',
    protects: 'protect the table and its stack from deletion',
  });
  process.stdout.write(
    place.isolation === 'SILO'
      ? `Deployed. The rows of "${tenant}" are in it.\n`
      : `Deployed. Move the tenant into it with: npm run tenant -- move ${tenant} --to silo\n`,
  );
}
