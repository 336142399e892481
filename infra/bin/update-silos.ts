import { siloNameOf } from '../lib/silo-name.ts';
import type { Account } from './account.ts';
import { deploySilos } from './cdk-deploy.ts';
import { siloStacks } from './silos.ts';
import { stackState } from './stack-state.ts';

/**
 * Deploys the stacks of all silos of a stage again, so that they get the indexes of the schema and the settings of the
 * stage. Those whose creation failed are left out.
 * @throws {Error} if CloudFormation is changing one of them
 */
export async function updateSilos(account: Account, stage: string): Promise<void> {
  const tenants: string[] = [];
  for (const tenant of (await siloStacks(account, stage)).keys())
    if ((await stackState(account, siloNameOf({ name: stage }, tenant))) === 'deployed') tenants.push(tenant);
  if (tenants.length === 0) return;
  process.stdout.write(`Update the silos of the stage first: ${tenants.join(', ')}.\n`);
  deploySilos(account, stage, tenants);
}
